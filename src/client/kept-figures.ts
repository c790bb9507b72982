import { type PollDefinition, parseDefinition } from "../domain/definition.ts";
import { inLanguage, type Language } from "../domain/language.ts";
import { type Counts, total } from "../domain/tally.ts";
import { bundlePath, bundlesBetween, decodeBundle } from "../log/bundle.ts";
import { parseEntry } from "../log/entry.ts";
import { fromUtf8 } from "../log/text.ts";
import { LOG } from "./kept-log.ts";
import { integer } from "./numbers.ts";
import type { Read } from "./read-log.ts";

/** A question's results as they are printed: its words, and for each option its words, classes a and c, and both. */
export interface Figures {
  question: string;
  rows: string[][];
}

/** Figures of a recount, in one language. The two last rows, ballots and withdrawn, have their words elsewhere. */
export const figuresOf = (definition: PollDefinition, counts: Counts, language: Language): Figures[] =>
  definition.questions.map((question) => {
    const counted = counts[question.id];
    const row = (name: string, votes = { a: 0, c: 0 }) => [
      name,
      ...[votes.a, votes.c, total(votes)].map((each) => integer(language, each)),
    ];
    return {
      question: inLanguage(question.text, language),
      rows: [
        ...question.options.map(({ id, label }) => row(inLanguage(label, language), counted?.options[id])),
        row("", counted?.ballots),
        row("", counted?.withdrawn),
      ],
    };
  });

/** The definition that the first line of a log states. Only for a log that was audited. */
export async function definitionIn(read: Read, size: number): Promise<PollDefinition | undefined> {
  const [first] = bundlesBetween(0, size);
  const bundle = first && (await read(`${LOG}/tile/${bundlePath(first.number, first.width)}`));
  if (!(bundle instanceof Uint8Array)) return undefined;
  const [line] = decodeBundle(bundle);
  const open = line && parseEntry(fromUtf8(line));
  const parsed = open?.kind === "open" ? parseDefinition(open.json.definition) : undefined;
  return parsed?.kind === "definition" ? parsed.definition : undefined;
}
