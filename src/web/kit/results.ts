import { html } from "hono/html";
import { type PollCounters, REFUSAL_KINDS } from "../../domain/counters.ts";
import { mainQuestion, type Question } from "../../domain/definition.ts";
import { classSplit, type PublicQuestion, shareDecimals, shareOf } from "../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { SHARES_FROM } from "../../domain/numbers.ts";
import { standing, total } from "../../domain/tally.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { fillPlain } from "../../i18n/plain.ts";
import { door } from "./disclosure.ts";
import { filled, type Html } from "./html.ts";
import type { LiveResults } from "./script-words.ts";

/** "Provisional results. Updated at 21:05", or `hidden`: why there are none yet. */
export function caption({ language, definition, tally }: LiveResults, hidden: string | Html): Html {
  const strings = words(language, "reader");
  const main = tally.questions[mainQuestion(definition).id];
  const asOf = html`<span id="as-of">${filled(strings.updated, { time: formatterOf(language).time(Date.parse(tally.asOf)) })}</span>`;
  if (main && !main.options) return html`<p class="note">${hidden} ${asOf}</p>`;
  if (tally.phase === "closed") return html`${strings["results.final"]}`;
  const batched = definition.rules.release === "batched" ? html`<br>${strings["results.batched"]}` : "";
  return html`${strings["results.live"]}${language === "ar" ? "،" : "."} ${asOf}${batched}`;
}

/**
 * Without the script: a link that asks again, to `here`. With it: a pause, and one polite announcement a minute at most.
 */
export function controls({ language, tally, live }: LiveResults, here: string): Html | "" {
  const strings = words(language, "reader");
  if (tally.phase === "closed") return "";
  return html`<p class="live"><a href="${here}" id="refresh">${strings.refresh}</a>
${live ? html`<button type="button" id="pause" aria-pressed="false" hidden>${strings["auto.pause"]}</button>` : ""}</p>
<p id="stale" class="note" hidden></p>
<p role="status" aria-atomic="true" class="vh" id="say"></p>`;
}

/** Counts of one question, and what they are called where there are no counts to show. */
interface ResultsTable {
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

/**
 * Beside a question's result: how many of its ballots are in class `c`, the result without them at `asOf`, and a sentence
 * where that would be another one; `terse`: the sentences alone. Nothing where there are none. The script moves the first
 * two numbers; those below are of their time, which stands with them.
 */
function classSplitView(
  question: Question,
  counts: PublicQuestion,
  language: Language,
  { asOf, terse }: { asOf?: string; terse: boolean },
): Html | "" {
  const { options, ballots, withdrawn } = counts;
  const formatter = formatterOf(language);
  const strings = words(language, "reader");
  const standing = { a: ballots.a - withdrawn.a, c: ballots.c - withdrawn.c };
  if (standing.c === 0) return "";
  const sentence = filled(strings[terse ? "class.c.terse" : "class.c"], {
    total: formatter.votes(total(standing)),
    n: formatter.integer(standing.c),
  });
  if (!options) return html`<p class="note split">${sentence}</p>`;

  const split = classSplit({ ...counts, options });
  const told = html`${sentence}${split.without === "moves" ? html` <b>${strings["split.differs"]}</b>` : ""}`;
  if (terse) return html`<p class="note split">${told}</p>`;

  const precision = shareDecimals(standing.a);
  const without = question.options.map((option) => {
    const votes = split.options[option.id]?.a ?? 0;
    const figure =
      precision === "counts-only" ? formatter.integer(votes) : formatter.share(votes / standing.a, precision);
    const name = inLanguage(option.short ?? option.label, language);
    return html`<li>${filled(strings.pair, { name, value: figure })}</li>`;
  });
  return html`<details class="note split"><summary>${told}</summary>
${strings["split.without"]}${asOf ? html` · ${filled(strings.updated, { time: formatter.time(Date.parse(asOf)) })}` : ""}<ul>${without}</ul></details>`;
}

/** What was seen at the door, in one line beside a result. */
export function doorLine(counters: PollCounters, language: Language): Html {
  const { template, values } = doorInBrief(counters, language);
  return filled(template, values);
}

/** The line, and behind it each number in words, refusals by kind. `asOf`: says of which moment they are. */
export const doorDetails = (counters: PollCounters, language: Language, asOf: string | Html): Html =>
  html`<details class="note door"><summary>${doorLine(counters, language)}</summary>
${asOf}<ul>${door(counters, language).map(({ template, values }) => html`<li>${filled(template, values)}</li>`)}</ul></details>`;

/** What was seen at the door, as one line for beside a result. The numbers stand there, zero or not. */
export function doorInBrief({ refused, largestNetwork, restarts }: PollCounters, language: Language) {
  const strings = words(language, "reader");
  const { integer } = formatterOf(language);
  return {
    template: strings["door.line"],
    values: {
      refused: integer(REFUSAL_KINDS.reduce((sum, kind) => sum + refused[kind], 0)),
      network:
        largestNetwork === 0 ? fill(strings["door.line.few"], { n: integer(SHARES_FROM) }) : integer(largestNetwork),
      restarts: integer(restarts),
    },
  };
}

/** "malformed 3", for each kind that there was. Plain text. */
export function refusedByKind({ refused }: PollCounters, language: Language): string[] {
  const strings = words(language, "reader");
  const { integer } = formatterOf(language);
  return REFUSAL_KINDS.filter((kind) => refused[kind] > 0).map((kind) =>
    fillPlain(strings[`refused.${kind}`], { n: integer(refused[kind]) }),
  );
}
