import { html, raw } from "hono/html";
import { frameCss } from "../../built/inline.ts";
import type { PollCounters } from "../../domain/counters.ts";
import { mainQuestion, type PollDefinition } from "../../domain/definition.ts";
import { directionOf, inLanguage, type Language } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import { words } from "../../i18n/index.ts";
import { pollPath } from "../http/addresses.ts";
import type { Caching, Page } from "../http/answer.ts";
import type { FramedBy, Inline } from "../http/headers.ts";
import { alertBox, warning } from "../kit/boxes.ts";
import { confirmForm, formProblem, type QuestionForm, questionForm } from "../kit/form.ts";
import { type Html, jsonAttribute } from "../kit/html.ts";
import { noticeBanner } from "../kit/notices.ts";
import { stamp } from "../kit/poll.ts";
import { caption, controls, doorLine, resultsTable } from "../kit/results.ts";
import { type LiveResults, liveWords } from "../kit/script-words.ts";
import type { Theme } from "./options.ts";

interface Look {
  language: Language;
  theme: Theme;
}

/** What a frame shows. */
export interface Card extends Look {
  /** Plain text: the question and the state of the card. */
  title: string;
  /** Left out where there is no poll. */
  definition?: PollDefinition;
  main: Html;
}

/**
 * A whole document for a frame: a card on paper of its own, opaque, with its publisher below, and its landmarks named, for
 * they stand among those of the page around it. Links out of it open in the place of the page around it; in a sandbox that
 * forbids this the script asks WordPress to do it.
 */
