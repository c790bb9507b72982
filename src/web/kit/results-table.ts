import { html } from "hono/html";
import type { Question } from "../../domain/definition.ts";
import { type PublicQuestion, shareDecimals, shareOf } from "../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { standing, total } from "../../domain/tally.ts";
import { formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { classSplitView } from "./class-split.ts";
import { filled, type Html } from "./html.ts";

/** Counts of one question, and what they are called where there are no counts to show. */
export interface ResultsTable {
  language: Language;
  question: Question;
  counts: PublicQuestion;
  caption: Html;
  /** When these counts were read, in UTC, where a script moves them on. */
  asOf?: string;
  /** Class `c` in one sentence, without the numbers behind it: where the page has other things to say. */
  terse?: boolean;
}

/**
 * A table in questionnaire order: rows that jump would lose their reader. The roles are spelled out because the rows
 * are laid out as grids, which takes a table's meaning away in some browsers. The bar is a picture of the share that
 * stands beside it, and is hidden from those who hear the page.
 */
export function resultsTable({ language, question, counts, caption, asOf, terse = false }: ResultsTable): Html {
  const strings = words(language, "reader");
  const formatter = formatterOf(language);
  const ballots = standing(counts);
  const precision = shareDecimals(ballots);
  const decimals = precision === "counts-only" ? 0 : precision;
  const { options } = counts;
  const few = precision === "counts-only" ? " few" : "";
  return html`<div class="result${few}" data-question="${question.id}">
${
  options
    ? html`<table class="res" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">${strings["col.answer"]}</th><th scope="col" role="columnheader" class="pct">${strings["col.share"]}</th><th scope="col" role="columnheader">${strings["col.votes"]}</th></tr></thead>
<tbody role="rowgroup">
${question.options.map((option) => {
  const share = shareOf({ ...counts, options }, option.id);
  const votes = options[option.id];
  return html`<tr role="row" data-option="${option.id}"><th scope="row" role="rowheader"><span class="label">${inLanguage(option.label, language)}</span> <span class="tag">${strings.your_choice}</span></th><td role="cell" class="pct"><bdi>${few ? "" : formatter.share(share, decimals)}</bdi></td><td role="cell" class="n"><svg aria-hidden="true"><rect width="${(share * 100).toFixed(1)}%" height="100%"/></svg><bdi>${formatter.votes(votes ? total(votes) : 0)}</bdi></td></tr>
`;
})}</tbody>
</table>`
    : caption
}
<p class="total">${filled(strings.total, { total: formatter.votes(ballots) })}</p>
${options && few ? html`<p class="note only-few">${strings.few}</p>` : ""}
${classSplitView(question, counts, language, { ...(asOf !== undefined && { asOf }), terse })}
</div>`;
}
