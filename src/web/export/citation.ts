import { mainQuestion } from "../../domain/find-question.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { standing } from "../../domain/tally.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import type { Snapshot } from "./snapshot.ts";

/** Who is to be named with a figure, in one sentence to copy: source, number of voters, moment, and that it is no survey. */
export function citation({ definition, counts, asOf }: Snapshot, language: Language): string {
  const formatter = formatterOf(language);
  const main = counts[mainQuestion(definition).id];
  return fill(words(language, "reader")["export.cite.line"], {
    publisher: inLanguage(definition.publisher, language),
    total: formatter.votes(main ? standing(main) : 0),
    date: formatter.longDate(asOf),
    time: formatter.time(asOf),
  });
}
