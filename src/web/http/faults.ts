import type * as z from "zod/mini";
import type { ChoiceFault } from "../../domain/ballot.ts";
import type { FieldFault } from "./problem.ts";
import type { FieldRule } from "./words.ts";

const RULES: readonly FieldRule[] = ["missing", "object", "id", "choice", "code", "shape"];

/** What a request schema found wrong, field by field. `allowed`: names of the fields that the request may have. */
export function fieldFaults(issues: readonly z.core.$ZodIssue[], allowed: readonly string[]): FieldFault[] {
  return issues.flatMap((issue): FieldFault[] => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((field) => ({ field, message: (words) => words.unknownField(allowed.join(", ")) }));
    const rule = RULES.find((each) => each === issue.message);
    if (!rule) throw new Error(`a request schema says "${issue.message}", which is no rule of the dictionary`);
    return [{ field: fieldName(issue.path), message: (words) => words[rule] }];
  });
}

/** What is wrong with a choice, at the field that a program has to change. `choice`: as it was sent. */
export function choiceFault(fault: ChoiceFault, choice: readonly string[]): FieldFault {
  switch (fault.kind) {
    case "unknown-question":
      return { field: "question", message: (words) => words.unknownQuestion };
    case "none-chosen":
      return { field: "choice", message: (words) => words.noneChosen(fault.question.kind) };
    case "too-many-options":
      return { field: "choice", message: (words) => words.tooManyChosen(fault.max) };
    case "unknown-option":
      return { field: item(choice.indexOf(fault.option)), message: (words) => words.unknownOption(fault.option) };
    case "repeated-option":
      return { field: item(choice.lastIndexOf(fault.option)), message: (words) => words.repeatedOption(fault.option) };
    case "exclusive-with-others":
      return { field: item(choice.indexOf(fault.option)), message: (words) => words.exclusive(fault.option) };
  }
}

const item = (index: number): string => fieldName(["choice", index]);

const fieldName = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (name, part) => (typeof part === "number" ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    "",
  ) || "body";
