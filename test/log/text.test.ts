import fc from "fast-check";
import { expect, it, test } from "vitest";
import { compareBytes } from "../../src/log/hash.ts";
import {
  concatBytes,
  fromBase64,
  fromBase64url,
  fromDecimal,
  fromUtf8,
  toBase64,
  toBase64url,
  utf8,
} from "../../src/log/text.ts";

const anyBytes = fc.uint8Array({ maxLength: 100 });

it("bytes have one base64, that of RFC 4648", () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
    }),
  );
});

test.each([
  ["unused bits set", "aQO="],
  ["unused bits set, one byte", "aR=="],
  ["padding left out", "aQ"],
  ["padding too long", "aQ==="],
  ["padding inside", "aQ==aQ=="],
  ["padding alone", "===="],
  ["a newline", "aQ==\n"],
  ["a space", "aQ ="],
  ["a leading space", " aQ=="],
  ["the URL alphabet", "-_-_"],
  ["a letter outside the alphabet", "aé=="],
])("base64 with %s is refused", (_, text) => {
  expect(fromBase64(text)).toBeUndefined();
});

it("of all base64-like texts, only what bytes are written as is read", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9+/]{0,7}={0,2}$/), (text) => {
      const canonical = Buffer.from(text, "base64").toString("base64") === text;
      expect(fromBase64(text) !== undefined).toBe(canonical);
    }),
    { numRuns: 1000 },
  );
});

test.each(["aQO", "a", "aQ==", "aQ=", "+/+/", "a b", "aQ\n", "aé"])("base64url spelled %j is refused", (text) => {
  expect(fromBase64url(text)).toBeUndefined();
});

test("whole numbers have one decimal, up to 2^53 - 1", () => {
  expect(["0", "1", "10", "9007199254740991"].map(fromDecimal)).toEqual([0, 1, 10, 9007199254740991]);
  const refused = [
    "",
    "00",
    "01",
    "-1",
    "+1",
    "1.0",
    "1e3",
    " 1",
    "1 ",
    "1\n",
    "0x1",
    "٣",
    "9007199254740992",
    "99999999999999999",
  ];
  expect(refused.map(fromDecimal)).toEqual(refused.map(() => undefined));
});

test("bytes that are not UTF-8 are no text; a byte-order mark is a character", () => {
  expect(() => fromUtf8(new Uint8Array([0xff]))).toThrow(TypeError);
  expect(() => fromUtf8(new Uint8Array([0xed, 0xa0, 0x80]))).toThrow(TypeError);
  expect(fromUtf8(utf8("\uFEFFخبز"))).toBe("\uFEFFخبز");
});

test("bytes are put in the order of hashes as numbers, and in a row", () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, (one, other) => {
      expect(Math.sign(compareBytes(one, other))).toBe(Buffer.compare(one, other));
      expect(concatBytes([one, other])).toEqual(new Uint8Array([...one, ...other]));
    }),
  );
});
