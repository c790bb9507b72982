import type * as z from "zod/mini";
import type { ChoiceFault } from "../../domain/ballot.ts";
import type { FaultCode, FieldFault } from "./problem.ts";

const RULES: readonly FaultCode[] = ["missing", "object", "id", "choice", "code", "shape"];

/** What a request schema found wrong, field by field. `allowed`: names of the fields that the request may have. */
export function fieldFaults(issues: readonly z.core.$ZodIssue[], allowed: readonly string[]): FieldFault[] {
  return issues.flatMap((issue): FieldFault[] => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((field) => ({ field, code: "unknown-field", params: { allowed: allowed.join(", ") } }));
    const rule = RULES.find((each) => each === issue.message);
    if (!rule) throw new Error(`a request schema says "${issue.message}", which is no rule of the dictionary`);
    return [{ field: fieldName(issue.path), code: rule }];
  });
}

/** What is wrong with a choice, at the field that a program has to change. `choice`: as it was sent. */
export function choiceFault(fault: ChoiceFault, choice: readonly string[]): FieldFault {
  switch (fault.kind) {
    case "unknown-question":
      return { field: "question", code: "unknown-question" };
    case "none-chosen":
      return { field: "choice", code: `none-chosen.${fault.question.kind}` };
    case "too-many-options":
      return { field: "choice", code: "too-many-chosen", params: { n: fault.max } };
    case "unknown-option":
      return { field: item(choice.indexOf(fault.option)), code: "unknown-option", params: { option: fault.option } };
    case "repeated-option":
      return {
        field: item(choice.lastIndexOf(fault.option)),
        code: "repeated-option",
        params: { option: fault.option },
      };
    case "exclusive-with-others":
      return { field: item(choice.indexOf(fault.option)), code: "exclusive", params: { option: fault.option } };
  }
}

const item = (index: number): string => fieldName(["choice", index]);

const fieldName = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (name, part) => (typeof part === "number" ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    "",
  ) || "body";
