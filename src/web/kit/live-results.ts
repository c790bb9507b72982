import { html } from "hono/html";
import type { PollDefinition } from "../../domain/definition.ts";
import type { PublicTally } from "../../domain/disclosure.ts";
import { mainQuestion } from "../../domain/find-question.ts";
import type { Language } from "../../domain/language.ts";
import { casablancaOffset, formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { apiPath } from "../http/addresses.ts";
import { filled, type Html } from "./html.ts";
import type { LiveWords } from "./live-words.ts";

/** Results that may move: on our own page, or in a frame of another site's. */
export interface LiveResults {
  language: Language;
  definition: PollDefinition;
  /** As this reader may see it. */
  tally: PublicTally;
  /** Do the public live messages carry what is shown here? Otherwise it is refreshed by hand. */
  live: boolean;
}

/** "Provisional results. Updated at 21:05", or `hidden`: why there are none yet. */
export function caption({ language, definition, tally }: LiveResults, hidden: string): Html {
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

export function liveWords({ language, definition, tally, live }: LiveResults): LiveWords {
  const strings = words(language, "reader");
  return {
    api: apiPath(definition.id),
    poll: definition.id,
    main: mainQuestion(definition).id,
    language,
    live: live && tally.phase !== "closed",
    phase: tally.phase,
    sequence: tally.sequence,
    offset: casablancaOffset(Date.parse(tally.asOf)),
    votes: strings.votes,
    say: strings["live.say"],
    updated: strings.updated,
    stale: strings["err.stale"],
    changed: strings["phase.changed"],
  };
}
