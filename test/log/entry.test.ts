import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type Entry, formatEntry, parseEntry } from "../../src/log/entry.ts";

/** 32 zero bytes, and 32 times 0xff, in base64url. */
const ZEROS = `${"A".repeat(43)}`;
const ONES = `${"_".repeat(42)}8`;

describe("every kind of entry has one spelling", () => {
  test.each<[text: string, entry: Entry]>([
    [`open {"origin":"news.example/log/bread"}`, { kind: "open", json: { origin: "news.example/log/bread" } }],
    [`ballot eat a ${ZEROS} yes`, { kind: "ballot", question: "eat", class: "a", lock: ZEROS, choice: ["yes"] }],
    [
      `ballot kinds c ${ONES} wheat,maize`,
      { kind: "ballot", question: "kinds", class: "c", lock: ONES, choice: ["wheat", "maize"] },
    ],
    [`note {"kind":"paused"}`, { kind: "note", json: { kind: "paused" } }],
    [`note {"was":"خبز","two words":1}`, { kind: "note", json: { was: "خبز", "two words": 1 } }],
    [`withdraw 0 ${ONES}`, { kind: "withdraw", index: 0, secret: ONES }],
    [`withdraw 9007199254740991 ${ONES}`, { kind: "withdraw", index: 9007199254740991, secret: ONES }],
    [
      `seal 3 {"eat":{"ballots":{"a":2,"c":1},"withdrawn":{"a":0,"c":1},"options":{"yes":{"a":2,"c":0}}}}`,
      {
        kind: "seal",
        number: 3,
        counts: {
          eat: { ballots: { a: 2, c: 1 }, withdrawn: { a: 0, c: 1 }, options: { yes: { a: 2, c: 0 } } },
        },
      },
    ],
    [`close {"reason":"time"}`, { kind: "close", json: { reason: "time" } }],
  ])("%s", (text, entry) => {
    expect(formatEntry(entry)).toBe(text);
    expect(parseEntry(text)).toEqual(entry);
  });
});

