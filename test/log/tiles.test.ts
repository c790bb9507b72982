import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { encodeBundle } from "../../src/log/bundle.ts";
import { utf8 } from "../../src/log/text.ts";
import {
  cutTile,
  hashOfTile,
  nodesFromTiles,
  parseTilePath,
  type Tile,
  tileOfBundle,
  tilePath,
  tilesBetween,
  tilesRead,
  tileWidth,
} from "../../src/log/tiles.ts";
import { consistencyProof, edgeOf, inclusionProof, rootOf } from "../../src/log/tree.ts";
import { sha256 } from "./node-crypto.ts";
import { leafOf, leaves, mth, nodesOf, path, proof, uniformNodes } from "./rfc6962.ts";

type ReadTile = Parameters<typeof nodesFromTiles>[2];

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Tiles as the specification defines them: hash i is MTH over 256^level leaves. */
const tilesOf =
  (hashes: readonly Uint8Array[]): ReadTile =>
  (level, number, width) => {
    const node = nodesOf(hashes);
    return Buffer.concat(Array.from({ length: width }, (_, i) => node(8 * level, number * 256 + i)));
  };

describe("addresses", () => {
  test.each<[tile: Tile, path: string]>([
    [{ level: 0, number: 0, width: 256 }, "0/000"],
    [{ level: 0, number: 1, width: 44 }, "0/001.p/44"],
    [{ level: 1, number: 0, width: 1 }, "1/000.p/1"],
    [{ level: 0, number: 1234067, width: 256 }, "0/x001/x234/067"],
    [{ level: 63, number: 1000, width: 255 }, "63/x001/000.p/255"],
  ])("%j is at %s, and back", (tile, address) => {
    expect(tilePath(tile)).toBe(address);
    expect(parseTilePath(address)).toEqual(tile);
  });

  it("an entry bundle's address is read too", () => {
    expect(parseTilePath("entries/x001/234.p/5")).toEqual({ level: "entries", number: 1234, width: 5 });
    expect(parseTilePath("entries/000")).toEqual({ level: "entries", number: 0, width: 256 });
  });

  test.each([
    "",
    "0",
    "0/",
    "0/0",
    "0/00",
    "0/0000",
    "0/x000",
    "0/x000/001",
    "0/001/000",
    "0/x001/x000",
    "0/X001/000",
    "00/000",
    "01/000",
    "64/000",
    "-1/000",
    "+1/000",
    "1e0/000",
    "a/000",
    "data/000",
    "entry/000",
    "0/000.p",
    "0/000.p/",
    "0/000.p/0",
    "0/000.p/01",
    "0/000.p/256",
    "0/000.p/999",
    "0/000.p/-1",
    "0/000.p/1/",
    "0/000/",
    "/0/000",
    "0//000",
    " 0/000",
    "0/000\n",
    "0/000.P/1",
    "0/٠٠٠",
    "0/x999/x999/x999/x999/x999/999",
    "entries/x000/000",
    "entries/000.p/256",
  ])("%j is no address of a tile", (address) => {
    expect(parseTilePath(address)).toBeUndefined();
  });

  it("whatever tile there is, its address is read back as that tile", () => {
    const tile = fc.record({ level: fc.nat(63), number: fc.nat(), width: fc.integer({ min: 1, max: 256 }) });
    fc.assert(fc.property(tile, (each) => void expect(parseTilePath(tilePath(each))).toEqual(each)));
  });
});

describe("which tiles a log has", () => {
  const named = (from: number, size: number) => tilesBetween(from, size).map(tilePath);

  it("of 70,000 entries: 273 full and one of 112, one full and one of 17, one of 1", () => {
    const tiles = tilesBetween(0, 70_000);
    const count = (level: number, width: number) =>
      tiles.filter((each) => each.level === level && each.width === width).length;
    expect([count(0, 256), count(0, 112), count(1, 256), count(1, 17), count(2, 1)]).toEqual([273, 1, 1, 1, 1]);
    expect(tiles).toHaveLength(277);
  });

  test.each<[from: number, size: number, tiles: string[]]>([
    [0, 0, []],
    [5, 5, []],
    [0, 1, ["0/000.p/1"]],
    [1, 2, ["0/000.p/2"]],
    [0, 256, ["0/000", "1/000.p/1"]],
    [255, 256, ["0/000", "1/000.p/1"]],
    [256, 257, ["0/001.p/1"]],
    [255, 257, ["0/000", "0/001.p/1", "1/000.p/1"]],
    [300, 513, ["0/001", "0/002.p/1", "1/000.p/2"]],
    [65_535, 65_536, ["0/255", "1/000", "2/000.p/1"]],
    [65_536, 65_537, ["0/256.p/1"]],
  ])("growing from %i to %i writes %j", (from, size, tiles) => {
    expect(named(from, size)).toEqual(tiles);
  });

  it("each partial tile is floor(size / 256^level) mod 256 wide, beyond 2^32 too", () => {
    const size = 2 ** 40 + 3 * 2 ** 16 + 5;
    expect([0, 1, 2, 3, 4, 5].map((level) => tileWidth(level, Math.floor(size / 256 ** (level + 1)), size))).toEqual([
      5, 0, 3, 0, 0, 1,
    ]);
    expect(tileWidth(0, 0, size)).toBe(256);
    expect(tileWidth(6, 0, size)).toBe(0);
    expect(tileWidth(0, 2, 300)).toBe(0);
  });

  it("growing in steps writes, in the end, the same full tiles as growing at once", () => {
    const sizes = fc
      .array(fc.nat(70_000), { minLength: 1, maxLength: 6 })
      .map((each) => [0, ...each.toSorted((a, b) => a - b)]);
    fc.assert(
      fc.property(sizes, (steps) => {
        const inSteps = steps.slice(1).flatMap((size, i) => tilesBetween(steps[i]!, size));
        const full = (tiles: Tile[]) => new Set(tiles.filter((each) => each.width === 256).map(tilePath));
        const last = steps.at(-1)!;
        expect(full(inSteps)).toEqual(full(tilesBetween(0, last)));
        const written = new Set(inSteps.map(tilePath));
        for (const tile of tilesBetween(0, last)) expect(written).toContain(tilePath(tile));
      }),
      { numRuns: 30 },
    );
  });
});

