import { describe, expect, it } from "vitest";
import { parseDefinition } from "../../src/domain/definition.ts";
import facebookHour from "../../src/domain/seed/facebook-hour.json" with { type: "json" };
import { readQuestions } from "../../src/log/questions.ts";
import { parsed, writtenWith } from "../domain/a-definition.ts";

/** As it stands in the log: whole, with every rule written out, and then something done to it. */
function loggedWith(path: string, value: unknown): unknown {
  const definition: unknown = JSON.parse(JSON.stringify(parsed()));
  const names = path.split(".");
  const last = names.pop() ?? "";
  let at = definition as Record<string, unknown>;
  for (const name of names) at = at[name] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return definition;
}

it("the questions of every definition that a poll may have are read", () => {
  const { questions } = parsed();
  expect(readQuestions(JSON.parse(JSON.stringify(parsed())))).toEqual({ kind: "questions", questions });
});

it("the questions of the poll that every Sawt begins with are read", () => {
  const shipped = parseDefinition(facebookHour);
  if (shipped.kind === "invalid") throw new Error("the seeded definition is not valid");
  expect(readQuestions(JSON.parse(JSON.stringify(shipped.definition))).kind).toBe("questions");
});

describe("questions that no poll may have are none of a log's either", () => {
  it.each<[path: string, value: unknown, field: string]>([
    ["id", "Bread", "id"],
    ["weights", { yes: 2 }, "weights"],
    ["questions", [], "questions"],
    ["questions", "eat", "questions"],
    ["questions", Array(9).fill(parsed().questions[1]), "questions"],
    ["questions.0.id", "1", "questions[0]"],
    ["questions.0.id", "Eat", "questions[0]"],
    ["questions.1.id", "eat", "questions"],
    ["questions.0.kind", "ranked", "questions[0]"],
    ["questions.0.required", false, "questions[0]"],
    ["questions.1.required", true, "questions[1]"],
    ["questions.0.max", 2, "questions[0]"],
    ["questions.1.max", 1, "questions[1]"],
    ["questions.1.max", 2.5, "questions[1]"],
    ["questions.1.max", 5, "questions[1]"],
    ["questions.1.weight", 2, "questions[1]"],
    ["questions.0.text", "Do you eat bread?", "questions[0]"],
    ["questions.0.text.tlh", "tlhutlh", "questions[0]"],
    ["questions.0.options", [{ id: "yes", label: { ar: "نعم", en: "Yes" } }], "questions[0]"],
    ["questions.0.options.0.id", "no", "questions[0]"],
    ["questions.0.options.0.id", "7", "questions[0]"],
    ["questions.0.options.0.exclusive", true, "questions[0]"],
    ["questions.0.options.0.label", undefined, "questions[0]"],
    ["questions.1.options.3.exclusive", "yes", "questions[1]"],
    ["questions.1.options.0.label.en", "", "questions[1]"],
    ["questions.1.options.0.counts", 2, "questions[1]"],
  ])("%s: %j", (path, value, field) => {
    expect(parseDefinition(writtenWith(path, value)).kind).toBe("invalid");
    expect(readQuestions(loggedWith(path, value))).toEqual({ kind: "invalid", field });
  });

  it.each([undefined, null, "open", [], 7])("%j", (value) => {
    expect(readQuestions(value)).toEqual({ kind: "invalid", field: "definition" });
  });
});
