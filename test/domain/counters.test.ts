import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  type HeardCounters,
  hear,
  noCounters,
  noRefusals,
  nothingHeard,
  publishedNetwork,
  resumed,
  sameCounters,
} from "../../src/domain/counters.ts";

test.each([
  [0, 0],
  [29, 0],
  [30, 30],
  [39, 30],
  [99, 90],
  [100, 100],
  [129, 120],
  [999, 990],
  [1_234, 1_200],
  [25_999, 25_000],
])("a largest network of %i ballots is published as %i", (ballots, published) => {
  expect(publishedNetwork(ballots)).toBe(published);
});

describe("counters that live in others' memories", () => {
  const told = (life: string, late: number, more: object = {}) => ({ life, refused: { "not-open": late }, ...more });
  const sumOf = (...all: [string, ReturnType<typeof told>][]) =>
    all.reduce<HeardCounters>((heard, [teller, now]) => hear(heard, teller, now), nothingHeard()).sum;

  it("told again count once; what is new is added, by each teller", () => {
    const sum = sumOf(
      ["box 0", told("x", 2)],
      ["box 0", told("x", 2)],
      ["box 0", told("x", 5)],
      ["box 1", told("y", 1)],
    );
    expect(sum).toEqual({ ...noCounters(), refused: { ...noRefusals(), "not-open": 6 } });
  });

  it("of a new life are all added: the old ones were counted before", () => {
    expect(sumOf(["box 0", told("x", 5)], ["box 0", told("z", 2)]).refused["not-open"]).toBe(7);
  });

  it("count the restarts since a doorkeeper was first heard, and the largest network of all", () => {
    const door = (restarts: number, largestNetwork: number) => told("d", 0, { restarts, largestNetwork });
    expect(sumOf(["doorkeeper 0", door(7, 45)])).toMatchObject({ restarts: 0, largestNetwork: 40 });
    expect(sumOf(["doorkeeper 0", door(7, 450)], ["doorkeeper 0", door(9, 0)])).toMatchObject({
      restarts: 2,
      largestNetwork: 450,
    });
  });

  it("count what a box lost that told of no restarts before", () => {
    expect(sumOf(["box 0", told("x", 1)], ["box 0", told("y", 0, { restarts: 1 })]).restarts).toBe(1);
  });

  it("remember no exact size of a network", () => {
    expect(JSON.stringify(hear(nothingHeard(), "doorkeeper 0", told("d", 0, { largestNetwork: 4_567 })))).not.toContain(
      "4567",
    );
  });

  it("that a rebuilt ledger goes on from are not counted again", () => {
    const stated = { ...noCounters(), refused: { ...noRefusals(), "not-open": 5 } };
    const once = hear(resumed(stated), "box 0", told("x", 5));
    expect(once.sum).toEqual(stated);
    expect(hear(once, "box 0", told("x", 6)).sum.refused["not-open"]).toBe(6);
  });

  it("never shrink, whatever comes late or twice", () => {
    const message = fc.record({
      teller: fc.constantFrom("box 0", "box 1", "doorkeeper 0"),
      life: fc.constantFrom("x", "y"),
      late: fc.nat(9),
      restarts: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(message), (messages) => {
        let heard = nothingHeard();
        for (const { teller, life, late, restarts } of messages) {
          const next = hear(heard, teller, told(life, late, { restarts }));
          expect(next.sum.refused["not-open"]).toBeGreaterThanOrEqual(heard.sum.refused["not-open"]);
          expect(next.sum.restarts).toBeGreaterThanOrEqual(heard.sum.restarts);
          heard = next;
        }
      }),
    );
  });

  it("are the same where every number is", () => {
    expect(sameCounters(noCounters(), noCounters())).toBe(true);
    for (const kind of ["invalid", "too-many"] as const)
      expect(sameCounters(noCounters(), { ...noCounters(), refused: { ...noRefusals(), [kind]: 1 } })).toBe(false);
    expect(sameCounters(noCounters(), { ...noCounters(), restarts: 1 })).toBe(false);
  });
});
