import fc from "fast-check";
import { expect, it, test } from "vitest";
import {
  actsIn,
  addCounts,
  ballotsIn,
  type Counted,
  countBallot,
  countWithdrawal,
  emptyCounts,
  standing,
} from "../../src/domain/tally.ts";
import { parsed } from "./a-definition.ts";

const definition = parsed();

const anyBallot: fc.Arbitrary<Counted> = fc.oneof(
  fc.record({
    question: fc.constant("eat"),
    choice: fc.constantFrom(["yes"], ["no"]),
    class: fc.constantFrom("a" as const, "c" as const),
  }),
  fc.record({
    question: fc.constant("kinds"),
    choice: fc.constantFrom(["wheat"], ["wheat", "maize"], ["barley", "maize"], ["none"]),
    class: fc.constantFrom("a" as const, "c" as const),
  }),
);

it("nobody has voted: every option is there, at zero, in definition order", () => {
  expect(JSON.stringify(emptyCounts(definition))).toBe(
    '{"eat":{"ballots":{"a":0,"c":0},"withdrawn":{"a":0,"c":0},"options":{"yes":{"a":0,"c":0},"no":{"a":0,"c":0}}},' +
      '"kinds":{"ballots":{"a":0,"c":0},"withdrawn":{"a":0,"c":0},"options":{"wheat":{"a":0,"c":0},"barley":{"a":0,"c":0},' +
      '"maize":{"a":0,"c":0},"none":{"a":0,"c":0}}}}',
  );
});

it("a ballot with two answers is one ballot and one vote for each", () => {
  const counts = emptyCounts(definition);
  countBallot(counts, { question: "kinds", choice: ["wheat", "maize"], class: "a" });
  countBallot(counts, { question: "kinds", choice: ["maize"], class: "c" });
  expect(counts.kinds).toEqual({
    ballots: { a: 1, c: 1 },
    withdrawn: { a: 0, c: 0 },
    options: { wheat: { a: 1, c: 0 }, barley: { a: 0, c: 0 }, maize: { a: 1, c: 1 }, none: { a: 0, c: 0 } },
  });
  expect(counts.eat?.ballots).toEqual({ a: 0, c: 0 });
});

it("a ballot taken back stays among those cast and leaves its options", () => {
  const counts = emptyCounts(definition);
  const ballot = { question: "eat", choice: ["yes"], class: "c" } as const;
  countBallot(counts, ballot);
  countBallot(counts, { ...ballot, class: "a" });
  countWithdrawal(counts, ballot);
  expect(counts.eat).toEqual({
    ballots: { a: 1, c: 1 },
    withdrawn: { a: 0, c: 1 },
    options: { yes: { a: 1, c: 0 }, no: { a: 0, c: 0 } },
  });
  expect(standing(counts.eat!)).toBe(1);
});

it("a ballot that no definition allows is a bug, not a count", () => {
  const counts = emptyCounts(definition);
  expect(() => countBallot(counts, { question: "drink", choice: ["yes"], class: "a" })).toThrow("drink");
  expect(() => countBallot(counts, { question: "eat", choice: ["maybe"], class: "a" })).toThrow("maybe");
});

test("counts of several boxes add up to the counts of all their ballots", () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyBallot)), (boxes) => {
      const [sum, whole] = [emptyCounts(definition), emptyCounts(definition)];
      for (const ballots of boxes) {
        const counts = emptyCounts(definition);
        for (const ballot of ballots) countBallot(counts, ballot);
        for (const ballot of ballots.slice(1)) countWithdrawal(counts, ballot);
        addCounts(sum, counts);
      }
      for (const ballot of boxes.flat()) countBallot(whole, ballot);
      for (const ballot of boxes.flatMap((ballots) => ballots.slice(1))) countWithdrawal(whole, ballot);
      expect(sum).toEqual(whole);
      expect(ballotsIn(sum)).toBe(boxes.flat().length);
    }),
  );
});

test("every ballot and every withdrawal is one act, and a withdrawal undoes the votes of its ballot", () => {
  fc.assert(
    fc.property(fc.array(anyBallot), (ballots) => {
      const counts = emptyCounts(definition);
      for (const ballot of ballots) countBallot(counts, ballot);
      expect(actsIn(counts)).toBe(ballots.length);
      for (const ballot of ballots) countWithdrawal(counts, ballot);
      expect(actsIn(counts)).toBe(2 * ballots.length);
      expect(ballotsIn(counts)).toBe(ballots.length);
      const empty = emptyCounts(definition);
      for (const [id, question] of Object.entries(counts)) {
        expect(question.options).toEqual(empty[id]?.options);
        expect(question.withdrawn).toEqual(question.ballots);
      }
    }),
  );
});
