import { createHmac } from "node:crypto";
import { verifyAsync } from "@noble/ed25519";
import { describe, expect, it, test } from "vitest";
import { pollKeys, verifyEd25519 } from "../../src/engine/keys.ts";
import { parseTilePath, tilePath, tilesBetween } from "../../src/log/tiles.ts";
import { consistencyProof, edgeOf, inclusionProof, rootOf, verifyConsistency } from "../../src/log/tree.ts";
import { sha256, signer } from "./node-crypto.ts";
import { leafOf, nodesOf } from "./rfc6962.ts";

/** What the specifications themselves print: their worked examples and test vectors. */

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
const asHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("the tree of seven leaves in RFC 6962, section 2.1.3", () => {
  const node = (left: Uint8Array, right: Uint8Array) => sha256(Buffer.concat([Buffer.from([1]), left, right]));
  const leaves = Array.from({ length: 7 }, (_, i) => leafOf(`d${i}`));
  const [a, b, c, d, e, f, j] = leaves as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const [g, h, i] = [node(a, b), node(c, d), node(e, f)];
  const [k, l] = [node(g, h), node(i, j)];
  const names = new Map(
    Object.entries({ a, b, c, d, e, f, g, h, i, j, k, l }).map(([name, hash]) => [asHex(hash), name]),
  );
  const named = (hashes: readonly Uint8Array[]) => hashes.map((hash) => names.get(asHex(hash)));
  const nodes = nodesOf(leaves);

  it("has the root over k and l", () => {
    expect(asHex(rootOf(sha256, edgeOf(nodes, 7)))).toBe(asHex(node(k, l)));
  });

  test.each([
    [0, ["b", "h", "l"]],
    [3, ["c", "g", "l"]],
    [4, ["f", "j", "k"]],
    [6, ["i", "k"]],
  ])("has the audit path of d%i: %j", (index, path) => {
    expect(named(inclusionProof(sha256, nodes, index, 7))).toEqual(path);
  });

  test.each([
    [3, ["c", "d", "g", "l"], node(node(a, b), c)],
    [4, ["l"], k],
    [6, ["i", "j", "k"], node(k, i)],
  ])("grew from its first %i leaves by %j", (from, proof, fromRoot) => {
    const hashes = consistencyProof(sha256, nodes, from, 7);
    expect(named(hashes)).toEqual(proof);
    expect(verifyConsistency(sha256, { from, to: 7, fromRoot, toRoot: node(k, l), proof: hashes })).toBe(true);
  });
});

describe("Ed25519 as in RFC 8032, section 7.1", () => {
  const vectors = [
    {
      test: 1,
      seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      message: "",
      signature:
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    },
    {
      test: 2,
      seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      key: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      message: "72",
      signature:
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    },
    {
      test: 3,
      seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      key: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      message: "af82",
      signature:
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    },
  ];
  /** The server's verifier, and that of the reader's device. */
  const verifiers = [
    async (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => verifyEd25519(key, message, signature),
    (key: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
      verifyAsync(signature, message, key, { zip215: false }),
  ];

  test.each(vectors)("TEST $test is signed byte for byte, and verified by both verifiers", async (vector) => {
    const { publicKey, sign } = signer("any.example", hex(vector.seed));
    expect([asHex(publicKey), asHex(sign(hex(vector.message)))]).toEqual([vector.key, vector.signature]);
    for (const verify of verifiers)
      expect(await verify(hex(vector.key), hex(vector.message), hex(vector.signature))).toBe(true);
  });

  test.each(vectors)("TEST $test is refused by both with any one bit of its signature changed", async (vector) => {
    const signature = hex(vector.signature);
    for (let bit = 0; bit < 8 * signature.length; bit += 7) {
      const wrong = Uint8Array.from(signature, (byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      for (const verify of verifiers)
        expect([bit, await verify(hex(vector.key), hex(vector.message), wrong)]).toEqual([bit, false]);
    }
  });

  // Section 5.1.7: S must be below the group order, or a second signature of the same text could be made without the key.
  test.each(vectors)("TEST $test is refused by both with the group order added to S", async (vector) => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const signature = hex(vector.signature);
    let s = [...signature.subarray(32)].reduceRight((sum, byte) => (sum << 8n) + BigInt(byte), 0n) + order;
    const malleable = Uint8Array.from(signature);
    for (let i = 32; i < 64; i++, s >>= 8n) malleable[i] = Number(s & 0xffn);
    for (const verify of verifiers) expect(await verify(hex(vector.key), hex(vector.message), malleable)).toBe(false);
  });
});

describe("HKDF-SHA-256 as in RFC 5869", () => {
  /** Section 2, for as many as 32 bytes a step. */
  const hkdf = (ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array => {
    const prk = createHmac("sha256", salt.length > 0 ? salt : new Uint8Array(32))
      .update(ikm)
      .digest();
    let [okm, last] = [Buffer.alloc(0), Buffer.alloc(0)];
    for (let step = 1; okm.length < length; step++) {
      last = Buffer.from(
        createHmac("sha256", prk)
          .update(last)
          .update(info)
          .update(new Uint8Array([step]))
          .digest(),
      );
      okm = Buffer.concat([okm, last]);
    }
    return okm.subarray(0, length);
  };

  test("appendix A.1 and A.3", () => {
    const ikm = hex("0b".repeat(22));
    expect(asHex(hkdf(ikm, hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9"), 42))).toBe(
      "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    );
    expect(asHex(hkdf(ikm, hex(""), hex(""), 42))).toBe(
      "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    );
  });

  it("gives a poll its keys", () => {
    const seed = hex("0b".repeat(32));
    const keys = pollKeys(seed, "bread", "news.example/log/bread");
    const keyOf = (purpose: string) =>
      signer("any", hkdf(seed, hex(""), Buffer.from(`sawt/v1|${purpose}|bread`), 32)).publicKey;
    expect(asHex(keys.checkpoint.publicKey)).toBe(asHex(keyOf("checkpoint")));
    expect(asHex(keys.promise.publicKey)).toBe(asHex(keyOf("promise")));
  });
});

describe("tiles as in C2SP tlog-tiles", () => {
  it("number 1234067 is x001/x234/067", () => {
    expect(tilePath({ level: 0, number: 1234067, width: 256 })).toBe("0/x001/x234/067");
    expect(parseTilePath("0/x001/x234/067")).toEqual({ level: 0, number: 1234067, width: 256 });
  });

  it("a log of 70,000 entries has 273 full tiles and one of 112, one full and one of 17, and one of 1", () => {
    const widths = (level: number) =>
      tilesBetween(0, 70_000)
        .filter((tile) => tile.level === level)
        .map(({ width }) => width);
    expect([0, 1, 2, 3].map(widths)).toEqual([[...Array(273).fill(256), 112], [256, 17], [1], []]);
  });
});
