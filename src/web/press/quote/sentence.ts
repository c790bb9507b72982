import { inLanguage, type Language } from "../../../domain/language.ts";
import { formatterOf } from "../../../i18n/format.ts";
import { type AllWords, words } from "../../../i18n/index.ts";
import { fillPlain } from "../../../i18n/plain.ts";
import type { Snapshot } from "../../export/snapshot.ts";
import { type PictureRow, resultPicture } from "../../pictures/model.ts";
import { leadingRows } from "./leading.ts";

/**
 * One sentence to put into an article, in that language's own quotation marks: what was chosen most, of how many, as of
 * when, and that it is no survey. Below 30 ballots it has counts alone; it never has a margin of error. Plain text, every
 * value isolated.
 */
export function quoteSentence(snapshot: Snapshot, language: Language): string {
  const strings = words(language, "reader");
  const { total, asOf } = resultPicture(snapshot, language, "");
  const publisher = inLanguage(snapshot.definition.publisher, language);
  const leading = leadingRows(snapshot, language);
  const [first] = leading;
  if (!first) return fillPlain(strings["quote.sentence.none"], { publisher, as_of: asOf });
  return fillPlain(strings["quote.sentence"], {
    publisher,
    leading: formatterOf(language).list(leading.map(({ label }) => fillPlain(strings["quote.inner"], { text: label }))),
    share: shareOf(first, leading.length > 1, strings),
    total,
    as_of: asOf,
  });
}

function shareOf({ share, votes }: PictureRow, each: boolean, strings: AllWords["reader"]): string {
  if (!share) return fillPlain(strings[each ? "quote.share.few.each" : "quote.share.few"], { votes });
  return fillPlain(strings[each ? "quote.share.each" : "quote.share"], { percent: share.spelled, votes });
}
