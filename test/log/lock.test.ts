import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it, test } from "vitest";
import { isCanonical32Bytes, lockOf } from "../../src/log/lock.ts";
import { sha256 } from "./node-crypto.ts";

const SECRET = "A".repeat(43);

it("a lock is what `printf 'sawt-lock/v1\\n…' | sha256sum` prints, in base64url", () => {
  // printf 'sawt-lock/v1\nnews.example/log/bread\neat\nAAA…A' | sha256sum
  const lock = lockOf(sha256, "news.example/log/bread", "eat", SECRET);
  expect(Buffer.from(lock, "base64url").toString("hex")).toBe(
    "9a00e53edde8e7a2cba18632cdb686fb62ed06c7c7e8803e797f1aa8ddbcf33a",
  );
});

test("for any origin, question and secret it is that hash, canonical, and theirs alone", () => {
  const word = fc.stringMatching(/^[a-z0-9./-]{1,40}$/);
  fc.assert(
    fc.property(word, word, word, (origin, question, secret) => {
      const expected = createHash("sha256")
        .update(`sawt-lock/v1\n${origin}\n${question}\n${secret}`)
        .digest("base64url");
      const lock = lockOf(sha256, origin, question, secret);
      expect(lock).toBe(expected);
      expect(isCanonical32Bytes(lock)).toBe(true);
      expect(lockOf(sha256, `${origin}x`, question, secret)).not.toBe(lock);
      expect(lockOf(sha256, origin, `${question}x`, secret)).not.toBe(lock);
    }),
  );
});

test("32 bytes have one canonical spelling", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{43}$/), (text) => {
      const respelled = Buffer.from(text, "base64url").toString("base64url");
      expect(isCanonical32Bytes(text)).toBe(respelled === text);
    }),
    { numRuns: 500 },
  );
  expect(
    ["", SECRET.slice(1), `${SECRET}A`, `${SECRET}=`, `${SECRET}\n`, ` ${SECRET}`].map(isCanonical32Bytes),
  ).toEqual(Array(6).fill(false));
});
