import { verifyAsync } from "@noble/ed25519";
import { describe, expect, it } from "vitest";
import { sha256, verifyEd25519 } from "../../src/engine/keys.ts";
import { leafHash } from "../../src/log/hash.ts";
import { openNote, parseVerifierKey, verifierKey } from "../../src/log/note.ts";
import { parseTilePath, tilePath } from "../../src/log/tiles.ts";
import {
  appendLeaf,
  consistencyProof,
  EMPTY_EDGE,
  inclusionProof,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from "../../src/log/tree.ts";
import { signer } from "./node-crypto.ts";
import { type Packaged, packaged } from "./packaged-vectors.ts";
import { nodesOf } from "./rfc6962.ts";

/**
 * What others test their implementations with, read from Debian's packages of them. The same authors' vectors in their
 * public repositories are more; `test/log/vectors.test.ts` runs those where `VECTORS` names a folder of them.
 */
const textOf = (file: Packaged): string => (file.kind === "text" ? file.text : "");
const named = (what: string, file: Packaged): string =>
  file.kind === "text" ? what : `${what} (skipped: ${file.message})`;
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
/** What stands between two texts, both unique enough to be found. */
const between = (text: string, from: string, to: string): string => text.split(from)[1]?.split(to)[0] ?? "";

const ct = packaged("ct");
describe.skipIf(ct.kind === "missing")(named("the reference tree of Certificate Transparency", ct), () => {
  const table = (name: string) => between(textOf(ct), `${name} = {`, "\n\n");
  const strings = (text: string) => [...text.matchAll(/"([0-9a-f]*)"/g)].map(([, found = ""]) => found);
  /** `{number, number, length, {{"hash", 32}, …}}`, whatever the line breaks. */
  const proofs = (text: string) =>
    [...text.matchAll(/\{\s*(\d+),\s*(\d+),\s*(\d+),\s*\{((?:\{[^}]*\},?\s*)+)\}\s*\}/g)].map(
      ([, one = "", other = "", length = "", hashes = ""]) => ({
        numbers: [Number(one), Number(other)] as const,
        hashes: strings(hashes).slice(0, Number(length)).map(hex),
      }),
    );
  const leaves = strings(table("kInputs[8]")).map((input) => leafHash(sha256, hex(input)));
  const roots = strings(table("kSHA256Roots[8]")).map(hex);
  const rootAt = (size: number) => roots[size - 1]!;
  const flipped = (hash: Uint8Array) => Uint8Array.from(hash, (byte, i) => (i === 0 ? byte ^ 1 : byte));

  it("grows through its eight roots", () => {
    expect([leaves.length, roots.length]).toEqual([8, 8]);
    let edge = EMPTY_EDGE;
    for (const [i, leaf] of leaves.entries()) {
      edge = appendLeaf(sha256, edge, leaf);
      expect([i, Buffer.from(rootOf(sha256, edge))]).toEqual([i, Buffer.from(rootAt(i + 1))]);
    }
  });

  it("has its paths, which are refused for every other claim", () => {
    // Leaves count from one there, and leaf 0 is none.
    const paths = proofs(table("kSHA256Paths[6]")).filter(({ numbers: [leaf] }) => leaf > 0);
    expect(paths).toHaveLength(5);
    for (const { numbers, hashes } of paths) {
      const [index, size] = [numbers[0] - 1, numbers[1]];
      const leaf = leaves[index]!;
      const claim = { index, size, leaf, root: rootAt(size), proof: hashes };
      expect(inclusionProof(sha256, nodesOf(leaves), index, size).map(Buffer.from)).toEqual(hashes.map(Buffer.from));
      expect(verifyInclusion(sha256, claim)).toBe(true);
      const wrong = [
        { ...claim, index: index - 1 },
        { ...claim, index: index + 1 },
        { ...claim, index: index ^ 2 },
        { ...claim, size: size * 2 },
        { ...claim, size: Math.floor(size / 2) },
        { ...claim, leaf: sha256(leaf) },
        { ...claim, root: rootOf(sha256, EMPTY_EDGE) },
        { ...claim, proof: [...hashes, new Uint8Array(0)] },
        { ...claim, proof: [...hashes, claim.root] },
        { ...claim, proof: [new Uint8Array(0), ...hashes] },
        { ...claim, proof: [claim.root, ...hashes] },
        ...hashes.map((_, i) => ({ ...claim, proof: hashes.toSpliced(i, 1) })),
        ...hashes.map((hash, i) => ({ ...claim, proof: hashes.with(i, flipped(hash)) })),
      ];
      for (const each of wrong) expect([each, verifyInclusion(sha256, each)]).toEqual([each, false]);
    }
  });

  it("has its consistency proofs, which are refused for every other claim", () => {
    const consistent = proofs(table("kSHA256Proofs[4]"));
    expect(consistent).toHaveLength(4);
    for (const { numbers, hashes } of consistent) {
      const [from, to] = numbers;
      const claim = { from, to, fromRoot: rootAt(from), toRoot: rootAt(to), proof: hashes };
      expect(consistencyProof(sha256, nodesOf(leaves), from, to).map(Buffer.from)).toEqual(hashes.map(Buffer.from));
      expect(verifyConsistency(sha256, claim)).toBe(true);
      const wrong = [
        { ...claim, fromRoot: sha256(claim.fromRoot) },
        { ...claim, toRoot: sha256(claim.toRoot) },
        { ...claim, proof: [...hashes, claim.fromRoot] },
        { ...claim, proof: [claim.fromRoot, ...hashes] },
        ...(hashes.length > 0
          ? [
              { ...claim, from: from - 1 },
              { ...claim, from: from + 1 },
              { ...claim, from: from ^ 2 },
              { ...claim, to: to * 2 },
              { ...claim, to: Math.floor(to / 2) },
            ]
          : []),
        ...hashes.map((_, i) => ({ ...claim, proof: hashes.toSpliced(i, 1) })),
        ...hashes.map((hash, i) => ({ ...claim, proof: hashes.with(i, flipped(hash)) })),
      ];
      for (const each of wrong) expect([each, verifyConsistency(sha256, each)]).toEqual([each, false]);
    }
  });
});

