import { html } from "hono/html";
import { voteScript } from "../../built/inline.ts";
import { mainQuestion, type PollDefinition } from "../../domain/definition.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Phase } from "../../domain/phase.ts";
import { words } from "../../i18n/index.ts";
import { pollPath, votedPath } from "../http/addresses.ts";
import type { Page } from "../http/answer.ts";
import type { Asked, ForEveryone, ForOne } from "../http/poll.ts";
import { confirmForm, formProblem, type QuestionForm, questionForm } from "../kit/form.ts";
import type { Html } from "../kit/html.ts";
import { noticeBanner } from "../kit/notices.ts";
import { kicker, notes, sourceQuote, stamp } from "../kit/poll.ts";
import { barePage, problemPage } from "../kit/problems.ts";
import { page, pollShell } from "../kit/shell.ts";
import { questionCard } from "../kit/social.ts";
import { choosing, confirmVote, pageWays, postVote, skippedIn, type VotePlace } from "./casting.ts";
import { afterVote, resultsPage } from "./results.ts";

/** The question and its answers; once voting is over, the results in their place. The same for everyone. */
export const votePage: ForEveryone = (asked) => {
  const { phase } = asked.poll;
  if (phase === "closing" || phase === "closed") return resultsPage(asked);
  if (phase !== "open") return statePage(asked, phase);
  return asking(asked, choosing(asked, ownPages(asked)));
};

export const confirmPage: ForOne = (asked, c) => confirmVote(asked, c, ownPages(asked));

export const takeVote: ForOne = (asked, c) =>
  postVote(asked, c, {
    ...ownPages(asked),
    counted: (question, skip) => afterVote(asked, c, { counted: question, skip }),
  });

/** Our own pages. */
export const ownPages = (asked: Asked): VotePlace => {
  const { poll, language } = asked;
  const { definition } = poll;
  const strings = words(language, "reader");
  return {
    mark: "page",
    start: pollPath(language, definition.id),
    ways: (question, skip) => pageWays(language, definition.id, question.id, skip),
    hidden: {},
    ask: (form) => ({ ...asking(asked, form), caching: "own" }),
    confirm: (form) => confirming(asked, form),
    counted: (question) => ({
      kind: "redirect",
      status: 303,
      to: votedPath(language, definition.id, { answered: question.id }),
    }),
    alreadyVoted: () => alreadyVoted(asked),
    notCounted: (message, offer) => notCounted(asked, message, offer),
    notTaken: ({ status, why }) =>
      barePage(language, { status, heading: strings["err.h"], message: strings[why], answer: true }),
  };
};

/** The page that asks one question: the main one, or a follow-up whose form came back. */
function asking({ poll, site }: Asked, form: QuestionForm): Page {
  const { definition, notices } = poll;
  const { language, question, problem } = form;
  const strings = words(language, "reader");
  const title = inLanguage(question.text, language);
  const isMain = question.id === mainQuestion(definition).id;
  const skipped = skippedIn(definition, form.hidden.skip);
  const onward = isMain
    ? html`<a href="${pollPath(language, definition.id, "results")}">${strings.see_results}</a>`
    : html`<a href="${votedPath(language, definition.id, { skip: [...skipped, question.id] })}">${strings["follow.skip"]}</a>`;
  return page(
    "second",
    {
      ...pollShell(definition, language, problem ? `${strings["err.prefix"]}${title}` : title),
      scripts: [voteScript],
      site,
      card: questionCard(definition, language),
    },
    html`${kicker(definition, language, true)}
${noticeBanner(definition, notices, language)}
${formProblem(form)}
${isMain ? html`<p class="ok" id="already" hidden>${strings.already}</p>` : ""}
${questionForm(form)}
<p class="onward">${onward}</p>
${sourceQuote(definition, language)}`,
    notes(definition, language),
  );
}

/** One press remains. */
function confirming({ poll }: Asked, form: QuestionForm & { secret: string }): Page {
  const { definition, notices } = poll;
  const { language, question } = form;
  const strings = words(language, "reader");
  return page(
    "own",
    {
      ...pollShell(definition, language, `${strings["confirm.vote"]} – ${inLanguage(question.text, language)}`),
      scripts: [voteScript],
      own: true,
    },
    html`${kicker(definition, language, true)}
${noticeBanner(definition, notices, language)}
${confirmForm(form)}
<p class="onward"><a href="${pollPath(language, definition.id)}">${strings["confirm.change"]}</a></p>`,
    notes(definition, language),
  );
}

/** The vote page of a poll that takes no votes now. */
function statePage(asked: Asked, phase: Extract<Phase, "draft" | "scheduled" | "paused">): Page {
  const { poll, language, site } = asked;
  const strings = words(language, "reader");
  const { options } = mainQuestion(poll.definition);
  const told = html`${stamp(poll.definition, phase, language)}
<h2 class="sub">${strings["options.h"]}</h2>
<ol class="plain">${options.map((option) => html`<li>${inLanguage(option.label, language)}</li>`)}</ol>`;
  return {
    ...stateOf(
      poll,
      language,
      { name: phase === "paused" ? strings.paused : strings.scheduled, told, results: phase === "paused" },
      site,
    ),
    caching: "second",
  };
}

/** This browser has voted: its vote stands, and may be taken back. */
function alreadyVoted({ poll, language }: Asked): Page {
  const strings = words(language, "reader");
  const withdraw = pollPath(language, poll.definition.id, "withdraw");
  const told = html`<p class="ok">${strings.already}</p>
<p><a href="${withdraw}">${strings["withdraw.again"]}</a></p>`;
  return stateOf(poll, language, { name: strings.already, told, results: true });
}

/** `name`: the state in the title, up to its first full stop. `site`: of a page that people pass on. */
function stateOf(
  { definition, notices }: { definition: PollDefinition; notices: readonly Notice[] },
  language: Language,
  { name, told, results }: { name: string; told: Html; results: boolean },
  site?: string,
): Page {
  const strings = words(language, "reader");
  const text = inLanguage(mainQuestion(definition).text, language);
  return page(
    "own",
    {
      ...pollShell(definition, language, `${text} – ${name.split(".")[0]}`),
      ...(site === undefined ? { own: true } : { site, card: questionCard(definition, language) }),
    },
    html`${kicker(definition, language, false)}
${noticeBanner(definition, notices, language)}
<h1>${text}</h1>
${told}
${results ? html`<p class="act"><a class="btn" href="${pollPath(language, definition.id, "results")}">${strings["see_results.plain"]}</a></p>` : ""}
${sourceQuote(definition, language)}`,
    notes(definition, language),
  );
}

/** A ballot that was refused for good, with the way to the results, and to taking back the ballot that stands. */
function notCounted({ poll, language }: Asked, message: string, offer?: "withdraw"): Page {
  const { definition } = poll;
  const strings = words(language, "reader");
  const heading = strings["refused.h"];
  const links = [
    ...(offer ? [{ href: pollPath(language, definition.id, offer), label: strings["withdraw.again"] }] : []),
    { href: pollPath(language, definition.id, "results"), label: strings["see_results.plain"] },
    { href: pollPath(language, definition.id), label: strings.back },
  ];
  const shell = pollShell(definition, language, `${strings["err.prefix"]}${heading}`);
  return problemPage(shell, { status: 409, heading, message, links, answer: true });
}
