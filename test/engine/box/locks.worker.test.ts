import fc from "fast-check";
import { expect, it } from "vitest";
import { LockIndex } from "../../../src/engine/box/locks.ts";
import { bytes32 } from "../a-poll.ts";

it("finds the row of every lock it was given, through all its growth", () => {
  const index = new LockIndex(7);
  for (let i = 0; i < 20_000; i++) index.add(bytes32(`lock ${i}`), i + 1);
  expect(index.size).toBe(20_000);
  for (let i = 0; i < 20_000; i += 97) expect([...index.candidates(bytes32(`lock ${i}`))]).toContain(i + 1);
});

it("seldom points to a row for a lock it was not given", () => {
  const index = new LockIndex(7);
  for (let i = 0; i < 10_000; i++) index.add(bytes32(`lock ${i}`), i + 1);
  const strangers = Array.from({ length: 10_000 }, (_, i) => [...index.candidates(bytes32(`stranger ${i}`))].length);
  expect(strangers.reduce((sum, each) => sum + each, 0)).toBeLessThan(5);
});

it("works from any seed and for any text", () => {
  fc.assert(
    fc.property(fc.nat(), fc.uniqueArray(fc.string(), { maxLength: 200 }), (seed, locks) => {
      const index = new LockIndex(seed);
      for (const [i, lock] of locks.entries()) index.add(lock, i + 1);
      for (const [i, lock] of locks.entries()) expect([...index.candidates(lock)]).toContain(i + 1);
    }),
    { numRuns: 50 },
  );
});
