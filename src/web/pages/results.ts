import type { Context } from "hono";
import { html } from "hono/html";
import { askScript, resultsCss, resultsScript } from "../../built/inline.ts";
import { findQuestion, mainQuestion, type PollDefinition, type Question } from "../../domain/definition.ts";
import { disclose, showsCounts } from "../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { standing } from "../../domain/tally.ts";
import { type PollView, readFreshTally } from "../../engine/index.ts";
import { words } from "../../i18n/index.ts";
import { pollPath, votedPath } from "../http/addresses.ts";
import type { Page } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import { hasMark } from "../http/mark.ts";
import type { Asked, ForEveryone, ForOne } from "../http/poll.ts";
import { doneBox, onwardLinks, warning } from "../kit/boxes.ts";
import { type QuestionForm, questionForm } from "../kit/form.ts";
import { type Html, jsonAttribute } from "../kit/html.ts";
import { noticeBanner } from "../kit/notices.ts";
import { kicker, stamp } from "../kit/poll.ts";
import { caption, controls, doorDetails, doorLine, resultsTable } from "../kit/results.ts";
import { type LiveResults, liveWords } from "../kit/script-words.ts";
import { page, pollShell } from "../kit/shell.ts";
import { resultsCard } from "../kit/social.ts";
import { answering, pageWays, skippedIn } from "./casting.ts";

/** The tally, the same for everyone. */
export const resultsPage: ForEveryone = ({ poll, language, site }) => {
  const { definition, phase } = poll;
  const tally = disclose(poll.tally, definition.rules, "anyone");
  return {
    ...resultsView({
      language,
      poll,
      definition,
      tally,
      live: showsCounts(definition.rules.results, phase, "anyone"),
      site,
    }),
    caching: "second",
  };
};

/**
 * `GET …/voted`: after a vote by script. Only a browser with the mark of a ballot is told anything: whoever else is sent this
 * address sees the results as everyone does.
 */
export const votedPage: ForOne = (asked, c) => {
  const { definition } = asked.poll;
  if (!definition.questions.some((each) => hasMark(c, definition.id, each.id)))
    return { kind: "redirect", status: 303, to: pollPath(asked.language, definition.id, "results") };
  const { searchParams } = new URL(c.req.url);
  const counted = findQuestion(definition, searchParams.get("answered") ?? "");
  return afterVote(asked, c, { ...(counted && { counted }), skip: skippedIn(definition, searchParams.get("skip")) });
};

/** The results as a voter sees them: their own ballot among the others, and the next question. One at a time. */
export async function afterVote(
  { poll, language }: Asked,
  c: Context<AppEnv>,
  { counted, skip }: { counted?: Question; skip: readonly string[] },
): Promise<Page> {
  const { definition, phase } = poll;
  const answered = ({ id }: Question) => id === counted?.id || hasMark(c, definition.id, id);
  const viewer = answered(mainQuestion(definition)) ? "voter" : "anyone";
  const asks = phase === "open" && viewer === "voter";
  const next = asks && definition.questions.slice(1).find((each) => !answered(each) && !skip.includes(each.id));
  const { results } = definition.rules;
  return resultsView({
    language,
    poll,
    definition,
    tally: disclose(await readFreshTally(c.env, poll), definition.rules, viewer),
    // Live messages are for everyone: they would take away what only a voter may see.
    live: showsCounts(results, phase, "anyone") === showsCounts(results, phase, viewer),
    ...(counted && { counted }),
    voter: { skip, ...(next && { next }) },
  });
}

interface ResultsPage extends LiveResults {
  poll: PollView;
  /** The question just answered from this browser. */
  counted?: Question;
  /** Of a page of this reader's own: what is asked next, and what was passed over. Left out: of the page that is everyone's. */
  voter?: { next?: Question; skip: readonly string[] };
  /** Scheme and host that readers see, of the page that is everyone's. */
  site?: string;
}

