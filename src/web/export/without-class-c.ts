import type { Question } from "../../domain/definition.ts";
import { type ClassSplit, classSplit } from "../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import type { QuestionCounts } from "../../domain/tally.ts";
import { words } from "../../i18n/index.ts";
import { fillPlain } from "../../i18n/plain.ts";

/** A question's result once class `c` is left out: what it comes to, and words where it is another one. */
export interface WithoutClassC {
  /** Ballots in class `a` that stand. */
  ballots: number;
  comparison: ClassSplit["without"];
  /** Left out unless `comparison` is `moves`. */
  says?: Record<Language, string>;
}

export function withoutClassC(question: Question, counts: QuestionCounts): WithoutClassC {
  const { ballots, without } = classSplit(counts);
  const says = (language: Language) =>
    fillPlain(words(language, "reader")["aapor.moves"], { question: inLanguage(question.text, language) });
  return {
    ballots: ballots.a,
    comparison: without,
    ...(without === "moves" && { says: { ar: says("ar"), fr: says("fr"), en: says("en") } }),
  };
}