export function card(
  { language, theme, title, definition, main, scripts }: Card & { scripts: readonly Inline[] },
  caching: Caching,
  framedBy: FramedBy,
): Page {
  const { id = "" } = definition ?? {};
  const body = html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
${definition ? html`<link rel="canonical" href="${pollPath(language, id)}">` : ""}
<style>${raw(frameCss.text)}</style>
</head>
<body data-poll="${id}">
<main aria-label="${words(language, "reader").kicker}">${main}</main>
${definition ? footer(definition, language) : ""}
${scripts.map((script) => html`<script>${raw(script.text)}</script>`)}
</body>
</html>`;
  return { kind: "page", caching, body, style: [frameCss], scripts, framedBy };
}

const footer = (definition: PollDefinition, language: Language): Html => {
  const strings = words(language, "reader");
  return html`<footer class="foot" aria-label="${strings.about}">
<a href="${pollPath(language, definition.id, "results")}" target="_top">${inLanguage(definition.publisher, language)}</a>
<a href="${pollPath(language, definition.id, "method")}" target="_top">${strings["notsci.short"]}</a>
</footer>`;
};

/** The button that leads to the poll's own page. */
const toPage = (definition: PollDefinition, language: Language, label: string): Html =>
  html`<p class="act"><a class="btn" href="${pollPath(language, definition.id)}" target="_top">${label}</a></p>`;

/** The question: choose, confirm, and see the results in its place. `results`: address of the results here. */
export function voteCard(
  definition: PollDefinition,
  notices: readonly Notice[],
  form: QuestionForm,
  { theme }: Look,
  results: string,
): Card {
  const { language, question, problem } = form;
  const strings = words(language, "reader");
  const text = inLanguage(question.text, language);
  return {
    language,
    theme,
    title: problem ? `${strings["err.prefix"]}${text}` : text,
    definition,
    main: html`${noticeBanner(definition, notices, language, { links: false })}
${formProblem(form)}
<p class="ok" id="already" hidden>${strings.already}</p>
${questionForm(form)}
<p class="onward"><a href="${results}" id="see">${strings.see_results}</a></p>`,
  };
}

/** What was chosen, to be confirmed: without the script one press remains. */
export function confirmCard(
  definition: PollDefinition,
  notices: readonly Notice[],
  form: QuestionForm & { secret: string },
  { theme }: Look,
): Card {
  const { language, question } = form;
  return {
    language,
    theme,
    title: `${words(language, "reader")["confirm.vote"]} – ${inLanguage(question.text, language)}`,
    definition,
    main: html`${noticeBanner(definition, notices, language, { links: false })}
${confirmForm(form)}`,
  };
}

/** A poll that has not opened: what it will ask, and when. */
export function scheduledCard(definition: PollDefinition, notices: readonly Notice[], { language, theme }: Look): Card {
  const question = mainQuestion(definition);
  const text = inLanguage(question.text, language);
  return {
    language,
    theme,
    title: `${text} – ${words(language, "reader").scheduled}`,
    definition,
    main: html`${noticeBanner(definition, notices, language, { links: false })}
${stamp(definition, "scheduled", language)}
<h1>${text}</h1>
<ol class="plain">${question.options.map((option) => html`<li>${inLanguage(option.label, language)}</li>`)}</ol>`,
  };
}

/** What is wrong, in one sentence, and the way out: back to this frame's start, or to the poll's own page. */
interface CardProblem {
  heading: string;
  message: string;
  /** Left out where there is no poll. */
  definition?: PollDefinition;
  /** Address of this frame's results, which always stand. */
  results?: string;
}

export function problemCard({ heading, message, definition, results }: CardProblem, { language, theme }: Look): Card {
  const strings = words(language, "reader");
  return {
    language,
    theme,
    title: `${strings["err.prefix"]}${heading}`,
    ...(definition && { definition }),
    main: html`${alertBox({ heading, message, level: "h1" })}
${results ? html`<p class="onward"><a href="${results}">${strings["see_results.plain"]}</a></p>` : ""}
${definition ? toPage(definition, language, strings["embed.open"]) : ""}`,
  };
}

interface ResultsCard extends LiveResults {
  theme: Theme;
  notices: readonly Notice[];
  /** What was seen at the door, as of the last seal. */
  counters: PollCounters;
  /** `told`: the vote was just counted. `for-script`: the script says so. `before`: the browser has voted earlier. */
  voted?: "told" | "for-script" | "before";
  closedAt?: number;
  /** The log is signed no more. */
  refused: boolean;
  /** Address of these results, and of the form where the reader came from it. */
  here: string;
  form?: string;
}

/** The results. What is hidden from anyone is hidden here: a frame knows no voters (invariant 7). */
export function resultsCard(results: ResultsCard): Card {
  const { language, definition, tally, theme, notices, voted } = results;
  const strings = words(language, "reader");
  const question = mainQuestion(definition);
  const text = inLanguage(question.text, language);
  const counts = tally.questions[question.id];
  const state = tally.phase === "closed" ? strings["results.final"] : strings.results;
  return {
    language,
    theme,
    title: `${voted === "told" ? strings.thanks : state} – ${text}`,
    definition,
    main: html`${noticeBanner(definition, notices, language, { links: false })}
${told(results)}
${stamp(definition, tally.phase, language, results.closedAt)}
${results.refused ? warning(strings["log.refused"]) : ""}
<h1>${text}</h1>
<div id="results" ${jsonAttribute("data-live", liveWords(results))}>
${counts ? resultsTable({ language, question, counts, asOf: tally.asOf, terse: true, caption: caption(results, strings["results.hidden"]) }) : ""}
<p class="note">${doorLine(results.counters, language)}</p>
${controls(results, results.here)}
</div>
${tally.phase === "open" && voted === undefined ? onward(results) : ""}`,
  };
}

/** That the vote counts, and its receipt code once the script finds it. */
function told({ language, definition, voted }: ResultsCard): Html | "" {
  const strings = words(language, "reader");
  if (voted === undefined) return "";
  if (voted === "before") return html`<p class="ok">${strings.already}</p>`;
  const batched = definition.rules.release === "batched" ? html`<p>${strings["thanks.batched"]}</p>` : "";
  const shown = voted === "told" ? html` autofocus` : html` hidden`;
  return html`<div class="ok" id="thanks" tabindex="-1"${shown}><p>${strings.thanks}</p>${batched}</div>
<details id="receipt" data-question="${mainQuestion(definition).id}" hidden><summary>${strings["secret.h"]}</summary>
<p class="note"><code dir="ltr"></code> <a href="${pollPath(language, definition.id, "withdraw")}" target="_top">${strings["receipt.link"]}</a></p></details>`;
}

const onward = ({ language, definition, form }: ResultsCard): Html => {
  const strings = words(language, "reader");
  return form
    ? html`<p class="onward"><a href="${form}" id="back">${strings.back}</a></p>`
    : toPage(definition, language, strings["embed.open"]);
};
