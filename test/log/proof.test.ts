import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { formatCheckpoint } from "../../src/log/checkpoint.ts";
import { signNote, verifierKey } from "../../src/log/note.ts";
import { checkProof, formatProof, parseProof } from "../../src/log/proof.ts";
import { utf8 } from "../../src/log/text.ts";
import { sha256, signer, verify } from "./node-crypto.ts";
import { leafOf, leaves, mth, path } from "./rfc6962.ts";

const ORIGIN = "news.example/log/bread";
const log = signer(ORIGIN, 1);
const vkey = verifierKey(sha256, log);
const hashes = leaves(11);
const checkpointOf = (size: number) =>
  signNote(sha256, log, formatCheckpoint({ origin: ORIGIN, size, root: mth(hashes.slice(0, size)) }));
const receipt = { index: 6, hashes: path(6, hashes), checkpoint: checkpointOf(11) };
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
    expect(parseProof(text)).toEqual(proof);
  });

  it("may lack the entry, and the hashes where the log has one entry alone", () => {
    const text = "c2sp.org/tlog-proof@v1\nindex 0\n\nnote\n";
    expect(formatProof({ index: 0, hashes: [], checkpoint: "note\n" })).toBe(text);
    expect(parseProof(text)).toEqual({ index: 0, hashes: [], checkpoint: "note\n" });
  });

  it("is read back, whatever is in it", () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const proof = fc.record(
      {
        extra: fc.uint8Array(),
        index: fc.maxSafeNat(),
        hashes: fc.array(hash),
        checkpoint: fc.constant(checkpointOf(3)),
      },
      { requiredKeys: ["index", "hashes", "checkpoint"], noNullPrototype: true },
    );
    fc.assert(fc.property(proof, (each) => void expect(parseProof(formatProof(each))).toEqual(each)));
  });

  test.each([
    ["nothing", ""],
    ["another header", "c2sp.org/tlog-proof@v2\nindex 0\n\nnote\n"],
    ["a space after the header", "c2sp.org/tlog-proof@v1 \nindex 0\n\nnote\n"],
    ["no index", `c2sp.org/tlog-proof@v1\n${a64}\n\nnote\n`],
    ["an index with a leading zero", "c2sp.org/tlog-proof@v1\nindex 00\n\nnote\n"],
    ["a negative index", "c2sp.org/tlog-proof@v1\nindex -1\n\nnote\n"],
    ["an index of 2^53", "c2sp.org/tlog-proof@v1\nindex 9007199254740992\n\nnote\n"],
    ["the entry after the index", "c2sp.org/tlog-proof@v1\nindex 0\nextra YQ==\n\nnote\n"],
    ["the entry twice", "c2sp.org/tlog-proof@v1\nextra YQ==\nextra YQ==\nindex 0\n\nnote\n"],
    ["an entry in loose base64", "c2sp.org/tlog-proof@v1\nextra YR==\nindex 0\n\nnote\n"],
    [
      "a hash of 31 bytes",
      `c2sp.org/tlog-proof@v1\nindex 0\n${Buffer.from(A!.subarray(1)).toString("base64")}\n\nnote\n`,
    ],
    ["a hash without padding", `c2sp.org/tlog-proof@v1\nindex 0\n${a64!.replace("=", "")}\n\nnote\n`],
    ["no checkpoint", "c2sp.org/tlog-proof@v1\nindex 0\n\n"],
    ["no empty line", "c2sp.org/tlog-proof@v1\nindex 0\nnote\n"],
    ["carriage returns", "c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\nnote\r\n"],
  ])("is not one with %s", (_, text) => {
    expect(parseProof(text)).toBeUndefined();
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
    const notThere = why("the hashes do not lead from the entry to the checkpoint");
    expect(check({}, hashes[7])).toEqual(notThere);
    expect(check({ index: 7 })).toEqual(notThere);
    expect(check({ hashes: receipt.hashes.slice(1) })).toEqual(notThere);
    expect(check({ checkpoint: checkpointOf(10) })).toEqual(notThere);
    const elsewhere = signNote(
      sha256,
      signer("other.example", 1),
      formatCheckpoint({ origin: "other.example", size: 11, root: mth(hashes) }),
    );
    expect(check({ checkpoint: elsewhere })).toEqual(why("no signature by a known key"));
  });

  it("does not vouch for what it says the entry is: that is for the reader of it to hash", () => {
    expect(check({ extra: utf8("ballot eat a x no") })).toMatchObject({ kind: "included" });
  });
});
