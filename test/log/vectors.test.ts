import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { decodeBundle, encodeBundle } from "../../src/log/bundle.ts";
import { checkpointOf, formatCheckpoint, openCheckpoint } from "../../src/log/checkpoint.ts";
import { leafHash } from "../../src/log/hash.ts";
import { openNote, parseVerifierKey, signNote, verifierKey } from "../../src/log/note.ts";
import {
  hashOfTile,
  nodesFromTiles,
  parseTilePath,
  tileOfBundle,
  tilePath,
  tilesBetween,
} from "../../src/log/tiles.ts";
import { appendLeaf, EMPTY_EDGE, edgeOf, rootOf, verifyConsistency, verifyInclusion } from "../../src/log/tree.ts";
import { sha256, signer, verify } from "./node-crypto.ts";

/**
 * What other implementations publish to be tested with, read from clones of their repositories: none of it is kept here.
 * `VECTORS` names the folder of the clones; a clone that is not there is skipped, and named so. What Debian's packages
 * carry of such vectors is run without clones, by `test/log/packaged-vectors.server.test.ts`.
 */
const CLONES = process.env.VECTORS ?? "";
const REPOSITORIES = {
  merkle: "https://github.com/transparency-dev/merkle",
  tessera: "https://github.com/transparency-dev/tessera",
  C2SP: "https://github.com/C2SP/C2SP",
  sunlight: "https://github.com/FiloSottile/sunlight",
  azul: "https://github.com/cloudflare/azul",
} as const;

const has = (clone: keyof typeof REPOSITORIES): boolean => CLONES !== "" && existsSync(join(CLONES, clone));
const named = (what: string, clone: keyof typeof REPOSITORIES): string =>
  has(clone)
    ? what
    : `${what} (skipped: git clone ${REPOSITORIES[clone]} FOLDER/${clone}, then VECTORS=FOLDER npx vitest run --project pure test/log/vectors.test.ts)`;