const notes = packaged("note");
describe.skipIf(notes.kind === "missing")(named("the notes of Go's checksum database", notes), () => {
  const source = textOf(notes);
  const open = between(source, "func TestOpen(", "\nfunc ");
  const quoted = (name: string) => new RegExp(`${name} := ("(?:[^"\\\\]|\\\\.)*")`).exec(open)?.[1] ?? '""';
  const [peterKey, enochKey, peterSig, enochSig] = ["peterKey", "enochKey", "peterSig", "enochSig"].map(
    (name): string => JSON.parse(quoted(name)),
  ) as [string, string, string, string];
  const text = between(open, "text := `", "`");
  const keys = [peterKey, enochKey].flatMap((vkey) => parseVerifierKey(sha256, vkey) ?? []);
  const [peter] = keys;
  const opened = (note: string, known = peter ? [peter] : []) => openNote(verifyEd25519, known, note);

  it("are opened with the keys that are known", () => {
    expect(keys.map((key) => verifierKey(sha256, key))).toEqual([peterKey, enochKey]);
    expect(opened(`${text}\n${peterSig}${enochSig}`)).toEqual({ kind: "note", text, signers: ["PeterNeumann"] });
    expect(opened(`${text}\n${peterSig}${enochSig}`, keys)).toMatchObject({ signers: ["PeterNeumann", "EnochRoot"] });
    expect(opened(`${text}\n${enochSig}`)).toEqual({ kind: "refused", why: "no-known-signature" });
  });

  it("are refused where their authors refuse them", () => {
    const bad = [
      text,
      `${text}\n`,
      `${text}\n${peterSig.slice(0, -1)}`,
      `\x01${text}\n${peterSig}`,
      `\ud800${text}\n${peterSig}`,
      `${text}\n${peterSig.replace("PeterNeumann", "Bad Name")}`,
      `${text}\n${peterSig}Unexpected line.\n`,
      `${text}\n${peterSig.repeat(101)}`,
      `${text}\n${peterSig.slice(0, 60)}ABCD${peterSig.slice(60)}`,
      `${text}\n${peterSig.replace("x08g", "xxxx")}`,
    ];
    for (const note of bad) expect([note, opened(note).kind]).toEqual([note, "refused"]);
  });

  it("have keys of which no part and no change is a key", () => {
    const isKey = (vkey: string) => parseVerifierKey(sha256, vkey) !== undefined;
    expect(isKey(peterKey)).toBe(true);
    for (let i = 0; i <= peterKey.length; i++)
      for (let j = i + 1; j <= peterKey.length; j++)
        if (i !== 0 || j !== peterKey.length) expect([i, j, isKey(peterKey.slice(i, j))]).toEqual([i, j, false]);
    for (let i = 0; i < peterKey.length; i++) {
      const next = String.fromCharCode(peterKey.charCodeAt(i) + 1);
      expect([i, isKey(peterKey.slice(0, i) + next + peterKey.slice(i + 1))]).toEqual([i, false]);
    }
    const bad = [...between(source, "func TestNewVerifier(", "\nfunc ").matchAll(/badKey\("([^"]+)"\)/g)];
    expect(bad.map(([, vkey = ""]) => isKey(vkey))).toEqual([false, false]);
  });
});

const tlog = packaged("tlog");
describe.skipIf(tlog.kind === "missing")(named("the tile paths of Go's checksum database", tlog), () => {
  it("are read as their authors read them, where their tiles are as high as ours", () => {
    // `{"tile/8/0/x123/x456/078.p/7", Tile{8, 0, 123456078, 7}}`; their first number is the height, which ours leave out.
    const rows = [...textOf(tlog).matchAll(/\{"tile\/(\d+)\/([^"]+)", Tile\{([^}]*)\}\}/g)];
    expect(rows.length).toBeGreaterThan(5);
    for (const [, height = "", path = "", fields = ""] of rows) {
      const [, level = -1, number = -1, width = -1] = fields.split(",").map(Number);
      const full = fields === "" ? 0 : width === 2 ** Number(height) ? 256 : width;
      // Widths mean the same only at height 8; what is no path there is none here, and a data tile is our bundle.
      if (fields === "") expect([path, parseTilePath(path)]).toEqual([path, undefined]);
      else if (level >= 0 && full <= 256) {
        expect([path, parseTilePath(path)]).toEqual([path, { level, number, width: full }]);
        expect(tilePath({ level, number, width: full })).toBe(path);
      }
    }
  });
});

const signed = packaged("ed25519");
describe.skipIf(signed.kind === "missing")(named("the Ed25519 signatures that Go is tested with", signed), () => {
  // Seed and key, key, message, signature and message, in hex.
  const rows = textOf(signed)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(":"))
    .map(([secret = "", key = "", message = "", signature = ""]) => ({
      seed: hex(secret.slice(0, 64)),
      key: hex(key),
      message: hex(message),
      signature: hex(signature.slice(0, 128)),
    }));

  it("are made again byte for byte, and verified", () => {
    expect(rows).toHaveLength(128);
    for (const { seed, key, message, signature } of rows) {
      const { publicKey, sign } = signer("any.example", seed);
      expect(Buffer.from(publicKey)).toEqual(Buffer.from(key));
      expect(Buffer.from(sign(message))).toEqual(Buffer.from(signature));
      expect(verifyEd25519(key, message, signature)).toBe(true);
      expect(verifyEd25519(key, Buffer.concat([message, Buffer.from("!")]), signature)).toBe(false);
    }
  });

  it("are verified by what runs on the reader's device, and refused for another message", async () => {
    for (const { key, message, signature } of rows.filter((_, i) => i % 4 === 0)) {
      expect(await verifyAsync(signature, message, key, { zip215: false })).toBe(true);
      const other = Uint8Array.from([...message, 0]);
      expect(await verifyAsync(signature, other, key, { zip215: false })).toBe(false);
    }
  });
});
