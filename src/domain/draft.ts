import { type DefinitionError, type ParsedDefinition, parseDefinition } from "./definition.ts";
import { isRecord, type Json, type JsonRecord, leavesOf, valueAt } from "./draft-path.ts";
import { LANGUAGES, type Language, type Text } from "./language.ts";

/**
 * A poll that is being written: JSON in the shape of a definition, with fields missing or wrong. A draft is saved as it
 * is and checked whenever it is shown; only a sound one can be opened.
 */
export type Draft = JsonRecord;

/** Who stands behind a newspaper's polls: the same in each, so a new draft takes it from the last one. */
export const IMPRINT = ["publisher", "sponsor", "contact", "host", "country"] as const;

/** Names of fields that hold words by language. */
const TEXTS = ["title", ...IMPRINT] as const;

/** An empty poll: one question with room for three answers. */
export const newDraft = (id: string, languages: readonly Language[], imprint: Draft = {}): Draft =>
  readDraft({
    id,
    languages: [...languages],
    title: {},
    questions: [{ kind: "single", text: {}, options: [{ label: {} }, { label: {} }, { label: {} }] }],
    rules: {},
    ...Object.fromEntries(IMPRINT.map((name) => [name, imprint[name] ?? {}])),
  });

/** Any JSON object as a draft: what forms and lists rely on is there, the rest is left for the checks to name. */
export function readDraft(json: Json): Draft {
  const given = isRecord(json) ? json : {};
  const questions = listOf(given.questions).map((each): JsonRecord => {
    const question = isRecord(each) ? each : {};
    const options = listOf(question.options).map((one): JsonRecord => {
      const option = isRecord(one) ? one : {};
      return { ...option, label: recordOf(option.label) };
    });
    while (options.length < 2) options.push({ label: {} });
    return { ...question, kind: question.kind ?? "single", text: recordOf(question.text), options };
  });
  return {
    ...given,
    ...Object.fromEntries(TEXTS.map((name) => [name, recordOf(given[name])])),
    questions:
      questions.length > 0 ? questions : [{ kind: "single", text: {}, options: [{ label: {} }, { label: {} }] }],
    rules: recordOf(given.rules),
  };
}

/** What a draft would be as a definition. `now`, in milliseconds since 1970, is when it would open. */
export function checkDraft(draft: Draft, now: number): ParsedDefinition {
  const parsed = parseDefinition(complete(draft));
  const errors = [...(parsed.kind === "invalid" ? parsed.errors : []), ...timeErrors(draft, now)];
  const [first, ...rest] = errors;
  return first ? { kind: "invalid", errors: [first, ...rest] } : parsed;
}

/** A log that says it opened yesterday would be false, and one that closes at once takes no ballot. */
function timeErrors({ opens, closes }: Draft, now: number): DefinitionError[] {
  const isPast = (moment: Json | undefined) => typeof moment === "string" && Date.parse(moment) <= now;
  return [
    ...(isPast(opens) ? [{ field: "opens", code: "future" as const }] : []),
    ...(isPast(closes) ? [{ field: "closes", code: "future" as const }] : []),
  ];
}

/**
 * The draft as it would be opened: what was left empty is left out, the first question is the main one, and questions
 * and answers without an id get one from their English or French words, as they will stand in links and files.
 */
export function complete(draft: Draft): Draft {
  const { source, reminder, ...rest } = draft;
  const taken = new Set<string>();
  const questions = listOf(draft.questions).map((each, q): Json => {
    if (!isRecord(each)) return each;
    const { max, options, ...question } = each;
    const multiple = question.kind === "multiple";
    const id = idOf(question, q === 0 ? "main" : `question-${q + 1}`, taken);
    const ids = new Set<string>();
    return {
      ...question,
      id,
      required: q === 0,
      ...(multiple && max !== undefined && { max }),
      options: listOf(options).map((one, o): Json => {
        if (!isRecord(one)) return one;
        const { exclusive, pledge, short, ...option } = one;
        return {
          ...option,
          id: idOf({ ...option, text: option.label ?? {} }, `answer-${o + 1}`, ids),
          ...(multiple && exclusive !== undefined && { exclusive }),
          ...(q === 0 && pledge !== undefined && { pledge }),
          ...(isEmpty(short) ? {} : { short }),
        };
      }),
    };
  });
  return {
    ...rest,
    questions,
    ...(isEmpty(reminder) ? {} : { reminder }),
    ...(isEmpty(source) ? {} : { source: isRecord(source) ? { ...source, speaker: source.speaker ?? {} } : source }),
  } as Draft;
}

/** Fields that differ, by their paths. */
export function changedFields(before: Draft, after: Draft): string[] {
  const paths = new Set([...leavesOf(before), ...leavesOf(after)].map(([path]) => path));
  return [...paths].filter((path) => valueAt(before, path) !== valueAt(after, path));
}

/** The id that stands, else one made of words, else `fallback`; never one that is taken. */
function idOf(named: JsonRecord, fallback: string, taken: Set<string>): Json {
  if (named.id !== undefined) {
    taken.add(String(named.id));
    return named.id;
  }
  const words = recordOf(named.text);
  const base = slug(words.en) || slug(words.fr) || fallback;
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  taken.add(id);
  return id;
}

/** Longest id made of words: room is left for a number behind it, and ids stand in every line of the log. */
const SLUG_LENGTH = 24;

/** `À l’école, une heure` as `a-l-ecole-une-heure`; empty where no letter of a to z is left. */
export function slug(words: Json | undefined): string {
  if (typeof words !== "string") return "";
  const plain = words
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  const cut = plain.replace(/^-/, "").slice(0, SLUG_LENGTH).replace(/-$/, "");
  return /[a-z]/.test(cut) ? cut : "";
}

/** Words by language, as far as they are words. */
export const textOf = (value: Json | undefined): Text =>
  Object.fromEntries(
    LANGUAGES.flatMap((each) => {
      const words = valueAt(value, each);
      return typeof words === "string" && words !== "" ? [[each, words]] : [];
    }),
  );

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
const recordOf = (value: Json | undefined): JsonRecord => (isRecord(value) ? value : {});
const isEmpty = (value: Json | undefined): value is undefined =>
  value === undefined || leavesOf(value).every(([, leaf]) => leaf === null);
