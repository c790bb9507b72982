import type * as z from "zod/mini";
import { utf8 } from "../log/text.ts";
import { type DefinitionFault, definitionSchema, type Fault, faultIn } from "./definition-schema.ts";
import type { Text } from "./language.ts";

export type PollDefinition = z.infer<typeof definitionSchema>;
export type Question = PollDefinition["questions"][number];
export type Option = Question["options"][number];
export type Rules = PollDefinition["rules"];

/** One thing wrong with a definition. `field` is a path such as `questions[0].options[2].id`. */
export interface DefinitionError extends Fault {
  field: string;
}

export type ParsedDefinition =
  | { kind: "definition"; definition: PollDefinition }
  | { kind: "invalid"; errors: [DefinitionError, ...DefinitionError[]] };

/**
 * Checks a poll definition, its shape (`definition-schema.ts`) and its meaning (`meaningErrors`), and writes out every rule
 * left out.
 */
export function parseDefinition(input: unknown): ParsedDefinition {
  const parsed = definitionSchema.safeParse(input);
  const errors = parsed.success
    ? meaningErrors(parsed.data)
    : parsed.error.issues.map((issue) => ({ field: fieldName(issue.path), ...faultIn(issue.message) }));
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

/**
 * Bytes of a definition's JSON in UTF-8. It stands in the `open` entry of the log, which holds 65,535; the rest is for the
 * names and keys of the log, about 1,100 bytes where the host's name is as long as DNS allows.
 */
export const MOST_DEFINITION_BYTES = 64_000;

/**
 * What is wrong with a definition whose shape is right: the first question is the main one (required, the others
 * optional), ids are unique, every text stands in every language of the poll, `max` and `exclusive` belong to
 * `multiple`, a pledge belongs to the main question and has its reminder, it fits an entry of the log, and it closes after
 * it opens.
 */
function meaningErrors(definition: PollDefinition): DefinitionError[] {
  const errors: DefinitionError[] = [];
  const say = (field: string, code: DefinitionFault, params?: Fault["params"]) =>
    errors.push({ field, code, ...(params && { params }) });

  if (new Set(definition.languages).size < definition.languages.length) say("languages", "language-once");
  for (const field of ["title", "publisher", "sponsor", "contact", "host", "country"] as const)
    missingLanguages(definition[field], field);
  if (definition.source) missingLanguages(definition.source.speaker, "source.speaker");
  if (definition.reminder) missingLanguages(definition.reminder, "reminder");
  const pledges = mainQuestion(definition).options.some((each) => each.pledge);
  if (pledges && !definition.reminder) say("reminder", "pledge");
  if (!pledges && definition.reminder) say("reminder", "no-pledge");
  uniqueIds(definition.questions, "questions");

  for (const [q, each] of definition.questions.entries()) {
    const at = `questions[${q}]`;
    if (q === 0 && !each.required) say(`${at}.required`, "main");
    if (q > 0 && each.required) say(`${at}.required`, "main");
    if (each.kind === "single" && each.max !== undefined) say(`${at}.max`, "only-multiple");
    if (each.max !== undefined && each.max > each.options.length) say(`${at}.max`, "max");
    missingLanguages(each.text, `${at}.text`);
    uniqueIds(each.options, `${at}.options`);
    for (const [o, one] of each.options.entries()) {
      if (each.kind === "single" && one.exclusive !== undefined) say(`${at}.options[${o}].exclusive`, "only-multiple");
      if (q > 0 && one.pledge !== undefined) say(`${at}.options[${o}].pledge`, "only-main");
      missingLanguages(one.label, `${at}.options[${o}].label`);
      if (one.short) missingLanguages(one.short, `${at}.options[${o}].short`);
    }
  }
  if (utf8(JSON.stringify(definition)).length > MOST_DEFINITION_BYTES)
    say("definition", "size", { n: MOST_DEFINITION_BYTES });
  if (definition.opens && definition.closes && Date.parse(definition.closes) <= Date.parse(definition.opens))
    say("closes", "after-opens");
  return errors;

  function missingLanguages(value: Text, field: string): void {
    for (const language of definition.languages)
      if (value[language] === undefined) say(`${field}.${language}`, "required");
  }
  function uniqueIds(list: readonly { id: string }[], field: string): void {
    const seen = new Set<string>();
    for (const [i, each] of list.entries()) {
      if (seen.has(each.id)) say(`${field}[${i}].id`, "repeat");
      seen.add(each.id);
    }
  }
}

/** The question that the vote page asks. */
export function mainQuestion(definition: PollDefinition): Question {
  const [main] = definition.questions;
  if (!main) throw new Error("a definition has at least one question");
  return main;
}

export const findQuestion = (definition: PollDefinition, questionId: string): Question | undefined =>
  definition.questions.find((each) => each.id === questionId);
