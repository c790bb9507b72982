import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { DEFAULT_RULES } from "../../../src/domain/numbers.ts";
import {
  type Asked,
  type Counter,
  decide,
  freshCounter,
  PREFIX_SIZES,
  type PrefixSize,
  WINDOW_S,
} from "../../../src/engine/limiter/allowance.ts";

const NOON = Date.parse("2026-07-20T12:00:00Z") / 1_000;
const HOUR = 3_600;
const V6: readonly PrefixSize[] = ["ipv6_64", "ipv6_56", "ipv6_48"];

/** One network that casts ballots, as the doorkeeper would count it. */
function network(sizes: readonly PrefixSize[], how: Partial<Asked> = {}) {
  let counters: (Counter | undefined)[] = sizes.map(() => freshCounter(NOON));
  const cast = (now: number, change: Partial<Asked> = {}) => {
    const prefixes = sizes.map((size, i) => ({ size, counter: counters[i] }));
    const decision = decide({
      rules: DEFAULT_RULES,
      prefixes,
      ceiling: true,
      unsaid: false,
      strict: false,
      now,
      ...how,
      ...change,
    });
    if (decision.kind === "admitted") counters = decision.counters;
    return decision.kind === "admitted" ? decision.class : ("refused" as const);
  };
  /** Casts `times` ballots at one moment. */
  const burst = (times: number, now: number, change: Partial<Asked> = {}) => {
    const got = { a: 0, c: 0, refused: 0 };
    for (let i = 0; i < times; i++) got[cast(now, change)] += 1;
    return got;
  };
  return { cast, burst };
}

describe("the allowance", () => {
  test.each([
    ["one IPv4 address", ["ipv4"], 20],
    ["one /64", V6, 5],
    ["many /64 of one /56", ["ipv6_56", "ipv6_48"], 20],
    ["many /56 of one /48", ["ipv6_48"], 100],
  ] as const)("%s: %o has %i ballots in class a, then class c", (_, sizes, allowance) => {
    const one = network(sizes);
    expect(one.burst(allowance, NOON)).toEqual({ a: allowance, c: 0, refused: 0 });
    expect(one.cast(NOON)).toBe("c");
  });

  it("begins anew 24 hours after the first ballot, not before", () => {
    const one = network(["ipv4"]);
    one.burst(30, NOON);
    expect(one.cast(NOON + WINDOW_S - 1)).toBe("c");
    expect(one.burst(21, NOON + WINDOW_S)).toEqual({ a: 20, c: 1, refused: 0 });
  });

  it("and the ballots that the largest network is told by are counted in the same 24 hours", () => {
    const counter = { ...freshCounter(NOON), classA: 20, ballots: 40 };
    const counterAt = (now: number) => {
      const asked = { rules: DEFAULT_RULES, ceiling: true, unsaid: false, strict: false, now };
      const decision = decide({ ...asked, prefixes: [{ size: "ipv4", counter }] });
      return decision.kind === "admitted" && decision.counters[0];
    };
    expect(counterAt(NOON + WINDOW_S - 1)).toMatchObject({ windowStart: NOON, classA: 20, ballots: 41 });
    expect(counterAt(NOON + WINDOW_S)).toMatchObject({ windowStart: NOON + WINDOW_S, classA: 1, ballots: 1 });
  });

  it("is 5 for IPv4 and 1 for a /64 in a doorkeeper's first hour, and what it gave then counts after it", () => {
    const v4 = network(["ipv4"]);
    expect(v4.burst(10, NOON, { strict: true })).toEqual({ a: 5, c: 5, refused: 0 });
    expect(v4.burst(20, NOON + HOUR)).toEqual({ a: 15, c: 5, refused: 0 });
    expect(network(V6).burst(3, NOON, { strict: true })).toEqual({ a: 1, c: 2, refused: 0 });
  });

  it("is never larger in the first hour than after it, whatever a poll's rules say", () => {
    const allowance = { ...DEFAULT_RULES.allowance, ipv4: 2 };
    expect(network(["ipv4"], { rules: { ...DEFAULT_RULES, allowance }, strict: true }).burst(5, NOON).a).toBe(2);
  });

  it("is not used by a request that does not say whose page it comes from: class c", () => {
    const one = network(["ipv4"]);
    expect(one.burst(5, NOON, { unsaid: true })).toEqual({ a: 0, c: 5, refused: 0 });
    expect(one.burst(20, NOON).a).toBe(20);
  });

  it("is not given to a prefix that could not be counted", () => {
    const decision = decide({
      rules: DEFAULT_RULES,
      prefixes: [
        { size: "ipv6_64", counter: undefined },
        { size: "ipv6_56", counter: freshCounter(NOON) },
      ],
      ceiling: true,
      unsaid: false,
      strict: false,
      now: NOON,
    });
    expect(decision).toMatchObject({ kind: "admitted", class: "c", counters: [undefined, { ballots: 1, classA: 0 }] });
  });

  it("comes from the poll's own rules", () => {
    const rules = { ...DEFAULT_RULES, allowance: { ...DEFAULT_RULES.allowance, ipv4: 3 } };
    expect(network(["ipv4"], { rules }).burst(5, NOON)).toEqual({ a: 3, c: 2, refused: 0 });
  });
});

