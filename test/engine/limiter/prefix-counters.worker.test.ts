import { createHmac, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Counter, freshCounter, WINDOW_S } from "../../../src/engine/limiter/allowance.ts";
import { CounterTable, PrefixCounters } from "../../../src/engine/limiter/counters.ts";

const NOON = Date.parse("2026-07-20T12:00:00Z") / 1_000;
const hash = (salt: Uint8Array, name: string) => createHmac("sha256", salt).update(name).digest();
const salts: Uint8Array[] = [];
const drawSalt = () => {
  const salt = randomBytes(32);
  salts.push(salt);
  return salt;
};
const counters = (most = 1_000) => new PrefixCounters({ hash, drawSalt, most, now: NOON });

/** Counts one ballot of a prefix, as the doorkeeper does; answers how many there are now. */
const count = (all: PrefixCounters, name: string, now: number): number | "no room" => {
  const place = all.find(name, now);
  if (!place.counter) return "no room";
  all.set(place, { ...place.counter, ballots: place.counter.ballots + 1 });
  return place.counter.ballots + 1;
};

describe("counters by prefix", () => {
  it("are found again by their name, and looking leaves nothing behind", () => {
    const all = counters();
    expect(all.find("one", NOON).counter).toEqual(freshCounter(NOON));
    expect(all.isEmpty).toBe(true);
    expect([count(all, "one", NOON), count(all, "two", NOON), count(all, "one", NOON)]).toEqual([1, 1, 2]);
    expect(all.isEmpty).toBe(false);
  });

  it("move to the new day's salt when they are asked for, and are gone when nobody asked for a day", () => {
    const all = counters();
    const drawn = salts.length;
    count(all, "asked", NOON);
    count(all, "quiet", NOON);
    expect(count(all, "asked", NOON + WINDOW_S)).toBe(2);
    expect(salts.length).toBe(drawn + 1);
    expect(count(all, "asked", NOON + 2 * WINDOW_S)).toBe(3);
    expect(count(all, "quiet", NOON + 2 * WINDOW_S)).toBe(1);
    all.turn(NOON + 3 * WINDOW_S);
    expect(all.isEmpty).toBe(false);
    all.turn(NOON + 4 * WINDOW_S);
    expect(all.isEmpty).toBe(true);
  });

  it("of a doorkeeper that nobody asked for two days are all gone", () => {
    const all = counters();
    count(all, "one", NOON);
    expect(count(all, "one", NOON + 2 * WINDOW_S)).toBe(1);
  });

  it("are kept apart by 64 bits of the hash, the first half as much as the second", () => {
    for (const half of [0, 4]) {
      const apart = (_: Uint8Array, name: string) => {
        // As Node gives one: a part of a larger buffer.
        const bytes = new Uint8Array(16).subarray(8);
        bytes[half] = Number(name);
        return bytes;
      };
      const all = new PrefixCounters({ hash: apart, drawSalt, most: 10, now: NOON });
      expect([half, count(all, "1", NOON), count(all, "2", NOON)]).toEqual([half, 1, 1]);
    }
  });

  it("of a million prefixes: those that found room are kept, the others find none, and memory stays bounded", () => {
    const quick = (_: Uint8Array, name: string) => {
      const number = Number(name);
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setUint32(0, number);
      new DataView(bytes.buffer).setUint32(4, Math.imul(number, 0x9e3779b1) >>> 0);
      return bytes;
    };
    const all = new PrefixCounters({ hash: quick, drawSalt, most: 350_000, now: NOON });
    let kept = 0;
    for (let i = 1; i <= 1_000_000; i++) if (count(all, String(i), NOON) === 1) kept += 1;
    expect(kept).toBe(350_000);
    expect(count(all, "1", NOON)).toBe(2);
    expect(count(all, "350000", NOON)).toBe(2);
    expect(count(all, "350001", NOON)).toBe("no room");
  });
});

it("a table goes on at its beginning where a key's place is at its end", () => {
  const table = new CounterTable();
  const keys = [1, 2, 3].map((high) => ({ high, low: 0xffffffff }));
  for (const [i, key] of keys.entries()) table.set(key, freshCounter(NOON + i));
  expect(keys.map((key) => table.get(key)?.windowStart)).toEqual([NOON, NOON + 1, NOON + 2]);
});

it("a table gives back every number it was given, also after it grew", () => {
  const table = new CounterTable();
  const counterOf = (i: number): Counter => ({
    windowStart: NOON + i,
    classA: i,
    ballots: 2 * i,
    level: i + 0.123_456_789,
    levelAt: NOON + 3 * i,
  });
  // Keys that all begin at one slot, and differ in one half alone.
  const keyOf = (i: number) => (i % 2 === 0 ? { high: i, low: 7 } : { high: 7, low: (i << 11) >>> 0 });
  for (let i = 0; i < 5_000; i++) table.set(keyOf(i), counterOf(i));
  for (let i = 0; i < 5_000; i++) expect(table.get(keyOf(i))).toEqual(counterOf(i));
  expect(table.size).toBe(5_000);
  expect(table.get({ high: 1, low: 1 })).toBeUndefined();
});
