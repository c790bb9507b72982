import { disclose, showsCounts } from "../../domain/disclosure.ts";
import { mainQuestion } from "../../domain/find-question.ts";
import { type PollView, readFreshTally } from "../../engine/index.ts";
import { words } from "../../i18n/index.ts";
import { articleChannel } from "../http/channel.ts";
import { hasMark } from "../http/mark.ts";
import type { ReadContext } from "../http/read-query.ts";
import type { QuestionForm } from "../kit/question-form.ts";
import { freshSecret } from "../pages/secret.ts";
import { type FrameOptions, frameAddress } from "./frame-options.ts";
import { frameWays, resultsAddress } from "./frame-surface.ts";
import { PLAIN_CARD_SCRIPTS, scheduledCard } from "./plain-cards.ts";
import { framedBy, respondFrame } from "./respond-frame.ts";
import { RESULTS_CARD_SCRIPTS, resultsCard } from "./results-card.ts";
import { VOTE_CARD_SCRIPTS, voteCard } from "./vote-card.ts";

type Answer = Response | Promise<Response>;

/** A poll in a frame: the form while it may be filled in here, else the results; before it opens, what it will ask. */
export function frame(c: ReadContext, view: PollView, options: FrameOptions): Answer {
  const { definition, phase } = view;
  if (phase === "scheduled")
    return respondFrame(c, scheduledCard(definition, view.notices, options), {
      sharing: "shared",
      scripts: PLAIN_CARD_SCRIPTS,
      framedBy: framedBy(definition),
    });
  const marked = hasMark(c, definition.id, mainQuestion(definition).id);
  return phase === "open" && options.view === "vote" && !marked
    ? form(c, view, options)
    : results(c, view, options, marked);
}

function form(c: ReadContext, view: PollView, options: FrameOptions): Answer {
  const { definition, notices, log } = view;
  const { language, theme } = options;
  const secret = freshSecret();
  const question = mainQuestion(definition);
  const asked: QuestionForm = {
    language,
    poll: definition.id,
    question,
    ways: frameWays(definition, question, options, articleChannel(c, definition)),
    origin: log.origin,
    secret,
    chosen: [],
    heading: "h1",
    button: words(language, "reader").vote,
    skip: [],
  };
  return respondFrame(
    c,
    voteCard(definition, notices, asked, { theme, results: resultsAddress(definition, options) }),
    {
      sharing: "own",
      scripts: VOTE_CARD_SCRIPTS,
      framedBy: framedBy(definition),
      keepable: { view, secret },
    },
  );
}

async function results(c: ReadContext, view: PollView, options: FrameOptions, marked: boolean): Promise<Response> {
  const { definition, phase, closedAt } = view;
  const main = mainQuestion(definition);
  const counted = c.req.query("voted") === main.id;
  const voted = counted ? "now" : marked && options.view === "vote" ? "before" : undefined;
  // Who has just voted sees their own vote among the others, as on our own page.
  const tally = marked ? await readFreshTally(c, view) : view.tally;
  const body = resultsCard({
    language: options.language,
    theme: options.theme,
    definition,
    notices: view.notices,
    counters: view.counters,
    // invariant 7: `after-vote` is a courtesy of the vote page; a frame behaves as `after-close`.
    tally: disclose(tally, definition.rules, "anyone"),
    live: showsCounts(definition.rules.results, phase, "anyone"),
    ...(voted && { voted }),
    marked,
    ...(closedAt !== undefined && { closedAt }),
    refused: view.refused !== undefined,
    here: frameAddress(definition.id, { ...options, view: "results" }),
    ...(options.back && !marked && { form: frameAddress(definition.id, { ...options, view: "vote", back: false }) }),
  });
  return respondFrame(c, body, {
    sharing: marked ? "own" : "shared",
    scripts: RESULTS_CARD_SCRIPTS,
    framedBy: framedBy(definition),
    ...(!marked && { keepable: { view } }),
  });
}
