import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { decodeBundle, encodeBundle } from "../../src/log/bundle.ts";
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from "../../src/log/checkpoint.ts";
import { leafHash } from "../../src/log/hash.ts";
import { openNote, parseVerifierKey, signNote, verifierKey } from "../../src/log/note.ts";
import { utf8 } from "../../src/log/text.ts";
import { nodesFromTiles, parseTilePath, tileOfBundle, tilePath, tilesBetween } from "../../src/log/tiles.ts";
import { appendLeaf, EMPTY_EDGE, edgeOf, rootOf, verifyConsistency, verifyInclusion } from "../../src/log/tree.ts";
import { sha256, signer, verify } from "./node-crypto.ts";

/**
 * What other implementations publish to be tested with. Each folder of `test/vectors` says whose it is, from which
 * commit and under which licence; `VECTORS` names another place. A folder that is not there is skipped, and named so.
 */
const PLACE = process.env.VECTORS ?? join(import.meta.dirname, "../vectors");
const has = (name: string) => existsSync(join(PLACE, name));
const read = (name: string): unknown => JSON.parse(readFileSync(join(PLACE, name), "utf8"));
const from = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
const to = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const whole = (name: string) => (has(name) ? name : `${name} (skipped: test/vectors/${name} is not there)`);

interface Inclusion {
  leafIdx: number;
  treeSize: number;
  root: string;
  leafHash: string;
  proof: string[] | null;
  wantErr: boolean;
}
interface Consistency {
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}

describe.skipIf(!has("merkle"))(`proofs of ${whole("merkle")}`, () => {
  it("inclusion: each is accepted or refused as its authors say", () => {
    const cases = Object.entries(read("merkle/inclusion.json") as Record<string, Inclusion>);
    expect(cases).toHaveLength(98);
    expect(cases.filter(([, each]) => each.wantErr)).toHaveLength(92);
    for (const [name, each] of cases) {
      const claim = {
        index: each.leafIdx,
        size: each.treeSize,
        root: from(each.root),
        leaf: from(each.leafHash),
        proof: (each.proof ?? []).map(from),
      };
      expect([name, verifyInclusion(sha256, claim)]).toEqual([name, !each.wantErr]);
    }
  });

  it("consistency: each is accepted or refused as its authors say", () => {
    const cases = Object.entries(read("merkle/consistency.json") as Record<string, Consistency>);
    expect(cases).toHaveLength(98);
    expect(cases.filter(([, each]) => each.wantErr)).toHaveLength(92);
    for (const [name, each] of cases) {
      const claim = {
        from: each.size1,
        to: each.size2,
        fromRoot: from(each.root1),
        toRoot: from(each.root2),
        proof: (each.proof ?? []).map(from),
      };
      expect([name, verifyConsistency(sha256, claim)]).toEqual([name, !each.wantErr]);
    }
  });
});

describe.skipIf(!has("c2sp"))(`the example of ${whole("c2sp")}`, () => {
  it("is opened with its key, and not with one letter changed", () => {
    const { vkey, note } = read("c2sp/signed-note.json") as { vkey: string; note: string };
    const key = parseVerifierKey(sha256, vkey)!;
    expect(verifierKey(sha256, key)).toBe(vkey);
    expect(openNote(verify, [key], note)).toEqual({
      kind: "note",
      text: note.slice(0, note.lastIndexOf("\n\n") + 1),
      signers: [key.name],
    });
    expect(openNote(verify, [key], note.replace("m", "n")).kind).toBe("refused");
  });
});

