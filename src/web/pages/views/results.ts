import { html } from "hono/html";
import { askScript, resultsCss, resultsScript } from "../../../built/inline.ts";
import type { PollCounters } from "../../../domain/counters.ts";
import type { PollDefinition, Question } from "../../../domain/definition.ts";
import { mainQuestion } from "../../../domain/find-question.ts";
import { inLanguage, type Language } from "../../../domain/language.ts";
import type { Notice } from "../../../domain/notice.ts";
import { standing } from "../../../domain/tally.ts";
import { words } from "../../../i18n/index.ts";
import { pollPath } from "../../http/addresses.ts";
import { doorDetails, doorLine } from "../../kit/door.ts";
import type { Html } from "../../kit/html.ts";
import { jsonAttribute } from "../../kit/json-attribute.ts";
import { layout } from "../../kit/layout.ts";
import { caption, controls, type LiveResults, liveWords } from "../../kit/live-results.ts";
import { kicker } from "../../kit/notes.ts";
import { noticeBanner } from "../../kit/notices.ts";
import { pollFrame } from "../../kit/poll-frame.ts";
import type { QuestionForm } from "../../kit/question-form.ts";
import { resultsTable } from "../../kit/results-table.ts";
import { resultsCard } from "../../kit/social.ts";
import { stamp } from "../../kit/state.ts";
import { followUp } from "./follow-up.ts";

export interface ResultsPage extends LiveResults {
  /** This browser carries the mark of the main question. */
  voter: boolean;
  /** The question just answered from this browser. */
  voted?: Question;
  followUp?: QuestionForm;
  /** When the poll closed, milliseconds since 1970. */
  closedAt?: number;
  /** The log is signed no more. */
  refused: boolean;
  notices: readonly Notice[];
  /** What was seen at the door, as of the last seal. */
  counters: PollCounters;
  /** Scheme and host that readers see; left out of the page of one reader. */
  site?: string;
}

/** A page that asks carries the voting script in the same one. */
export const resultsScripts = (asks: boolean) => [asks ? askScript : resultsScript];

export function resultsView(page: ResultsPage): Html {
  const { language, definition, tally, voted } = page;
  const strings = words(language, "reader");
  const main = mainQuestion(definition);
  const text = inLanguage(main.text, language);
  const state = tally.phase === "closed" ? strings["results.final"] : strings.results;
  const title = voted ? `${thanks(page, voted)} – ${text}` : `${state} – ${text}`;
  return layout(
    {
      ...pollFrame(definition, language, title, "results"),
      scripts: resultsScripts(page.followUp !== undefined),
      style: resultsCss,
      ...(page.site === undefined
        ? { own: true }
        : { site: page.site, card: resultsCard(definition, tally, language) }),
    },
    html`${kicker(definition, language, tally.phase === "open")}
${voted ? html`<div class="ok" id="thanks" tabindex="-1" autofocus><p>${thanks(page, voted)}</p>${definition.rules.release === "batched" ? html`<p>${strings["thanks.batched"]}</p>` : ""}</div>${receipt(page, voted)}` : ""}
${stamp(definition, tally.phase, language, page.closedAt)}
${noticeBanner(definition, page.notices, language)}
${page.refused ? html`<p class="err">${strings["log.refused"]}</p>` : ""}
<h1>${text}</h1>
<div id="results" ${jsonAttribute("data-live", liveWords(page))}>
${tableOf(page, main, caption(page, whyHidden(page)))}
${rounding(page)}
${atTheDoor(page)}
${controls(page, pollPath(language, definition.id, "results"))}
</div>
${page.followUp ? followUp(definition, page.followUp) : otherTables(page)}
${tally.phase === "open" && !page.voter ? html`<p class="onward"><a href="${pollPath(language, definition.id)}">${strings.back}</a></p>` : ""}
${page.followUp ? "" : onwardLinks(page)}`,
    html`<p class="note">${page.followUp ? strings["notsci.short"] : strings.notsci}</p>`,
  );
}

/** Check it, pass it on, take it elsewhere. */
const onwardLinks = ({ language, definition }: ResultsPage): Html => {
  const strings = words(language, "reader");
  const embed = pollPath(language, definition.id, "embed");
  return html`<ul class="onward">
<li><a href="${pollPath(language, definition.id, "verify")}">${strings["verify.link"]}</a></li>
<li><a href="${embed}#share">${strings.share}</a></li>
<li><a href="${embed}">${strings["embed.link"]}</a></li>
</ul>`;
};

/** The way to the receipt page; the script shows the button where it has a receipt to keep. */
const receipt = ({ language, definition }: ResultsPage, { id }: Question): Html => {
  const strings = words(language, "reader");
  return html`<p class="live"><button type="button" id="keep" value="${id}" aria-pressed="false" hidden>${strings["receipt.keep"]}</button>
<a href="${pollPath(language, definition.id, "withdraw")}">${strings["receipt.link"]}</a> ${strings["receipt.shows"]}${pledgeLink(language, definition)}</p>`;
};

/** For whoever announced an act; whether this reader did, the server does not know. */
const pledgeLink = (language: Language, definition: PollDefinition): Html | "" =>
  definition.reminder
    ? html` <a href="${pollPath(language, definition.id, "pledge")}">${words(language, "reader")["pledge.link"]}</a>`
    : "";

const thanks = ({ language, definition }: ResultsPage, voted: Question): string =>
  voted.id === mainQuestion(definition).id
    ? words(language, "reader").thanks
    : words(language, "reader")["thanks.answer"];

function tableOf(page: ResultsPage, question: Question, caption: Html): Html | "" {
  const counts = page.tally.questions[question.id];
  return counts
    ? resultsTable({
        language: page.language,
        question,
        counts,
        caption,
        asOf: page.tally.asOf,
        terse: page.followUp !== undefined,
      })
    : "";
}

const rounding = ({ language, definition, tally }: ResultsPage): Html | "" =>
  tally.questions[mainQuestion(definition).id]?.options
    ? html`<p class="note round">${words(language, "reader").round}</p>`
    : "";

/** A page that goes on asking has room for the line alone, and the way to what it means. */
const atTheDoor = ({ language, definition, counters, followUp }: ResultsPage): Html =>
  followUp
    ? html`<p class="note"><a href="${pollPath(language, definition.id, "method")}#item-11">${doorLine(counters, language)}</a></p>`
    : doorDetails(counters, language, words(language, "reader")["door.asof"]);

const whyHidden = ({ language, definition }: ResultsPage): string =>
  words(language, "reader")[definition.rules.results === "after-vote" ? "results.hidden.vote" : "results.hidden"];

/** Answers to the follow-up questions; not shown to a reader who is still being asked, whose answer they would sway. */
function otherTables(page: ResultsPage): Html | "" {
  const { language, definition } = page;
  const strings = words(language, "reader");
  const shown = definition.questions.slice(1).filter((each) => {
    const counts = page.tally.questions[each.id];
    return counts?.options && standing(counts) > 0;
  });
  if (shown.length === 0) return "";
  return html`<section aria-labelledby="others">
<h2 id="others">${strings["follow.results"]}</h2>
${shown.map(
  (question) => html`${tableOf(page, question, html`<b>${inLanguage(question.text, language)}</b>`)}
${question.kind === "multiple" ? html`<p class="note">${strings["multiple.note"]}</p>` : ""}`,
)}
</section>`;
}
