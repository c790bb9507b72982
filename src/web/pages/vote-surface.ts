import type { Context } from "hono";
import { voteScript } from "../../built/inline.ts";
import type { Channel } from "../../domain/channels.ts";
import type { Question } from "../../domain/definition.ts";
import type { Language } from "../../domain/language.ts";
import type { PollView } from "../../engine/index.ts";
import { apiPath, pollPath, votedPath } from "../http/addresses.ts";
import type { AppEnv } from "../http/env.ts";
import { respond } from "../http/respond.ts";
import { siteOf } from "../http/site.ts";
import { notCountedPage, type Refused, refusedPage } from "../kit/problem-pages.ts";
import type { QuestionForm, Ways } from "../kit/question-form.ts";
import { voteView } from "./views/vote.ts";

type Answer = Response | Promise<Response>;

/** Where votes are taken: our own pages, or a frame in another site's. There is one way of a vote, and this is what differs. */
export interface VoteSurface {
  /** Where a vote is cast; the device mark must be readable there. */
  channel: Channel;
  ways(question: Question, skip: readonly string[]): Ways;
  /** The form once more, with what is wrong and the choice kept. */
  again(form: QuestionForm, status: 422 | 429 | 503): Answer;
  /** A ballot that was refused for good. `offer`: this browser's own stands, and can be taken back to vote again. */
  notCounted(message: string, offer?: "withdraw"): Answer;
  /** A form that is not taken, whatever it says. */
  refused(refused: Refused): Answer;
}

/** Our own pages. */
export const ownPages = (c: Context<AppEnv>, { definition, notices }: PollView, language: Language): VoteSurface => ({
  channel: { from: "page" },
  ways: (question, skip) => pageWays(language, definition.id, question, skip),
  again: (form, status) =>
    respond(c, voteView(definition, form, notices, siteOf(c)), { sharing: "own", status, scripts: [voteScript] }),
  notCounted: (message, offer) => notCountedPage(c, definition, language, message, offer),
  refused: (refused) => refusedPage(c, refused),
});

export const pageWays = (language: Language, poll: string, question: Question, skip: readonly string[]): Ways => ({
  action: pollPath(language, poll, "vote"),
  ballots: `${apiPath(poll)}/ballots`,
  voted: votedPath(language, poll, question.id, skip),
});