describe.skipIf(!has("tessera"))(`the log of ${whole("tessera")}`, () => {
  const { checkpoints, tiles, vkey, testSeed } = has("tessera")
    ? (read("tessera/log.json") as {
        checkpoints: Record<string, string>;
        tiles: Record<string, string>;
        vkey: string;
        testSeed: string;
      })
    : { checkpoints: {}, tiles: {}, vkey: "", testSeed: "" };
  const sizes = Object.keys(checkpoints)
    .map(Number)
    .sort((one, other) => one - other);

  it("has its 16 checkpoints reproduced byte for byte from its entries and its key", () => {
    expect(sizes).toEqual(Array.from({ length: 16 }, (_, i) => i));
    const entries = decodeBundle(from(tiles["entries/000.p/15"]!));
    const log = signer(vkey.split("+")[0]!, from(testSeed));
    expect(verifierKey(sha256, log)).toBe(vkey);
    let edge = EMPTY_EDGE;
    for (const size of sizes) {
      const text = formatCheckpoint({ origin: log.name, size, root: rootOf(sha256, edge) });
      expect(signNote(sha256, log, text)).toBe(checkpoints[size]);
      expect(openCheckpoint(sha256, verify, vkey, checkpoints[size]!)).toMatchObject({ kind: "checkpoint" });
      if (entries[size]) edge = appendLeaf(sha256, edge, leafHash(sha256, entries[size]));
    }
  });

  it("has the tiles and bundles that its growth asks for, byte for byte", () => {
    const entries = decodeBundle(from(tiles["entries/000.p/15"]!));
    for (const size of sizes.slice(1)) {
      expect(tilesBetween(size - 1, size).map(tilePath)).toEqual([`0/000.p/${size}`]);
      const bundle = encodeBundle(entries.slice(0, size));
      expect(to(bundle)).toBe(tiles[`entries/000.p/${size}`]);
      expect(to(tileOfBundle(sha256, bundle))).toBe(tiles[`0/000.p/${size}`]);
    }
    expect(Object.keys(tiles).map(parseTilePath)).not.toContain(undefined);
  });
});

describe.skipIf(!has("sunlight"))(`the tiles of ${whole("sunlight")}`, () => {
  const { checkpoint, tiles, entries } = has("sunlight")
    ? (read("sunlight/mirror.json") as { checkpoint: string; tiles: Record<string, string>; entries: string[] })
    : { checkpoint: "", tiles: {}, entries: [] };
  const stated = parseCheckpoint(checkpoint.slice(0, checkpoint.lastIndexOf("\n\n") + 1));

  it("lead to the root of its checkpoint", () => {
    const nodes = nodesFromTiles(sha256, 300, (level, number, width) =>
      from(tiles[tilePath({ level, number, width })]!),
    );
    expect(stated).toMatchObject({ size: 300 });
    expect(to(rootOf(sha256, edgeOf(nodes, 300)))).toBe(to(stated!.root));
  });

  it("are made byte for byte from its entries, and there are no others", () => {
    const bytes = entries.map(utf8);
    expect(to(tileOfBundle(sha256, encodeBundle(bytes.slice(0, 256))))).toBe(tiles["0/000"]);
    expect(to(tileOfBundle(sha256, encodeBundle(bytes.slice(256))))).toBe(tiles["0/001.p/44"]);
    expect(tilesBetween(0, 300).map(tilePath).toSorted()).toEqual(Object.keys(tiles).toSorted());
  });

  it("bear a witness's cosignature alone, which is no signature of type 0x01", () => {
    const { mirrorVkey } = read("sunlight/mirror.json") as { mirrorVkey: string };
    expect(parseVerifierKey(sha256, mirrorVkey)).toBeUndefined();
    expect(openNote(verify, [], checkpoint)).toEqual({ kind: "refused", why: "no signature by a known key" });
  });
});

describe.skipIf(!has("azul"))(`proofs and paths of ${whole("azul")}`, () => {
  it("proofs of a log of 961,984,011 entries are accepted, and refused one entry further", () => {
    const argon = read("azul/argon2020.json") as {
      treeHead: { tree_size: number; sha256_root_hash: string };
      leafInput: string;
      inclusion: { leaf_index: number; audit_path: string[] };
      consistency: { first: number; firstRoot: string; proof: string[] };
    };
    const [size, root] = [argon.treeHead.tree_size, from(argon.treeHead.sha256_root_hash)];
    expect(size).toBe(961_984_011);
    const inclusion = {
      index: argon.inclusion.leaf_index,
      size,
      root,
      leaf: leafHash(sha256, from(argon.leafInput)),
      proof: argon.inclusion.audit_path.map(from),
    };
    expect(verifyInclusion(sha256, inclusion)).toBe(true);
    expect(verifyInclusion(sha256, { ...inclusion, index: inclusion.index + 1 })).toBe(false);
    const consistency = {
      from: argon.consistency.first,
      to: size,
      fromRoot: from(argon.consistency.firstRoot),
      toRoot: root,
      proof: argon.consistency.proof.map(from),
    };
    expect(verifyConsistency(sha256, consistency)).toBe(true);
    expect(verifyConsistency(sha256, { ...consistency, from: consistency.from + 1 })).toBe(false);
  });

  test("paths of the older form, with a height, are no tlog-tiles paths", () => {
    const paths = read("azul/tile-paths.json") as string[];
    expect(paths).toHaveLength(8);
    expect(paths.map((path) => parseTilePath(path.replace(/^tile\//, "")))).toEqual(paths.map(() => undefined));
  });
});
