import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { checkChoice, mostAnswers } from "../../src/domain/ballot.ts";
import { parsed, writtenWith } from "./a-definition.ts";

const definition = parsed();
const [eat, kinds] = definition.questions;

describe("a choice that cannot be taken says why", () => {
  test.each<[question: string, chosen: string[], fault: object]>([
    ["drink", ["yes"], { kind: "unknown-question" }],
    ["constructor", ["yes"], { kind: "unknown-question" }],
    ["eat", [], { kind: "none-chosen", question: eat }],
    ["eat", ["maybe"], { kind: "unknown-option", question: eat, option: "maybe" }],
    ["eat", ["wheat"], { kind: "unknown-option", question: eat, option: "wheat" }],
    ["eat", ["yes", "no"], { kind: "too-many-options", question: eat, max: 1 }],
    ["eat", ["yes", "yes"], { kind: "repeated-option", question: eat, option: "yes" }],
    ["kinds", ["wheat", "barley", "maize"], { kind: "too-many-options", question: kinds, max: 2 }],
    ["kinds", ["wheat", "wheat"], { kind: "repeated-option", question: kinds, option: "wheat" }],
    ["kinds", ["none", "wheat"], { kind: "exclusive-with-others", question: kinds, option: "none" }],
  ])("%s: %j", (question, chosen, fault) => {
    expect(checkChoice(definition, question, chosen)).toEqual(fault);
  });
});

it("an exclusive option may be chosen alone", () => {
  expect(checkChoice(definition, "kinds", ["none"])).toEqual({ kind: "choice", question: kinds, choice: ["none"] });
});

test("however a reader orders the answers, they stand in definition order", () => {
  const order = ["wheat", "barley", "maize"];
  fc.assert(
    fc.property(fc.shuffledSubarray(order, { minLength: 1, maxLength: 2 }), (chosen) => {
      const choice = order.filter((each) => chosen.includes(each));
      expect(checkChoice(definition, "kinds", chosen)).toEqual({ kind: "choice", question: kinds, choice });
    }),
  );
});

test("a single question takes one answer, a multiple one its max, or all where it names none", () => {
  const [, unlimited] = parsed(writtenWith("questions.1.max", undefined)).questions;
  expect([eat, kinds, unlimited].map((each) => mostAnswers(each!))).toEqual([1, 2, 4]);
});
