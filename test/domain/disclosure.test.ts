import { describe, expect, it, test } from "vitest";
import {
  classSplit,
  disclose,
  sealedTally,
  shareDecimals,
  shareOf,
  showsCounts,
  type Tally,
} from "../../src/domain/disclosure.ts";
import type { Phase } from "../../src/domain/phase.ts";
import { countBallot, countWithdrawal, emptyCounts } from "../../src/domain/tally.ts";
import { parsed } from "./a-definition.ts";

const counts = emptyCounts(parsed());
countBallot(counts, { question: "eat", choice: ["yes"], class: "a" });
const tally: Tally = {
  poll: "bread",
  phase: "open",
  asOf: Date.parse("2026-11-23T18:00:01.250Z"),
  sequence: 1,
  counts,
  sealed: { seal: 0, size: 2, ballots: 0 },
};

describe("who may see option counts", () => {
  const phases: Phase[] = ["draft", "scheduled", "open", "paused", "closing", "closed"];
  const seen = (results: "always" | "after-vote" | "after-close", viewer: "anyone" | "voter") =>
    phases.filter((phase) => showsCounts(results, phase, viewer)).join(" ");

  test("results always shown: anyone, in every phase", () => {
    expect(seen("always", "anyone")).toBe("draft scheduled open paused closing closed");
  });
  test("shown after the vote: those who voted; everyone else once closed", () => {
    expect(seen("after-vote", "voter")).toBe("draft scheduled open paused closing closed");
    expect(seen("after-vote", "anyone")).toBe("closed");
  });
  test("shown after close: nobody before, voter or not", () => {
    expect(seen("after-close", "voter")).toBe("closed");
    expect(seen("after-close", "anyone")).toBe("closed");
  });
});

it("the public tally has every option, zero or not, and a time to the second", () => {
  expect(disclose(tally, { results: "always" }, "anyone")).toEqual({
    poll: "bread",
    phase: "open",
    asOf: "2026-11-23T18:00:01Z",
    sequence: 1,
    questions: {
      eat: {
        ballots: { a: 1, c: 0 },
        withdrawn: { a: 0, c: 0 },
        options: { yes: { a: 1, c: 0 }, no: { a: 0, c: 0 } },
      },
      kinds: { ballots: { a: 0, c: 0 }, withdrawn: { a: 0, c: 0 }, options: counts.kinds?.options },
    },
    sealed: { seal: 0, size: 2, ballots: 0 },
  });
});

it("while results are hidden, no option count is in the public tally and it says so", () => {
  const hidden = disclose(tally, { results: "after-close" }, "voter");
  expect(hidden.questions).toEqual({
    eat: { ballots: { a: 1, c: 0 }, withdrawn: { a: 0, c: 0 }, hidden: "after-close" },
    kinds: { ballots: { a: 0, c: 0 }, withdrawn: { a: 0, c: 0 }, hidden: "after-close" },
  });
  expect(JSON.stringify(hidden)).not.toContain("yes");
});

test.each([
  [0, "counts-only"],
  [29, "counts-only"],
  [30, 0],
  [199, 0],
  [200, 1],
  [1_000_000, 1],
])("%i ballots: shares with %s decimals", (ballots, decimals) => {
  expect(shareDecimals(ballots)).toBe(decimals);
});

test("a share is an option over the ballots that stand, both classes", () => {
  const question = {
    ballots: { a: 5, c: 2 },
    withdrawn: { a: 2, c: 1 },
    options: { yes: { a: 2, c: 1 }, no: { a: 1, c: 0 } },
  };
  expect([shareOf(question, "yes"), shareOf(question, "no")]).toEqual([0.75, 0.25]);
  expect(() => shareOf(question, "maybe")).toThrow("maybe");
});

test("of no ballots, every share is zero", () => {
  const none = { ballots: { a: 1, c: 0 }, withdrawn: { a: 1, c: 0 }, options: { yes: { a: 0, c: 0 } } };
  expect(shareOf(none, "yes")).toBe(0);
});

test("a tally from the archive alone has the acts of its seal as its sequence: ballots and withdrawals", () => {
  const taken = structuredClone(counts);
  countWithdrawal(taken, { question: "eat", choice: ["yes"], class: "a" });
  const sealed = { seal: 1, size: 5, ballots: 1 };
  expect(sealedTally({ ...tally, counts, sealed }).sequence).toBe(1);
  expect(sealedTally({ ...tally, counts: taken, sealed }).sequence).toBe(2);
});

describe("the result with class c and without it", () => {
  const none = { a: 0, c: 0 };
  const asked = (yes: { a: number; c: number }, no: { a: number; c: number }, withdrawn = none) =>
    classSplit({
      ballots: { a: yes.a + no.a + withdrawn.a, c: yes.c + no.c + withdrawn.c },
      withdrawn,
      options: { yes, no },
    });

  it("names the ballots that stand in each class, and each option's votes with and without c", () => {
    expect(asked({ a: 20, c: 7 }, { a: 10, c: 1 }, { a: 2, c: 3 })).toEqual({
      ballots: { a: 30, c: 8 },
      options: { yes: { all: 27, a: 20 }, no: { all: 11, a: 10 } },
      without: "steady",
    });
  });

  it("moves from more than 5 points on, not at 5 points exactly", () => {
    // Without c: 50 of 100. With it: 110 of 200 is 55 %, 111 of 201 is 55.2 %.
    expect(asked({ a: 50, c: 60 }, { a: 50, c: 40 }).without).toBe("steady");
    expect(asked({ a: 50, c: 61 }, { a: 50, c: 40 }).without).toBe("moves");
  });

  it("is not compared where either is empty, or where those without c are too few for shares", () => {
    expect(asked({ a: 29, c: 0 }, { a: 0, c: 15 }).without).toBe("not-comparable");
    expect(asked({ a: 30, c: 0 }, { a: 0, c: 15 }).without).toBe("moves");
    expect(asked({ a: 29, c: 971 }, none).without).toBe("not-comparable");
    expect(asked({ a: 30, c: 970 }, none).without).toBe("steady");
    expect(asked({ a: 0, c: 500 }, none).without).toBe("not-comparable");
    expect(asked({ a: 500, c: 0 }, none).without).toBe("not-comparable");
  });
});
