import { describe, expect, it } from "vitest";
import { type SealArrivals, unusualSeal } from "../../src/domain/arrivals.ts";

const NOON = Date.parse("2026-07-20T12:00:00Z");

/** Seals a minute apart that took in so many ballots each; `apart`: minutes before the last one. */
function sealsOf(batches: readonly number[], apart = 1): SealArrivals[] {
  let ballots = 0;
  return [0, ...batches].map((batch, seal) => {
    ballots += batch;
    const minutes = seal === batches.length ? seal - 1 + apart : seal;
    return { seal, sealedAt: NOON + minutes * 60_000, ballots };
  });
}
const STEADY = Array.from({ length: 20 }, (_, i) => 100 + (i % 2 === 0 ? 4 : -4));

describe("a seal's arrivals", () => {
  it("are unusual above five standard deviations of the seals before it, and named with what is usual", () => {
    expect(unusualSeal(sealsOf([...STEADY, 145]))).toBeUndefined();
    expect(unusualSeal(sealsOf([...STEADY, 500]))).toEqual({
      seal: 21,
      sealedAt: NOON + 21 * 60_000,
      ballots: 500,
      usual: 100,
    });
  });

  it("vary at least as much as chance: a steady hundred a minute may be 150, and not 151", () => {
    const steady = Array.from({ length: 20 }, () => 100);
    expect(unusualSeal(sealsOf([...steady, 150]))).toBeUndefined();
    expect(unusualSeal(sealsOf([...steady, 151]))?.usual).toBe(100);
  });

  it("are compared by the time they took: an hour's backlog is not a flood", () => {
    expect(unusualSeal(sealsOf([...STEADY, 6_000], 60))).toBeUndefined();
    expect(unusualSeal(sealsOf([...STEADY, 9_000], 60))?.usual).toBe(6_000);
  });

  it("are judged only where ten seals tell what is usual, and a quiet seal is no surprise", () => {
    expect(unusualSeal(sealsOf([...STEADY.slice(0, 9), 9_000]))).toBeUndefined();
    expect(unusualSeal(sealsOf([...STEADY.slice(0, 10), 9_000]))?.seal).toBe(11);
    expect(unusualSeal(sealsOf([...STEADY, 0]))).toBeUndefined();
    expect(unusualSeal([])).toBeUndefined();
  });

  it("of a few ballots are not a flood", () => {
    expect(unusualSeal(sealsOf([...Array.from({ length: 20 }, () => 0), 5]))).toBeUndefined();
  });
});
