import { mainQuestion } from "../../../domain/find-question.ts";
import { inLanguage, type Language } from "../../../domain/language.ts";
import { formatterOf } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import { fillPlain } from "../../../i18n/plain.ts";
import type { Snapshot } from "../../export/snapshot.ts";
import { countsOf, votesOf } from "../../pictures/model.ts";

/** What one pledge is counted as. */
const HOURS_PER_PLEDGE = 1;

/**
 * The hours a day that answers marked as pledges would come to: derived from what readers said they would do, and said to be
 * so. Nothing where the poll has no pledge, or nobody made one.
 */
export function pledgedHours(snapshot: Snapshot, language: Language): string | undefined {
  const strings = words(language, "reader");
  const formatter = formatterOf(language);
  const question = mainQuestion(snapshot.definition);
  const pledges = question.options.filter(({ pledge }) => pledge);
  const votes = pledges.reduce((sum, { id }) => sum + votesOf(countsOf(snapshot, question), id), 0);
  if (votes === 0) return undefined;
  return fillPlain(strings["quote.hours"], {
    n: formatter.votes(votes),
    labels: formatter.list(
      pledges.map(({ label }) => fillPlain(strings["quote.inner"], { text: inLanguage(label, language) })),
    ),
    hours: formatter.plural(strings.hours, votes * HOURS_PER_PLEDGE),
  });
}
