import { type Context, Hono } from "hono";
import { LANGUAGES } from "../../domain/language.ts";
import { DEFAULT_POLL, homePath, PRIVACY_JSON, pollPath, prefixOf, privacyPath } from "../http/addresses.ts";
import type { AppEnv } from "../http/env.ts";
import { ofPoll } from "../http/of-poll.ts";
import { sameOriginOnly } from "../http/request.ts";
import { refusedPage, wrongMethodPage } from "../kit/problem-pages.ts";
import { methodPage, type PageHandler, resultsPage, votePage } from "./get-pages.ts";
import { pledgeFile, pledgePage } from "./pledge-page.ts";
import { postVote } from "./post-vote.ts";
import { privacyJson, privacyPage } from "./privacy-page.ts";
import { verifyPage } from "./verify-page.ts";
import { ownPages } from "./vote-surface.ts";
import { foreignWithdraw, postWithdraw, withdrawPage } from "./withdraw-page.ts";

export { errorPage, notFoundPage } from "../kit/problem-pages.ts";

/** Pages for readers, in every language: Arabic without a prefix, the others under `/fr` and `/en`. */
export const reader = new Hono<AppEnv>();

for (const language of LANGUAGES) {
  const poll = `${prefixOf(language)}/p/:poll`;
  page(homePath(language), (c) => ofPoll(c, DEFAULT_POLL, language, votePage));
  page(poll, (c) => ofPoll(c, c.req.param("poll"), language, votePage));
  page(`${poll}/results`, (c) => ofPoll(c, c.req.param("poll"), language, resultsPage));
  page(`${poll}/method`, (c) => ofPoll(c, c.req.param("poll"), language, methodPage));
  page(`${poll}/pledge`, (c) => ofPoll(c, c.req.param("poll"), language, pledgePage));
  page(`${poll}/pledge.ics`, (c) => ofPoll(c, c.req.param("poll"), language, pledgeFile));
  page(`${poll}/verify`, (c) => ofPoll(c, c.req.param("poll"), language, verifyPage));
  page(privacyPath(language), (c) => privacyPage(c, language));

  reader.post(
    `${poll}/vote`,
    sameOriginOnly((c) => refusedPage(c, { status: 403, why: "err.foreign" })),
    (c) => ofPoll(c, c.req.param("poll"), language, takeVote),
  );
  // A form that came back stands at this address; opened again from there it is a visit to the vote page.
  reader.get(`${poll}/vote`, (c) => ofPoll(c, c.req.param("poll"), language, toVotePage));
  reader.all(`${poll}/vote`, (c) => wrongMethodPage(c, "GET, HEAD, POST"));

  reader.get(`${poll}/withdraw`, (c) => ofPoll(c, c.req.param("poll"), language, withdrawPage));
  reader.post(
    `${poll}/withdraw`,
    sameOriginOnly((c) => ofPoll(c, c.req.param("poll"), language, foreignWithdraw)),
    (c) => ofPoll(c, c.req.param("poll"), language, postWithdraw),
  );
  reader.all(`${poll}/withdraw`, (c) => wrongMethodPage(c, "GET, HEAD, POST"));
}

page(PRIVACY_JSON, privacyJson);
reader.get("/healthz", (c) => c.text("ok", 200, { "Cache-Control": "no-store" }));

const takeVote: PageHandler = (c, view, language) => postVote(c, view, language, ownPages(c, view, language));

const toVotePage: PageHandler = (c, { definition }, language) => c.redirect(pollPath(language, definition.id), 303);

function page(path: string, handler: (c: Context<AppEnv>) => Response | Promise<Response>): void {
  reader.get(path, handler);
  reader.all(path, (c) => wrongMethodPage(c, "GET, HEAD"));
}