function resultsView(results: ResultsPage): Page {
  const { language, definition, poll, tally, counted, voter, site } = results;
  const strings = words(language, "reader");
  const main = mainQuestion(definition);
  const text = inLanguage(main.text, language);
  const state = tally.phase === "closed" ? strings["results.final"] : strings.results;
  const asks = voter?.next !== undefined;
  const here = voter ? votedPath(language, definition.id, voter) : pollPath(language, definition.id, "results");
  return page(
    "own",
    {
      ...pollShell(
        definition,
        language,
        counted ? `${thanks(results, counted)} – ${text}` : `${state} – ${text}`,
        "results",
      ),
      // A page that asks carries the voting script in the same one.
      scripts: [asks ? askScript : resultsScript],
      style: resultsCss,
      ...(site === undefined ? { own: true } : { site, card: resultsCard(definition, tally, language) }),
    },
    html`${kicker(definition, language, tally.phase === "open")}
${counted ? html`${doneBox("thanks", told(results, counted))}${receipt(results, counted)}` : ""}
${stamp(definition, tally.phase, language, poll.closedAt)}
${noticeBanner(definition, poll.notices, language)}
${poll.refused ? warning(strings["log.refused"]) : ""}
<h1>${text}</h1>
<div id="results" ${jsonAttribute("data-live", liveWords(results))}>
${tableOf(results, main, caption(results, whyHidden(results)))}
${rounding(results)}
${atTheDoor(results)}
${controls(results, here)}
</div>
${voter?.next ? followUp(results, voter.next, voter.skip) : otherTables(results)}
${tally.phase === "open" && !voter ? html`<p class="onward"><a href="${pollPath(language, definition.id)}">${strings.back}</a></p>` : ""}
${asks ? "" : onward(results)}`,
    html`<p class="note">${asks ? strings["notsci.short"] : strings.notsci}</p>`,
  );
}

/** Check it, pass it on, take it elsewhere. */
const onward = ({ language, definition }: ResultsPage): Html => {
  const strings = words(language, "reader");
  const embed = pollPath(language, definition.id, "embed");
  return onwardLinks([
    { href: pollPath(language, definition.id, "verify"), label: strings["verify.link"] },
    { href: `${embed}#share`, label: strings.share },
    { href: embed, label: strings["embed.link"] },
  ]);
};

const thanks = ({ language, definition }: ResultsPage, counted: Question): string =>
  words(language, "reader")[counted.id === mainQuestion(definition).id ? "thanks" : "thanks.answer"];

const told = (results: ResultsPage, counted: Question): Html =>
  html`<p>${thanks(results, counted)}</p>${
    results.definition.rules.release === "batched"
      ? html`<p>${words(results.language, "reader")["thanks.batched"]}</p>`
      : ""
  }`;

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

/** A follow-up question, in the results page, with the way past it. */
function followUp({ poll, language, definition }: ResultsPage, question: Question, skip: readonly string[]): Html {
  const strings = words(language, "reader");
  const ways = pageWays(language, definition.id, question.id, skip);
  const form: QuestionForm = answering(poll, language, question, ways, skip);
  const past = votedPath(language, definition.id, { skip: [...skip, question.id] });
  return html`<section class="follow" aria-labelledby="follow">
<h2 id="follow">${strings["follow.h"]}</h2>
<p class="note">${strings["follow.note"]}</p>
${questionForm(form)}
<p class="onward"><a href="${past}">${strings["follow.skip"]}</a></p>
</section>`;
}

function tableOf({ tally, language, voter }: ResultsPage, question: Question, caption: Html): Html | "" {
  const counts = tally.questions[question.id];
  return counts
    ? resultsTable({ language, question, counts, caption, asOf: tally.asOf, terse: voter?.next !== undefined })
    : "";
}

const rounding = ({ language, definition, tally }: ResultsPage): Html | "" =>
  tally.questions[mainQuestion(definition).id]?.options
    ? html`<p class="note round">${words(language, "reader").round}</p>`
    : "";

/** A page that goes on asking has room for the line alone, and the way to what it means. */
const atTheDoor = ({ language, definition, poll: { counters }, voter }: ResultsPage): Html =>
  voter?.next
    ? html`<p class="note"><a href="${pollPath(language, definition.id, "method")}#item-11">${doorLine(counters, language)}</a></p>`
    : doorDetails(counters, language, words(language, "reader")["door.asof"]);

/** A voter finds their way to what the vote shows them, also from the page that is everyone's. */
const whyHidden = ({ language, definition }: ResultsPage): Html => {
  const strings = words(language, "reader");
  return definition.rules.results === "after-vote"
    ? html`${strings["results.hidden.vote"]} <a href="${votedPath(language, definition.id)}">${strings["results.hidden.voted"]}</a>`
    : html`${strings["results.hidden"]}`;
};

/** Answers to the follow-up questions; not shown to a reader who is still being asked, whose answer they would sway. */
function otherTables(results: ResultsPage): Html | "" {
  const { language, definition, tally } = results;
  const strings = words(language, "reader");
  const shown = definition.questions.slice(1).filter((each) => {
    const counts = tally.questions[each.id];
    return counts?.options && standing(counts) > 0;
  });
  if (shown.length === 0) return "";
  return html`<section aria-labelledby="others">
<h2 id="others">${strings["follow.results"]}</h2>
${shown.map(
  (question) => html`${tableOf(results, question, html`<b>${inLanguage(question.text, language)}</b>`)}
${question.kind === "multiple" ? html`<p class="note">${strings["multiple.note"]}</p>` : ""}`,
)}
</section>`;
}
