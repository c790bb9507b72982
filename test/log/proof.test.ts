import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCheckpoint } from "../../src/log/checkpoint.ts";
import { signNote, verifierKey } from "../../src/log/note.ts";
import { checkProof, formatProof } from "../../src/log/proof.ts";
import { utf8 } from "../../src/log/text.ts";
import { sha256, signer, verify } from "./node-crypto.ts";
import { readProof } from "./read-proof.ts";
import { leafOf, leaves, mth, path } from "./rfc6962.ts";

const ORIGIN = "news.example/log/bread";
const log = signer(ORIGIN, 1);
const vkey = verifierKey(sha256, log);
const hashes = leaves(11);
const checkpointOver = (size: number) =>
  signNote(sha256, log, formatCheckpoint({ origin: ORIGIN, size, root: mth(hashes.slice(0, size)) }));
const receipt = { index: 6, hashes: path(6, hashes), checkpoint: checkpointOver(11) };
const [A, B] = [leafOf("a"), leafOf("b")].map((hash) => new Uint8Array(hash));
const [a64, b64] = [A!, B!].map((hash) => Buffer.from(hash).toString("base64"));

describe("a receipt file", () => {
  it("is a header, the entry, its index, the hashes, an empty line and the checkpoint", () => {
    const proof = { extra: utf8("ballot eat"), index: 6, hashes: [A!, B!], checkpoint: "note\n\n— n AAAAAAA=\n" };
    const text = [
      "c2sp.org/tlog-proof@v1",
      "extra YmFsbG90IGVhdA==",
      "index 6",
      a64,
      b64,
      "",
      "note\n\n— n AAAAAAA=\n",
    ].join("\n");
    expect(formatProof(proof)).toBe(text);
  });

  it("may lack the entry, and the hashes where the log has one entry alone", () => {
    const text = "c2sp.org/tlog-proof@v1\nindex 0\n\nnote\n";
    expect(formatProof({ index: 0, hashes: [], checkpoint: "note\n" })).toBe(text);
  });

  it("says the same to whoever reads it, whatever is in it", () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const proof = fc.record(
      {
        extra: fc.uint8Array({ minLength: 1 }),
        index: fc.maxSafeNat(),
        hashes: fc.array(hash),
        checkpoint: fc.constant(checkpointOver(3)),
      },
      { requiredKeys: ["index", "hashes", "checkpoint"], noNullPrototype: true },
    );
    fc.assert(fc.property(proof, (each) => void expect(readProof(formatProof(each))).toEqual(each)));
  });
});

describe("a receipt", () => {
  const check = (changes: object, leaf = hashes[6]!) =>
    checkProof(sha256, verify, vkey, leaf, { ...receipt, ...changes });
  const why = (words: string) => ({ kind: "refused", why: words });

  it("shows that the entry is in the log of this size", () => {
    expect(check({})).toMatchObject({ kind: "included", checkpoint: { origin: ORIGIN, size: 11 } });
  });

  it("shows nothing of another entry, another place, another tree or another log", () => {
    const notThere = why("not-included");
    expect(check({}, hashes[7])).toEqual(notThere);
    expect(check({ index: 7 })).toEqual(notThere);
    expect(check({ hashes: receipt.hashes.slice(1) })).toEqual(notThere);
    expect(check({ checkpoint: checkpointOver(10) })).toEqual(notThere);
    const elsewhere = signNote(
      sha256,
      signer("other.example", 1),
      formatCheckpoint({ origin: "other.example", size: 11, root: mth(hashes) }),
    );
    expect(check({ checkpoint: elsewhere })).toEqual(why("no-known-signature"));
  });

  it("does not vouch for what it says the entry is: that is for the reader of it to hash", () => {
    expect(check({ extra: utf8("ballot eat a x no") })).toMatchObject({ kind: "included" });
  });
});
