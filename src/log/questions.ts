import type { Option, PollDefinition, Question } from "../domain/definition.ts";
import { ID_PATTERN } from "../domain/id.ts";
import { LANGUAGES, type Text } from "../domain/language.ts";
import { LIMITS } from "../domain/numbers.ts";
import { isRecord, type JsonObject } from "./entry.ts";

type ReadQuestions =
  | { kind: "questions"; questions: Question[] }
  /** `field`: where it stands, such as `questions[1]`. */
  | { kind: "invalid"; field: string };

/**
 * The questions of a logged definition: all that a recount needs of it. By hand, because whoever recounts in a browser
 * should not have to load a schema library. It takes no questions that `parseDefinition` refuses: a log that counts by
 * rules which no poll may have is a false one.
 */
export function readQuestions(definition: unknown): ReadQuestions {
  const invalid = (field: string): ReadQuestions => ({ kind: "invalid", field });
  if (!isRecord(definition)) return invalid("definition");
  const unknown = Object.keys(definition).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return invalid(unknown);
  const { id, questions } = definition;
  if (typeof id !== "string" || !ID_PATTERN.test(id)) return invalid("id");
  if (!Array.isArray(questions) || !isLength(questions, 1, LIMITS.questions)) return invalid("questions");

  const read: Question[] = [];
  for (const [i, question] of questions.entries()) {
    // The first is the main one.
    if (!isQuestion(question) || question.required !== (i === 0)) return invalid(`questions[${i}]`);
    read.push(question);
  }
  return areUnique(read) ? { kind: "questions", questions: read } : invalid("questions");
}

const FIELDS: readonly string[] = [
  "id",
  "languages",
  "title",
  "questions",
  "opens",
  "closes",
  "rules",
  "frames",
  "reminder",
  "source",
  "publisher",
  "sponsor",
  "contact",
  "host",
  "country",
] satisfies (keyof PollDefinition)[];

function isQuestion(value: unknown): value is Question {
  if (!isRecord(value) || !hasOnly(value, ["id", "kind", "required", "max", "text", "options"])) return false;
  const { id, kind, max, text, options } = value;
  if (!isKey(id) || !isText(text) || !Array.isArray(options) || !isLength(options, 2, LIMITS.options)) return false;
  if (kind !== "single" && kind !== "multiple") return false;
  if (max !== undefined && (kind === "single" || !isWhole(max, 2, options.length))) return false;
  return options.every((option) => isOption(option, kind)) && areUnique(options);
}

function isOption(value: unknown, kind: Question["kind"]): value is Option {
  if (!isRecord(value) || !hasOnly(value, ["id", "exclusive", "pledge", "label", "short"])) return false;
  const { id, exclusive, pledge, label, short } = value;
  if (pledge !== undefined && typeof pledge !== "boolean") return false;
  if (exclusive !== undefined && (kind === "single" || typeof exclusive !== "boolean")) return false;
  return isKey(id) && isText(label) && (short === undefined || isText(short));
}

/** Ids of questions and options are keys of the seal's JSON, where a number would lose its place. */
const isKey = (value: unknown): value is string =>
  typeof value === "string" && ID_PATTERN.test(value) && !/^\d+$/.test(value);

const isText = (value: unknown): value is Text =>
  isRecord(value) &&
  hasOnly(value, LANGUAGES) &&
  Object.values(value).every((words) => typeof words === "string" && isLength(words, 1, LIMITS.textLength));

const areUnique = (list: readonly { id: string }[]): boolean => new Set(list.map(({ id }) => id)).size === list.length;

const hasOnly = (value: JsonObject, names: readonly string[]): boolean =>
  Object.keys(value).every((name) => names.includes(name));

const isLength = ({ length }: { length: number }, least: number, most: number): boolean =>
  length >= least && length <= most;

const isWhole = (value: unknown, least: number, most: number): boolean =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