describe("the ceiling", () => {
  test.each([
    ["ipv4", 1_000],
    ["ipv6_64", 100],
    ["ipv6_56", 500],
    ["ipv6_48", 2_000],
  ] as const)("%s: %i at once, then a refusal that says when to come back, and is right", (size, ceiling) => {
    const one = network([size]);
    const { a, c, refused } = one.burst(ceiling + 7, NOON);
    expect([a + c, refused]).toEqual([ceiling, 7]);
    const decision = decide({
      rules: DEFAULT_RULES,
      prefixes: [{ size, counter: { ...freshCounter(NOON), level: ceiling } }],
      ceiling: true,
      unsaid: false,
      strict: false,
      now: NOON,
    });
    if (decision.kind !== "refused") throw new Error("not refused");
    expect(decision.retryAfterSeconds).toBe(Math.ceil(HOUR / ceiling));
    expect(one.cast(NOON + decision.retryAfterSeconds)).toBe("c");
  });

  it("is full again after an hour, and never shuts a network out for a day", () => {
    const one = network(["ipv4"]);
    one.burst(5_000, NOON);
    expect(one.burst(1_500, NOON + HOUR)).toEqual({ a: 0, c: 1_000, refused: 500 });
  });

  it("is one bucket full, however long nobody came", () => {
    const one = network(["ipv4"]);
    one.burst(1, NOON);
    expect(one.burst(1_500, NOON + 10 * HOUR)).toEqual({ a: 19, c: 981, refused: 500 });
  });

  it("has room for a ballot to the second in which one has drained, whatever fractions drained before", () => {
    const one = network(["ipv6_64"]);
    // A hundred an hour is one in 36 seconds. The sums of what drains in between are no whole numbers.
    one.burst(97, NOON);
    for (const second of [3, 4, 5]) expect(one.cast(NOON + second)).toBe("c");
    expect([one.cast(NOON + 35), one.cast(NOON + 36), one.cast(NOON + 36)]).toEqual(["refused", "c", "refused"]);
  });

  it("of the widest prefix holds where the narrow ones are fresh", () => {
    const full = { ...freshCounter(NOON), level: 2_000 };
    const asked = { rules: DEFAULT_RULES, ceiling: true, unsaid: false, strict: false, now: NOON };
    const prefixes = V6.map((size) => ({ size, counter: size === "ipv6_48" ? full : freshCounter(NOON) }));
    expect(decide({ ...asked, prefixes })).toEqual({ kind: "refused", retryAfterSeconds: 2 });
  });

  it("refuses nobody where one address may stand for everybody", () => {
    expect(network(["ipv4"], { ceiling: false }).burst(5_000, NOON)).toEqual({ a: 20, c: 4_980, refused: 0 });
  });

  it("is not filled by refusals, and a clock that goes back gives nothing away", () => {
    const one = network(["ipv4"]);
    one.burst(1_000, NOON);
    one.burst(10_000, NOON);
    expect(one.burst(10, NOON - HOUR).refused).toBe(10);
    expect(one.burst(1_500, NOON + HOUR).c).toBe(1_000);
  });

  it("of a half full bucket is neither filled nor drained by a clock that goes back and forth", () => {
    const one = network(["ipv4"]);
    one.burst(500, NOON);
    expect(one.burst(1, NOON - HOUR)).toEqual({ a: 0, c: 1, refused: 0 });
    expect(one.burst(1_000, NOON)).toEqual({ a: 0, c: 499, refused: 501 });
  });
});

it("whatever comes, in any order: no more class a than the allowance in a window, no more ballots than bucket and refill", () => {
  const act = fc.record({ wait: fc.nat(2 * HOUR), times: fc.nat(400), unsaid: fc.boolean(), strict: fc.boolean() });
  fc.assert(
    fc.property(fc.constantFrom(...PREFIX_SIZES), fc.array(act, { maxLength: 20 }), (size, acts) => {
      const one = network([size]);
      let now = NOON;
      const sum = { a: 0, all: 0 };
      for (const { wait, times, ...how } of acts) {
        now += wait;
        const { a, c } = one.burst(times, now, how);
        sum.a += a;
        sum.all += a + c;
      }
      const [took, { ceiling, allowance }] = [now - NOON, DEFAULT_RULES];
      expect(sum.a).toBeLessThanOrEqual(allowance[size] * (1 + Math.floor(took / WINDOW_S)));
      expect(sum.all).toBeLessThanOrEqual(ceiling[size] * (1 + took / HOUR) + 1);
    }),
    { numRuns: 100 },
  );
});

describe("what one attacker gets in 24 hours, for one question: the table of docs/fairness.md", () => {
  /** Casts all that it can, every second for a day. */
  const aDay = (sizes: readonly PrefixSize[]) => {
    const one = network(sizes);
    const sum = { a: 0, c: 0 };
    for (let now = NOON; now < NOON + WINDOW_S; now += 1)
      for (let got = one.cast(now); got !== "refused"; got = one.cast(now)) sum[got] += 1;
    return sum;
  };

  test.each([
    ["one IPv4 address", ["ipv4"], 20, 24_979],
    ["one IPv6 /64", V6, 5, 2_494],
    ["one home /56", ["ipv6_56", "ipv6_48"], 20, 12_479],
    ["one hosting /48", ["ipv6_48"], 100, 49_899],
  ] as const)("%s", (_, sizes, a, c) => {
    expect(aDay(sizes)).toEqual({ a, c });
  });
});