const bytesOf = (...path: string[]): Uint8Array => new Uint8Array(readFileSync(join(CLONES, ...path)));
const textOf = (...path: string[]): string => readFileSync(join(CLONES, ...path), "utf8");
const from = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** Every JSON file under a folder of a clone, with its path. */
function casesIn<Case>(...folder: string[]): [path: string, one: Case][] {
  return readdirSync(join(CLONES, ...folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .map((path) => [path, JSON.parse(textOf(...folder, path)) as Case]);
}

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

describe.skipIf(!has("merkle"))(named("proofs of transparency-dev/merkle", "merkle"), () => {
  it("inclusion: each is accepted or refused as its authors say", () => {
    const cases = casesIn<Inclusion>("merkle/testdata/inclusion");
    expect(cases.length).toBeGreaterThanOrEqual(98);
    expect(cases.filter(([, each]) => each.wantErr).length).toBeGreaterThanOrEqual(92);
    for (const [path, each] of cases) {
      const claim = {
        index: each.leafIdx,
        size: each.treeSize,
        root: from(each.root),
        leaf: from(each.leafHash),
        proof: (each.proof ?? []).map(from),
      };
      expect([path, verifyInclusion(sha256, claim)]).toEqual([path, !each.wantErr]);
    }
  });

  it("consistency: each is accepted or refused as its authors say", () => {
    const cases = casesIn<Consistency>("merkle/testdata/consistency");
    expect(cases.length).toBeGreaterThanOrEqual(98);
    expect(cases.filter(([, each]) => each.wantErr).length).toBeGreaterThanOrEqual(92);
    for (const [path, each] of cases) {
      const claim = {
        from: each.size1,
        to: each.size2,
        fromRoot: from(each.root1),
        toRoot: from(each.root2),
        proof: (each.proof ?? []).map(from),
      };
      expect([path, verifyConsistency(sha256, claim)]).toEqual([path, !each.wantErr]);
    }
  });
});

describe.skipIf(!has("C2SP"))(named("the example of C2SP signed-note", "C2SP"), () => {
  it("is opened with its key, and not with one letter changed", () => {
    const example = textOf("C2SP/signed-note.md").split("### Example")[1] ?? "";
    const vkey = /^ {4}(\S+\+[0-9a-f]{8}\+\S+)$/m.exec(example)?.[1] ?? "";
    const note = /^```\n([^`]+)```$/m.exec(example)?.[1] ?? "";
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

describe.skipIf(!has("tessera"))(named("the log of transparency-dev/tessera", "tessera"), () => {
  const log = "tessera/testdata/log";
  const sizes = Array.from({ length: 16 }, (_, size) => size);

  it("has its 16 checkpoints reproduced byte for byte from its entries and its key", () => {
    const script = textOf("tessera/testdata/build_log.sh");
    const vkey = /LOG_PUBLIC_KEY="([^"]+)"/.exec(script)?.[1] ?? "";
    const [name = "", , , key = ""] = /PRIVATE\+KEY\+([^+"]+)\+([0-9a-f]+)(\+)([^"]+)"/.exec(script)?.slice(1) ?? [];
    const entries = decodeBundle(bytesOf(log, "tile/entries/000.p/15"));
    // A type byte, then the seed.
    const signs = signer(name, from(key).subarray(1));
    expect(verifierKey(sha256, signs)).toBe(vkey);
    let edge = EMPTY_EDGE;
    for (const size of sizes) {
      const text = formatCheckpoint({ origin: signs.name, size, root: rootOf(sha256, edge) });
      const checkpoint = textOf(log, `checkpoint.${size}`);
      expect(signNote(sha256, signs, text)).toBe(checkpoint);
      expect(openCheckpoint(sha256, verify, vkey, checkpoint)).toMatchObject({ kind: "checkpoint" });
      if (entries[size]) edge = appendLeaf(sha256, edge, leafHash(sha256, entries[size]));
    }
  });

  it("has the tiles and bundles that its growth asks for, byte for byte", () => {
    const entries = decodeBundle(bytesOf(log, "tile/entries/000.p/15"));
    for (const size of sizes.slice(1)) {
      expect(tilesBetween(size - 1, size).map(tilePath)).toEqual([`0/000.p/${size}`]);
      const bundle = encodeBundle(entries.slice(0, size));
      expect(base64(bundle)).toBe(base64(bytesOf(log, `tile/entries/000.p/${size}`)));
      expect(base64(tileOfBundle(sha256, bundle))).toBe(base64(bytesOf(log, `tile/0/000.p/${size}`)));
    }
  });
});

describe.skipIf(!has("sunlight"))(named("the tiles of FiloSottile/sunlight", "sunlight"), () => {
  const mirrors = "sunlight/cmd/skylight/testdata/witness/mirror";
  const mirror = () => {
    const folder = readdirSync(join(CLONES, mirrors)).find((each) => each.startsWith("000de184")) ?? "";
    const checkpoint = textOf(mirrors, folder, "checkpoint");
    const stated = checkpointOf(checkpoint);
    return { checkpoint, stated, tile: (path: string) => bytesOf(mirrors, folder, "tile", path) };
  };

  it("lead to the root of its checkpoint", () => {
    const { stated, tile } = mirror();
    const nodes = nodesFromTiles(sha256, 300, (level, number, width) => tile(tilePath({ level, number, width })));
    expect(stated).toMatchObject({ size: 300 });
    expect(base64(rootOf(sha256, edgeOf(nodes, 300)))).toBe(base64(stated!.root));
  });

  it("are those that its size asks for, the one above made of the full one below", () => {
    const { tile } = mirror();
    expect(tilesBetween(0, 300).map(tilePath).toSorted()).toEqual(["0/000", "0/001.p/44", "1/000.p/1"]);
    expect(base64(hashOfTile(sha256, tile("0/000")))).toBe(base64(tile("1/000.p/1")));
  });

  it("bear a witness's cosignature alone, which is no signature of type 0x01", () => {
    const [vkey] = JSON.parse(textOf(mirrors, "mirror.v0.json")).verifier_keys as string[];
    expect(parseVerifierKey(sha256, vkey!)).toBeUndefined();
    expect(openNote(verify, [], mirror().checkpoint)).toEqual({ kind: "refused", why: "no-known-signature" });
  });
});

describe.skipIf(!has("azul"))(named("proofs and paths of cloudflare/azul", "azul"), () => {
  it("proofs of a log of 961,984,011 entries are accepted, and refused one entry further", () => {
    const tests = "azul/crates/tlog_tiles/tests/http_get";
    const answer = (start: string) => {
      const file = readdirSync(join(CLONES, tests)).find((each) => each.startsWith(start)) ?? "";
      return JSON.parse(textOf(tests, file));
    };
    const head = answer("get-sth");
    const [size, root] = [Number(head.tree_size), from(head.sha256_root_hash)];
    expect(size).toBe(961_984_011);
    const found = answer("get-proof-by-hash");
    const inclusion = {
      index: Number(found.leaf_index),
      size,
      root,
      leaf: leafHash(sha256, from(answer("get-entries").entries[0].leaf_input)),
      proof: found.audit_path.map(from),
    };
    expect(verifyInclusion(sha256, inclusion)).toBe(true);
    expect(verifyInclusion(sha256, { ...inclusion, index: inclusion.index + 1 })).toBe(false);
    const fromRoot = /parse_hash\("([^"]+)"\)/.exec(textOf("azul/crates/tlog_tiles/src/lib.rs"))?.[1] ?? "";
    const consistency = {
      from: 3_654_490,
      to: size,
      fromRoot: from(fromRoot),
      toRoot: root,
      proof: answer("get-sth-consistency").consistency.map(from),
    };
    expect(verifyConsistency(sha256, consistency)).toBe(true);
    expect(verifyConsistency(sha256, { ...consistency, from: consistency.from + 1 })).toBe(false);
  });

  test("paths of the older form, with a height, are no tlog-tiles paths", () => {
    const seeds = "azul/fuzz/corpus/fuzz_parse_tile_path";
    const paths = readdirSync(join(CLONES, seeds)).map((seed) => textOf(seeds, seed).trim());
    expect(paths).toHaveLength(8);
    expect(paths.map((path) => parseTilePath(path.replace(/^tile\//, "")))).toEqual(paths.map(() => undefined));
  });
});
