import { html } from "hono/html";
import { frameResultsScript } from "../../built/inline.ts";
import type { PollCounters } from "../../domain/counters.ts";
import { mainQuestion } from "../../domain/find-question.ts";
import { inLanguage } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import { words } from "../../i18n/index.ts";
import { pollPath } from "../http/addresses.ts";
import { doorLine } from "../kit/door.ts";
import type { Html } from "../kit/html.ts";
import { jsonAttribute } from "../kit/json-attribute.ts";
import { caption, controls, type LiveResults, liveWords } from "../kit/live-results.ts";
import { noticeBanner } from "../kit/notices.ts";
import { resultsTable } from "../kit/results-table.ts";
import { stamp } from "../kit/state.ts";
import { card, toPage } from "./card.ts";
import type { Theme } from "./frame-options.ts";

export interface ResultsCard extends LiveResults {
  theme: Theme;
  notices: readonly Notice[];
  /** What was seen at the door, as of the last seal. */
  counters: PollCounters;
  /** `now`: the vote was just counted. `before`: the form was asked for by a browser that has voted. */
  voted?: "now" | "before";
  /** The browser kept the mark of the vote that was just counted. */
  marked: boolean;
  closedAt?: number;
  /** The log is signed no more. */
  refused: boolean;
  /** Address of these results, and of the form where the reader came from it. */
  here: string;
  form?: string;
}

export const RESULTS_CARD_SCRIPTS = [frameResultsScript];

/** The results in a frame. What is hidden from anyone is hidden here: a frame knows no voters (invariant 7). */
export function resultsCard(page: ResultsCard): Html {
  const { language, definition, tally, theme, notices, voted } = page;
  const strings = words(language, "reader");
  const question = mainQuestion(definition);
  const text = inLanguage(question.text, language);
  const counts = tally.questions[question.id];
  const state = tally.phase === "closed" ? strings["results.final"] : strings.results;
  return card(
    {
      language,
      theme,
      title: `${voted === "now" ? strings.thanks : state} – ${text}`,
      definition,
      scripts: RESULTS_CARD_SCRIPTS,
    },
    html`${noticeBanner(definition, notices, language, { links: false })}
${told(page)}
${stamp(definition, tally.phase, language, page.closedAt)}
${page.refused ? html`<p class="err">${strings["log.refused"]}</p>` : ""}
<h1>${text}</h1>
<div id="results" ${jsonAttribute("data-live", liveWords(page))}>
${counts ? resultsTable({ language, question, counts, asOf: page.tally.asOf, terse: true, caption: caption(page, strings["results.hidden"]) }) : ""}
<p class="note">${doorLine(page.counters, language)}</p>
${controls(page, page.here)}
</div>
${tally.phase === "open" && voted === undefined ? onward(page) : ""}`,
  );
}

/** That the vote counts, its receipt code once the script finds it, and whether this browser will remember. */
function told({ language, definition, voted, marked }: ResultsCard): Html | "" {
  const strings = words(language, "reader");
  if (voted === undefined) return "";
  if (voted === "before") return html`<p class="ok">${strings.already}</p>`;
  const batched = definition.rules.release === "batched" ? html`<p>${strings["thanks.batched"]}</p>` : "";
  return html`<div class="ok" id="thanks" tabindex="-1" autofocus><p>${strings.thanks}</p>${batched}</div>
${marked ? "" : html`<p class="note">${strings["err.cookie"]}</p>`}
<details id="receipt" data-question="${mainQuestion(definition).id}" hidden><summary>${strings["secret.h"]}</summary>
<p class="note"><code dir="ltr"></code> <a href="${pollPath(language, definition.id, "withdraw")}" target="_top">${strings["receipt.link"]}</a></p></details>`;
}

const onward = ({ language, definition, form }: ResultsCard): Html =>
  form
    ? html`<p class="onward"><a href="${form}" id="back">${words(language, "reader").back}</a></p>`
    : toPage(definition, language, words(language, "reader")["embed.open"]);
