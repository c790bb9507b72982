import type * as z from "zod/mini";
import { meaningErrors } from "./definition-meaning.ts";
import { definitionSchema } from "./definition-schema.ts";

export type PollDefinition = z.infer<typeof definitionSchema>;
export type Question = PollDefinition["questions"][number];
export type Option = Question["options"][number];
export type Rules = PollDefinition["rules"];

/** One thing wrong with a definition. `field` is a path such as `questions[0].options[2].id`. */
export interface DefinitionError {
  field: string;
  message: string;
}

export type ParsedDefinition =
  | { kind: "definition"; definition: PollDefinition }
  | { kind: "invalid"; errors: [DefinitionError, ...DefinitionError[]] };

/**
 * Checks a poll definition and writes out every rule left out.
 * Beyond the shape: the first question is the main one (required, the others optional), ids are unique, every text
 * stands in every language of the poll, `max` and `exclusive` belong to `multiple`, a pledge belongs to the main question
 * and has its reminder, and it closes after it opens.
 */
export function parseDefinition(input: unknown): ParsedDefinition {
  const parsed = definitionSchema.safeParse(input);
  const errors = parsed.success
    ? meaningErrors(parsed.data)
    : parsed.error.issues.map((issue) => ({ field: fieldName(issue.path), message: issue.message }));
  const [first, ...rest] = errors;
  if (first) return { kind: "invalid", errors: [first, ...rest] };
  if (!parsed.success) throw new Error("a failed parse names no error");
  return { kind: "definition", definition: parsed.data };
}

/** The input with this number of boxes, where it is a definition that names none. */
export const withBoxes = (input: unknown, boxes: number): unknown =>
  isObject(input) && isObject(input.rules ?? {}) && !("boxes" in Object(input.rules))
    ? { ...input, rules: { ...Object(input.rules), boxes } }
    : input;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const fieldName = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (name, part) => (typeof part === "number" ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    "",
  ) || "definition";
