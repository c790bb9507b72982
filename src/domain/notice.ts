import * as z from "zod/mini";
import { type DefinitionError, type PollDefinition, parseDefinition } from "./definition.ts";
import { LANGUAGES, type Language, type Text } from "./language.ts";
import { LIMITS } from "./numbers.ts";

/**
 * What readers must be told about a published poll, with its day. Once a poll is published its meaning is locked: all
 * that may still happen to its words is the marked, public correction of a typo, which leaves both wordings to see.
 */
export type Notice = CorrectedNotice | VoidedNotice;

export interface CorrectedNotice {
  kind: "corrected";
  /** Milliseconds since 1970. */
  at: number;
  /** Path of the words in the definition, such as `questions[0].options[2].label`. */
  field: string;
  before: Text;
  after: Text;
  reason: Text;
}

/** The newspaper declares that this vote says nothing. Its ballots and its log stay. */
export interface VoidedNotice {
  kind: "voided";
  /** Milliseconds since 1970. */
  at: number;
  reason: Text;
}

export interface Correction {
  field: string;
  /** The words in the languages that change; the others stay as they are. */
  after: Text;
  reason: Text;
}

export type CorrectionOutcome =
  | { kind: "corrected"; definition: PollDefinition; notice: CorrectedNotice }
  /** Not words that readers see: an id, an order, a rule, a date, or nothing at all. */
  | { kind: "not-correctable" }
  | { kind: "unchanged" }
  | { kind: "invalid"; errors: DefinitionError[] };

/** Notices of one poll. Its published record is read with every page, so it must stay small. */
export const MOST_NOTICES = 50;

/** Words that a correction may touch, by their path, in the order in which readers meet them. */
export function correctableWords(definition: PollDefinition): { field: string; words: Text }[] {
  const { title, questions, reminder, source, publisher, sponsor, contact, host, country } = definition;
  return [
    { field: "title", words: title },
    ...questions.flatMap(({ text, options }, q) => [
      { field: `questions[${q}].text`, words: text },
      ...options.flatMap(({ label, short }, o) => [
        { field: `questions[${q}].options[${o}].label`, words: label },
        ...(short ? [{ field: `questions[${q}].options[${o}].short`, words: short }] : []),
      ]),
    ]),
    ...(reminder ? [{ field: "reminder", words: reminder }] : []),
    ...(source ? [{ field: "source.speaker", words: source.speaker }] : []),
    ...Object.entries({ publisher, sponsor, contact, host, country }).map(([field, words]) => ({ field, words })),
  ];
}

/**
 * Corrects a typo in a published definition. Only words can be corrected: never an id, the order or number of options,
 * a kind, a rule, nor a date, since an extension is a change of rules. Whether it is a typo no program can tell: that is
 * why readers see both wordings. `at`: milliseconds since 1970.
 */
export function correct(definition: PollDefinition, correction: Correction, at: number): CorrectionOutcome {
  const { field, reason } = correction;
  const corrected = structuredClone(definition);
  const words = correctableWords(corrected).find((each) => each.field === field)?.words;
  if (!words) return { kind: "not-correctable" };

  const before = { ...words };
  const changed = changedLanguages(words, correction.after);
  if (changed.length === 0) return { kind: "unchanged" };
  for (const language of changed) words[language] = correction.after[language];
  const parsed = parseDefinition(corrected);
  const errors = [...(parsed.kind === "invalid" ? parsed.errors : []), ...reasonErrors(reason)];
  if (parsed.kind === "invalid" || errors.length > 0) return { kind: "invalid", errors };
  return {
    kind: "corrected",
    definition: parsed.definition,
    notice: { kind: "corrected", at, field, before: only(before, changed), after: only(words, changed), reason },
  };
}

/** What is wrong with a reason that readers will see: nothing, or why it cannot stand. */
export function reasonErrors(reason: Text): DefinitionError[] {
  const given = LANGUAGES.filter((language) => reason[language] !== undefined);
  if (given.length === 0) return [{ field: "reason", code: "empty" }];
  return given.flatMap((language): DefinitionError[] => {
    const field = `reason.${language}`;
    const words = reason[language] ?? "";
    if (words.trim() === "") return [{ field, code: "empty" }];
    if (words.length > LIMITS.textLength) return [{ field, code: "long", params: { n: LIMITS.textLength } }];
    return /\p{Cc}/u.test(words) ? [{ field, code: "control" }] : [];
  });
}

/** Words that exist and were given otherwise. A language that the poll does not have cannot be added. */
const changedLanguages = (words: Text, after: Text): Language[] =>
  LANGUAGES.filter((each) => words[each] !== undefined && after[each] !== undefined && words[each] !== after[each]);

const only = (words: Text, languages: readonly Language[]): Text =>
  Object.fromEntries(languages.map((language) => [language, words[language]]));

/** JSON of the log's `note` entry that tells of a notice. `by`: the role of whoever acted, never a name. */
export function noteOf(notice: Notice, by: string | undefined): Record<string, unknown> {
  const { kind, at, ...what } = notice;
  return { event: kind, ...(by !== undefined && { by }), ...what, at: new Date(at).toISOString() };
}

const textOfNote = z.object({ ar: z.optional(z.string()), fr: z.optional(z.string()), en: z.optional(z.string()) });
const atOfNote = z.pipe(
  z.iso.datetime(),
  z.transform((at) => Date.parse(at)),
);
const noticeOfNote = z.discriminatedUnion("event", [
  z.object({
    event: z.literal("corrected"),
    at: atOfNote,
    field: z.string(),
    before: textOfNote,
    after: textOfNote,
    reason: textOfNote,
  }),
  z.object({ event: z.literal("voided"), at: atOfNote, reason: textOfNote }),
]);

/** The notices among a log's notes (JSON of `note` entries). The others, of pauses and counters, are none. */
export const noticesIn = (notes: readonly unknown[]): Notice[] =>
  notes.flatMap((note): Notice[] => {
    const read = noticeOfNote.safeParse(note);
    if (!read.success) return [];
    const { data } = read;
    if (data.event === "voided") return [{ kind: data.event, at: data.at, reason: data.reason }];
    const { at, field, before, after, reason } = data;
    return [{ kind: data.event, at, field, before, after, reason }];
  });

/** What a poll says of itself: its definition as shown, and the notices on it. */
type Shown = { definition: PollDefinition; notices?: Notice[] };

/**
 * A poll with what its log tells and its record has missed: notices that are only in the log, and their wordings. Those of
 * a closed log are in the record alone. Doing it again changes nothing.
 */
export function withLogged<T extends Shown>(poll: T, notes: readonly unknown[]): T {
  const kept = poll.notices ?? [];
  const missed = noticesIn(notes).filter(({ kind, at }) => !kept.some((each) => each.kind === kind && each.at === at));
  if (missed.length === 0) return poll;
  const notices = [...kept, ...missed].sort((one, other) => one.at - other.at);
  const definition = structuredClone(poll.definition);
  const words = correctableWords(definition);
  for (const notice of notices)
    if (notice.kind === "corrected")
      Object.assign(words.find(({ field }) => field === notice.field)?.words ?? {}, notice.after);
  return { ...poll, definition, notices };
}
