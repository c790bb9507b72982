import { describe, expect, it } from "vitest";
import { RememberedLocks } from "../../../src/engine/limiter/counters.ts";

const NOON = Date.parse("2026-11-24T12:00:00Z");
const MINUTE_MS = 60_000;

describe("remembered locks", () => {
  it("have the class that each was given, and no other", () => {
    const locks = new RememberedLocks(NOON);
    locks.set("one", "a", NOON);
    locks.set("two", "c", NOON);
    expect([locks.get("one", NOON), locks.get("two", NOON), locks.get("three", NOON)]).toEqual(["a", "c", undefined]);
  });

  it("are known for ten minutes at least, and for less than twenty", () => {
    const locks = new RememberedLocks(NOON);
    locks.set("early", "a", NOON);
    locks.set("late", "c", NOON + 10 * MINUTE_MS - 1);
    expect(locks.get("early", NOON + 10 * MINUTE_MS - 1)).toBe("a");
    // The half that holds both turns at ten minutes, and is gone at twenty.
    expect(locks.get("early", NOON + 10 * MINUTE_MS)).toBe("a");
    expect(locks.get("late", NOON + 20 * MINUTE_MS - 1)).toBe("c");
    expect([locks.get("early", NOON + 20 * MINUTE_MS), locks.get("late", NOON + 20 * MINUTE_MS)]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("are all forgotten by whoever was asked for none in twenty minutes: what lies there is older than that", () => {
    const locks = new RememberedLocks(NOON);
    locks.set("one", "a", NOON + 10 * MINUTE_MS - 1);
    expect(locks.get("one", NOON + 20 * MINUTE_MS)).toBeUndefined();
  });

  it("that come in a flood are known to the last 50,000, and never more than 100,000 are kept", () => {
    const locks = new RememberedLocks(NOON);
    const known = (number: number) => locks.get(`lock ${number}`, NOON) !== undefined;
    for (let i = 1; i <= 150_000; i++) {
      locks.set(`lock ${i}`, "c", NOON);
      if (i > 50_000 && i % 10_000 === 0) expect([i, known(i - 49_999), known(i - 100_000)]).toEqual([i, true, false]);
    }
  });

  it("of the flood's first half are still known when it turns, and gone when the next is full", () => {
    const locks = new RememberedLocks(NOON);
    for (let i = 1; i <= 50_000; i++) locks.set(`lock ${i}`, "a", NOON);
    for (let i = 50_001; i <= 99_999; i++) locks.set(`lock ${i}`, "a", NOON);
    expect(locks.get("lock 1", NOON)).toBe("a");
    locks.set("lock 100000", "a", NOON);
    expect(locks.get("lock 50001", NOON)).toBe("a");
    expect(locks.get("lock 1", NOON)).toBeUndefined();
  });

  it("are forgotten by a flood alone, also where none is asked for", () => {
    const locks = new RememberedLocks(NOON);
    for (let i = 1; i <= 150_000; i++) locks.set(`lock ${i}`, "a", NOON);
    expect(["lock 100000", "lock 100001"].map((lock) => locks.get(lock, NOON))).toEqual([undefined, "a"]);
  });
});
