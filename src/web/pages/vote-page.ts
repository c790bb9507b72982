import { voteScript } from "../../built/inline.ts";
import { mainQuestion } from "../../domain/find-question.ts";
import type { Language } from "../../domain/language.ts";
import type { PollView } from "../../engine/index.ts";
import { words } from "../../i18n/index.ts";
import type { ReadContext } from "../http/read-query.ts";
import { respond } from "../http/respond.ts";
import { siteOf } from "../http/site.ts";
import { freshSecret } from "./secret.ts";
import { voteView } from "./views/vote.ts";
import { pageWays } from "./vote-surface.ts";

/** The main question of an open poll. The secret is all that differs from reader to reader. */
export function askMainQuestion(c: ReadContext, view: PollView, language: Language): Response | Promise<Response> {
  const { definition, log, notices } = view;
  const main = mainQuestion(definition);
  const secret = freshSecret();
  const form = {
    language,
    poll: definition.id,
    question: main,
    ways: pageWays(language, definition.id, main, []),
    origin: log.origin,
    secret,
    chosen: [],
    heading: "h1" as const,
    button: words(language, "reader").vote,
    skip: [],
  };
  return respond(c, voteView(definition, form, notices, siteOf(c)), {
    sharing: "own",
    scripts: [voteScript],
    keepable: { view, secret },
  });
}
