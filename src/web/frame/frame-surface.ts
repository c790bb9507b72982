import type { Context } from "hono";
import type { PollDefinition, Question } from "../../domain/definition.ts";
import type { PollView } from "../../engine/index.ts";
import { words } from "../../i18n/index.ts";
import { apiPath } from "../http/addresses.ts";
import { type FrameChannel, frameChannel } from "../http/channel.ts";
import type { AppEnv } from "../http/env.ts";
import type { Ways } from "../kit/question-form.ts";
import type { VoteSurface } from "../pages/vote-surface.ts";
import { type FrameOptions, frameAddress } from "./frame-options.ts";
import { PLAIN_CARD_SCRIPTS, problemCard } from "./plain-cards.ts";
import { framedBy, respondFrame } from "./respond-frame.ts";
import { VOTE_CARD_SCRIPTS, voteCard } from "./vote-card.ts";

/** A frame in another site's page. Everything it answers stays inside the frame. */
export function frameSurface(c: Context<AppEnv>, view: PollView, options: FrameOptions): VoteSurface {
  const { definition, notices } = view;
  const { language, theme } = options;
  const strings = words(language, "reader");
  const policy = framedBy(definition);
  const channel = frameChannel(c, definition);
  return {
    channel,
    ways: (question) => frameWays(definition, question, options, channel),
    again: (form, status) =>
      respondFrame(c, voteCard(definition, notices, form, { theme, results: resultsAddress(definition, options) }), {
        sharing: "own",
        status,
        scripts: VOTE_CARD_SCRIPTS,
        framedBy: policy,
      }),
    notCounted: (message) => problem(strings["refused.h"], message, 409),
    refused: ({ status, why }) => problem(strings["err.h"], strings[why], status),
  };

  function problem(heading: string, message: string, status: 403 | 409 | 413 | 415 | 422) {
    const results = resultsAddress(definition, options);
    return respondFrame(c, problemCard({ heading, message, definition, results }, options), {
      sharing: "own",
      status,
      scripts: PLAIN_CARD_SCRIPTS,
      framedBy: policy,
    });
  }
}

/** Where the form of a frame leads: never out of it. Ballots say on whose page the frame stands. */
export function frameWays(
  definition: PollDefinition,
  question: Question,
  options: FrameOptions,
  { host }: FrameChannel,
): Ways {
  const known = host !== undefined && { host };
  return {
    action: frameAddress(definition.id, { ...options, view: "vote", back: false }, { page: "/vote", ...known }),
    ballots: `${apiPath(definition.id)}/ballots?${new URLSearchParams({ from: "frame", ...known })}`,
    voted: frameAddress(definition.id, { ...options, view: "results", back: false }, { voted: question.id }),
  };
}

/** The results of the same frame, with the way back to its form. */
export const resultsAddress = (definition: PollDefinition, options: FrameOptions): string =>
  frameAddress(definition.id, { ...options, view: "results", back: true });