describe("anything else is refused", () => {
  const counts = `{"eat":{"ballots":{"a":2,"c":1},"withdrawn":{"a":0,"c":1},"options":{"yes":{"a":2,"c":0}}}}`;

  test.each<[what: string, text: string]>([
    ["nothing", ""],
    ["a kind nobody knows", "vote eat"],
    ["a kind in capitals", `BALLOT eat a ${ZEROS} yes`],
    ["class p, reserved for a newspaper's blind signature", `ballot eat p ${ZEROS} yes`],
    ["class b", `ballot eat b ${ZEROS} yes`],
    ["class ac", `ballot eat ac ${ZEROS} yes`],
    ["a lock with unused bits set", `ballot eat a ${"A".repeat(42)}B yes`],
    ["a lock with padding", `ballot eat a ${ZEROS}= yes`],
    ["a lock of 31 bytes", `ballot eat a ${"A".repeat(42)} yes`],
    ["a lock in plain base64", `ballot eat a ${"+".repeat(42)}A yes`],
    ["a double space", `ballot eat  a ${ZEROS} yes`],
    ["a leading space", ` ballot eat a ${ZEROS} yes`],
    ["a trailing space", `ballot eat a ${ZEROS} yes `],
    ["a trailing newline", `ballot eat a ${ZEROS} yes\n`],
    ["a tab", `ballot eat\ta ${ZEROS} yes`],
    ["a field too many: a time", `ballot eat a ${ZEROS} yes 2026-11-23`],
    ["no option", `ballot eat a ${ZEROS}`],
    ["an empty option", `ballot eat a ${ZEROS} yes,`],
    ["an option in capitals", `ballot eat a ${ZEROS} Yes`],
    ["a question of 33 characters", `ballot ${"a".repeat(33)} a ${ZEROS} yes`],
    ["a withdrawal of index 01", `withdraw 01 ${ONES}`],
    ["a withdrawal of index -1", `withdraw -1 ${ONES}`],
    ["a withdrawal of index 1e3", `withdraw 1e3 ${ONES}`],
    ["a withdrawal of an index beyond 2^53", `withdraw 9007199254740993 ${ONES}`],
    ["a withdrawal with a non-canonical secret", `withdraw 1 ${"_".repeat(42)}9`],
    ["a withdrawal with more to it", `withdraw 1 ${ONES} a`],
    ["a seal without a number", `seal ${counts}`],
    ["a seal without counts", "seal 3"],
    ["a seal with a space in its JSON", `seal 3 ${counts.replace(":", ": ")}`],
    ["a seal with a space before its JSON", `seal 3  ${counts}`],
    ["a seal with classes in another order", `seal 3 ${counts.replace('"a":2,"c":1', '"c":1,"a":2')}`],
    [
      "a seal with keys in another order",
      `seal 3 {"eat":{"withdrawn":{"a":0,"c":1},"ballots":{"a":2,"c":1},"options":{}}}`,
    ],
    ["a seal with class p", `seal 3 ${counts.replace('"c":1}', '"c":1,"p":0}')}`],
    ["a seal with a fraction", `seal 3 ${counts.replace('"a":2', '"a":2.5')}`],
    ["a seal with a negative number", `seal 3 ${counts.replace('"a":2', '"a":-2')}`],
    ["a seal with minus zero", `seal 3 ${counts.replace('"a":0', '"a":-0')}`],
    ["a seal with 2e0", `seal 3 ${counts.replace('"a":2', '"a":2e0')}`],
    ["a seal with a number in quotes", `seal 3 ${counts.replace('"a":2', '"a":"2"')}`],
    ["a seal with a field too many", `seal 3 ${counts.replace('"options"', '"time":{"a":0,"c":0},"options"')}`],
    ["a seal with a key twice", `seal 3 ${counts.replace('"a":2,', '"a":1,"a":2,')}`],
    ["a note that is a list", "note []"],
    ["a note that is null", "note null"],
    ["a note that is no JSON", "note paused"],
    ["a note with a space", `note {"kind": "paused"}`],
    ["a note with a key twice", `note {"kind":"paused","kind":"paused"}`],
    ["a note with needless escapes", String.raw`note {"kind":"\u0070aused"}`],
    ["an open with nothing", "open"],
    ["a close with a newline", `close {"reason":"time"}\n`],
  ])("%s", (_, text) => {
    expect(parseEntry(text)).toBeUndefined();
  });
});

const id = fc.stringMatching(/^[a-z0-9-]{1,32}$/);
const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((each) => Buffer.from(each).toString("base64url"));
const byClass = fc.record({ a: fc.maxSafeNat(), c: fc.maxSafeNat() }, { noNullPrototype: true });
const json = fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue(), { noNullPrototype: true });
const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({
    kind: fc.constant("ballot" as const),
    question: id,
    class: fc.constantFrom("a" as const, "c" as const),
    lock: bytes,
    choice: fc.array(id, { minLength: 1, maxLength: 12 }),
  }),
  fc.record({ kind: fc.constant("withdraw" as const), index: fc.maxSafeNat(), secret: bytes }),
  fc.record({
    kind: fc.constant("seal" as const),
    number: fc.maxSafeNat(),
    counts: fc.dictionary(
      id,
      fc.record(
        { ballots: byClass, withdrawn: byClass, options: fc.dictionary(id, byClass, { noNullPrototype: true }) },
        { noNullPrototype: true },
      ),
      { noNullPrototype: true },
    ),
  }),
  fc.record({ kind: fc.constantFrom("open" as const, "note" as const, "close" as const), json }),
);

it("whatever is written is read back the same", () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      const text = formatEntry(entry);
      const read = parseEntry(text);
      expect(read && formatEntry(read)).toBe(text);
      expect(read?.kind).toBe(entry.kind);
      expect(text).not.toContain("\n");
    }),
  );
});

it("a character more or less anywhere in a ballot never reads as the same ballot", () => {
  const text = `ballot kinds c ${ONES} wheat,maize`;
  const entry = parseEntry(text);
  const at = fc.nat(text.length);
  fc.assert(
    fc.property(at, fc.string({ maxLength: 1 }), fc.nat(1), (where, put, out) => {
      const changed = text.slice(0, where) + put + text.slice(where + out);
      if (changed !== text) expect(parseEntry(changed)).not.toEqual(entry);
    }),
    { numRuns: 500 },
  );
});