describe("the bytes of tiles", () => {
  it("at level 0 are the leaf hashes of a bundle's entries", () => {
    const bundle = encodeBundle(["one", "two"].map(utf8));
    expect(hex(tileOfBundle(sha256, bundle))).toBe(hex(leafOf("one")) + hex(leafOf("two")));
  });

  it("above, one hash for each full tile below", () => {
    const hashes = leaves(256);
    const tile = tilesOf(hashes)(0, 0, 256);
    expect(tile).toHaveLength(8192);
    expect(hex(hashOfTile(sha256, tile))).toBe(hex(mth(hashes)));
  });

  it("a partial tile is never hashed into the level above", () => {
    const tile = tilesOf(leaves(255))(0, 0, 255);
    expect(() => hashOfTile(sha256, tile)).toThrow("only a full tile has a hash in the level above");
  });

  it("a partial tile is cut from any longer one", () => {
    const tile = tilesOf(leaves(256))(0, 0, 256);
    expect(hex(cutTile(tile, 5))).toBe(leaves(5).map(hex).join(""));
    expect(() => cutTile(cutTile(tile, 5), 6)).toThrow(RangeError);
  });
});

describe("proofs from tiles", () => {
  const hashes = leaves(1300);
  const size = fc.integer({ min: 1, max: hashes.length });

  it("are those of the definition, and so is the edge", { timeout: 30_000 }, () => {
    const tiles = tilesOf(hashes);
    fc.assert(
      fc.property(size, fc.nat(), (whole, any) => {
        const nodes = nodesFromTiles(sha256, whole, tiles);
        const under = hashes.slice(0, whole);
        const [index, from] = [any % whole, 1 + (any % whole)];
        expect(inclusionProof(sha256, nodes, index, whole).map(hex)).toEqual(path(index, under).map(hex));
        expect(consistencyProof(sha256, nodes, from, whole).map(hex)).toEqual(proof(from, under).map(hex));
        expect(hex(rootOf(sha256, edgeOf(nodes, whole)))).toBe(hex(mth(under)));
      }),
      { numRuns: 40 },
    );
  });

  it("read only tiles that a log of this size has, each as wide as it is there", () => {
    fc.assert(
      fc.property(size, fc.nat(), (whole, any) => {
        const there = new Set(tilesBetween(0, whole).map(tilePath));
        const read = tilesRead((tiles) =>
          inclusionProof(sha256, nodesFromTiles(sha256, whole, tiles), any % whole, whole),
        );
        for (const tile of read) expect(there).toContain(tilePath(tile));
      }),
    );
  });

  it("of a log of 70,000 need four tiles for a leaf in the middle, named beforehand", () => {
    const read = tilesRead((tiles) => inclusionProof(sha256, nodesFromTiles(sha256, 70_000, tiles), 300, 70_000));
    expect(read.map(tilePath).toSorted()).toEqual(["0/001", "0/273.p/112", "1/000", "1/001.p/17"].toSorted());
  });

  it("of a log beyond 2^32 are those of its tree", () => {
    const nodes = uniformNodes(leafOf("the same"));
    const whole = 2 ** 40 + 3 * 2 ** 16 + 5;
    const tiles: ReadTile = (level, _, width) => Buffer.concat(Array(width).fill(nodes(8 * level, 0)));
    const fromTiles = nodesFromTiles(sha256, whole, tiles);
    expect(edgeOf(fromTiles, whole)).toEqual(edgeOf(nodes, whole));
    for (const index of [0, 2 ** 33 + 1, whole - 1])
      expect(inclusionProof(sha256, fromTiles, index, whole)).toEqual(inclusionProof(sha256, nodes, index, whole));
  });

  it("do not come from a tile that is shorter or longer than it must be, nor from beyond the log", () => {
    const short: ReadTile = (level, number, width) => tilesOf(hashes)(level, number, width).subarray(0, width * 32 - 1);
    expect(() => inclusionProof(sha256, nodesFromTiles(sha256, 5, short), 0, 5)).toThrow(
      "a tile of width 5 has 159 bytes",
    );
    expect(() => nodesFromTiles(sha256, 5, tilesOf(hashes))(0, 5)).toThrow("a log of size 5 has no node 5 of height 0");
    expect(() => nodesFromTiles(sha256, 5, tilesOf(hashes))(2, 1)).toThrow("a log of size 5 has no node 1 of height 2");
  });
});
