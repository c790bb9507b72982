import type { Context } from "hono";
import { raw } from "hono/html";
import type { AppEnv } from "../app-env.ts";
import { voteScript } from "../built/inline.ts";
import { siteOf } from "../guard/site.ts";
import { stringsOf } from "../i18n/strings.ts";
import type { PollView } from "../objects/gateway.ts";
import type { PollDefinition } from "../poll/definition.ts";
import { mainQuestion } from "../poll/find-question.ts";
import type { Language } from "../poll/language.ts";
import { respond } from "./respond.ts";
import { freshSecret } from "./secret.ts";
import { voteView } from "./views/vote.ts";
import { pageWays } from "./vote-surface.ts";

/** Pages by the definition that they show: a view's is never changed, and the next view brings its own. */
const written = new WeakMap<PollDefinition, Map<string, readonly string[]>>();

/** A page names the host it was asked under. A flood of made-up hosts may cost writing, but no memory. */
const MOST_WRITTEN = 30;

/**
 * The main question of an open poll. The secret is all that differs from reader to reader, so the page is written once
 * in the second that a view lasts, in the pieces between which each reader's own secret goes.
 */
export async function askMainQuestion(c: Context<AppEnv>, view: PollView, language: Language): Promise<Response> {
  const pages = written.get(view.definition) ?? new Map<string, readonly string[]>();
  written.set(view.definition, pages);
  const site = siteOf(c);
  const name = `${language} ${site}`;
  const pieces = pages.get(name) ?? (await writePieces(view, language, site));
  if (pages.size < MOST_WRITTEN) pages.set(name, pieces);
  return respond(c, raw(pieces.join(freshSecret())), { sharing: "own", scripts: [voteScript] });
}

async function writePieces(
  { definition, log, notices }: PollView,
  language: Language,
  site: string,
): Promise<readonly string[]> {
  const main = mainQuestion(definition);
  // As random as any other, so that it stands nowhere but where a secret stands; and nobody's.
  const secret = freshSecret();
  const page = await voteView(
    definition,
    {
      language,
      poll: definition.id,
      question: main,
      ways: pageWays(language, definition.id, main, []),
      origin: log.origin,
      secret,
      chosen: [],
      heading: "h1",
      button: stringsOf(language).vote,
      skip: [],
    },
    notices,
    site,
  );
  return page.toString().split(secret);
}
