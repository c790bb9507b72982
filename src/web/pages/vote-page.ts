import { voteScript } from "../built/inline.ts";
import { siteOf } from "../guard/site.ts";
import { stringsOf } from "../i18n/strings.ts";
import type { PollView } from "../objects/gateway.ts";
import { mainQuestion } from "../poll/find-question.ts";
import type { Language } from "../poll/language.ts";
import type { ReadContext } from "../rush/read-query.ts";
import { respond } from "./respond.ts";
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
    button: stringsOf(language).vote,
    skip: [],
  };
  return respond(c, voteView(definition, form, notices, siteOf(c)), {
    sharing: "own",
    scripts: [voteScript],
    keepable: { view, secret },
  });
}
