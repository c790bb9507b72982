import { describe, expect, it } from "vitest";
import { encodeBundle } from "../../src/log/bundle.ts";
import { leafHash } from "../../src/log/hash.ts";
import {
  digitsToAsk,
  firstBytes,
  indexFiles,
  indexOfBundle,
  linesUnder,
  parsePrefix,
  proofsToAsk,
  readIndex,
} from "../../src/log/index-prefix.ts";
import { utf8 } from "../../src/log/text.ts";
import { sha256 } from "./node-crypto.ts";

const BALLOT = "ballot pledge a AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA hour";
const hex = (text: string) => Buffer.from(leafHash(sha256, utf8(text))).toString("hex");

/** Digits of the longest and of the shortest prefix that are answered. */
const longest = (ballots: number): number => {
  const asked = parsePrefix("0".repeat(64), ballots);
  return asked.kind === "too-long" ? asked.longest : Number.NaN;
};
const shortest = (ballots: number): number => {
  const asked = parsePrefix("all", ballots);
  return asked.kind === "too-short" ? asked.shortest : 0;
};

describe("the longest prefix", () => {
  it.each([
    [0, 0],
    [1, 0],
    [1_023, 0],
    [1_024, 1],
    [16_383, 1],
    [16_384, 2],
    [262_143, 2],
    [262_144, 3],
    [4_194_304, 4],
  ])("of %i ballots has %i digits", (ballots, digits) => {
    expect(longest(ballots)).toBe(digits);
  });

  it("leaves 64 ballots or more under it, and the shortest no more than 65,536", () => {
    for (let ballots = 1; ballots < 2 ** 40; ballots = Math.ceil(ballots * 1.37)) {
      if (ballots >= 64) expect(ballots / 16 ** longest(ballots)).toBeGreaterThanOrEqual(64);
      expect(ballots / 16 ** shortest(ballots)).toBeLessThanOrEqual(65_536);
      expect(shortest(ballots)).toBeLessThanOrEqual(longest(ballots));
    }
  });

  it("that a reader asks for is answered, also by a head that lags behind by half the ballots", () => {
    for (let ballots = 1; ballots < 2 ** 24; ballots = Math.ceil(ballots * 1.37)) {
      const digits = digitsToAsk(ballots);
      for (const atHead of [ballots, ballots / 2]) {
        expect([ballots, digits <= longest(atHead)]).toEqual([ballots, true]);
        expect([ballots, digits >= shortest(atHead)]).toEqual([ballots, true]);
      }
    }
  });
});

describe("an asked prefix", () => {
  it.each([
    ["all", 10, { kind: "prefix", prefix: "" }],
    ["a", 10, { kind: "too-long", longest: 0 }],
    ["a", 1_024, { kind: "prefix", prefix: "a" }],
    ["ab", 1_024, { kind: "too-long", longest: 1 }],
    ["all", 65_536, { kind: "prefix", prefix: "" }],
    ["all", 65_537, { kind: "too-short", shortest: 1 }],
    ["A", 1_024, { kind: "malformed" }],
    ["0x1", 1_024, { kind: "malformed" }],
    ["", 1_024, { kind: "malformed" }],
  ])("%s, in a log of %i ballots", (text, ballots, outcome) => {
    expect(parsePrefix(text, ballots)).toEqual(outcome);
  });

  it("is looked for in the files of the bytes that begin with it", () => {
    expect(firstBytes("")).toHaveLength(256);
    expect(firstBytes("a")).toEqual(Array.from({ length: 16 }, (_, i) => 160 + i));
    expect(firstBytes("0f")).toEqual([15]);
    expect(firstBytes("0f9")).toEqual([15]);
  });
});

describe("the index of a bundle", () => {
  const bundle = encodeBundle(["open {}", BALLOT, "withdraw 1 secret", `${BALLOT}x`, "seal 1 {}"].map(utf8));
  const lines = indexOfBundle(sha256, 2, bundle);

  it("has a line for each ballot and for nothing else", () => {
    expect(lines).toBe(`513 ${hex(BALLOT).slice(0, 16)}\n515 ${hex(`${BALLOT}x`).slice(0, 16)}\n`);
  });

  it("is parted by first byte without losing or changing a line", () => {
    const files = indexFiles(lines);
    expect(files).toHaveLength(256);
    expect(files[Number.parseInt(hex(BALLOT).slice(0, 2), 16)]).toContain(`513 ${hex(BALLOT).slice(0, 16)}\n`);
    expect(files.join("").length).toBe(lines.length);
  });

  it("answers a prefix with the lines under it", () => {
    const answer = "1 0a00000000000000\n2 0b00000000000000\n30 1a00000000000000\n";
    expect(linesUnder("0", answer)).toBe("1 0a00000000000000\n2 0b00000000000000\n");
    expect(linesUnder("1a", answer)).toBe("30 1a00000000000000\n");
    expect(linesUnder("3", answer)).toBe("");
    expect(linesUnder("", answer)).toBe(answer);
  });

  it("tells a reader where the own ballot stands, among how many", () => {
    expect(readIndex(lines, leafHash(sha256, utf8(`${BALLOT}x`)))).toEqual({ candidates: [513, 515], own: 515 });
    expect(readIndex(lines, leafHash(sha256, utf8("ballot of another")))).toEqual({
      candidates: [513, 515],
      own: undefined,
    });
    expect(readIndex("<html>", leafHash(sha256, utf8(BALLOT)))).toEqual({ candidates: [], own: undefined });
  });
});

describe("the proofs that are asked for", () => {
  /** A large log: one candidate in every 16 entries. */
  const sparse = Array.from({ length: 400 }, (_, i) => i * 16 + 3);

  it("cover bundles in which 64 candidates stand at least, the own one among them", () => {
    for (const random of [() => 0, () => 0.5, () => 0.999]) {
      const asked = proofsToAsk(sparse, 1_603, random);
      expect(asked).toContain(1_603);
      const bundles = new Set(asked.map((index) => Math.floor(index / 256)));
      expect(sparse.filter((index) => bundles.has(Math.floor(index / 256))).length).toBeGreaterThanOrEqual(64);
      expect(asked).toEqual(asked.toSorted((one, other) => one - other));
    }
  });

  it("are of the own bundle alone where it holds enough", () => {
    const dense = Array.from({ length: 512 }, (_, i) => i);
    expect(proofsToAsk(dense, 300, () => 0.5)).toEqual([300]);
  });

  it("are of every bundle where there are fewer candidates than that", () => {
    expect(proofsToAsk([2, 3, 300, 600], 300, () => 0)).toEqual([2, 300, 600]);
  });
});
