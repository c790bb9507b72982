import { resultsCss } from "../../built/inline.ts";
import { disclose, showsCounts } from "../../domain/disclosure.ts";
import { findQuestion, mainQuestion } from "../../domain/find-question.ts";
import type { Language } from "../../domain/language.ts";
import { type PollView, readFreshTally } from "../../engine/index.ts";
import { hasMark } from "../http/mark.ts";
import type { ReadContext } from "../http/read-query.ts";
import { respond } from "../http/respond.ts";
import { siteOf } from "../http/site.ts";
import { stateView } from "../kit/state.ts";
import { voteButton } from "./post-vote.ts";
import { freshSecret } from "./secret.ts";
import { skippedIn } from "./skipped.ts";
import { nextFollowUp } from "./views/follow-up.ts";
import { methodView } from "./views/method.ts";
import { resultsScripts, resultsView } from "./views/results.ts";
import { askMainQuestion } from "./vote-page.ts";
import { pageWays } from "./vote-surface.ts";

export type PageHandler = (c: ReadContext, view: PollView, language: Language) => Response | Promise<Response>;

/** The question and its answers; once voting is over, the results in their place. */
export const votePage: PageHandler = (c, view, language) => {
  const { definition, phase } = view;
  const main = mainQuestion(definition);
  if (phase === "closing" || phase === "closed") return resultsPage(c, view, language);
  if (phase !== "open")
    return respond(c, stateView(definition, { kind: "phase", phase }, language, view.notices, siteOf(c)), {
      sharing: "shared",
    });
  if (hasMark(c, definition.id, main.id))
    return respond(c, stateView(definition, { kind: "voted" }, language, view.notices, siteOf(c)), { sharing: "own" });
  return askMainQuestion(c, view, language);
};

/**
 * The tally. A browser with a device mark sees counts that include its own ballot and is offered the follow-up
 * questions; to all others the page is one and the same, from a cache.
 */
export const resultsPage: PageHandler = async (c, view, language) => {
  const { definition, phase } = view;
  const marked = (question: { id: string }) => hasMark(c, definition.id, question.id);
  const isVoter = definition.questions.some(marked);
  const viewer = marked(mainQuestion(definition)) ? "voter" : "anyone";
  const tally = isVoter ? await readFreshTally(c, view) : view.tally;
  const skip = skippedIn(definition, c.req.query("skip"));
  const next = phase === "open" && viewer === "voter" ? nextFollowUp(definition, marked, skip) : undefined;
  const voted = findQuestion(definition, c.req.query("voted") ?? "");
  const { results } = definition.rules;
  const body = resultsView({
    language,
    definition,
    tally: disclose(tally, definition.rules, viewer),
    // Live messages are for everyone: they would take away what only a voter may see.
    live: showsCounts(results, phase, "anyone") === showsCounts(results, phase, viewer),
    voter: viewer === "voter",
    ...(voted ? { voted } : {}),
    ...(next
      ? {
          followUp: {
            language,
            poll: definition.id,
            question: next,
            ways: pageWays(language, definition.id, next, skip),
            origin: view.log.origin,
            secret: freshSecret(),
            chosen: [],
            heading: "h3" as const,
            button: voteButton(view, next, language),
            skip,
          },
        }
      : {}),
    ...(view.closedAt !== undefined && { closedAt: view.closedAt }),
    refused: view.refused !== undefined,
    notices: view.notices,
    counters: view.counters,
    // A voter's own page is nobody else's: no program is told of it.
    ...(!isVoter && { site: siteOf(c) }),
  });
  const scripts = resultsScripts(next !== undefined);
  return respond(c, body, {
    sharing: isVoter ? "own" : "shared",
    scripts,
    style: resultsCss,
    ...(!isVoter && { keepable: { view } }),
  });
};

export const methodPage: PageHandler = (c, view, language) =>
  respond(
    c,
    methodView({
      language,
      definition: view.definition,
      tally: disclose(view.tally, view.definition.rules, "anyone"),
      logOrigin: view.log.origin,
      counters: view.counters,
      ...(view.unusual && { unusual: view.unusual }),
      notices: view.notices,
      ...(view.closedAt !== undefined && { closedAt: view.closedAt }),
    }),
    { sharing: "shared", keepable: { view } },
  );
