import { Hono } from "hono";
import { LANGUAGES } from "../../domain/language.ts";
import { homePath, PRIVACY_JSON, prefixOf, privacyPath } from "../http/addresses.ts";
import { answer } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import { type ForEveryone, type ForOne, forEveryone, forOne } from "../http/poll.ts";
import { pages } from "../kit/problems.ts";
import { homePage } from "./home.ts";
import { methodPage } from "./method.ts";
import { pledgeFile, pledgePage } from "./pledge.ts";
import { privacyJson, privacyPage } from "./privacy.ts";
import { resultsPage, votedPage } from "./results.ts";
import { verifyPage } from "./verify.ts";
import { confirmPage, takeVote, votePage } from "./vote.ts";
import { takeBack, withdrawPage } from "./withdraw.ts";

/** Pages for readers, in every language: Arabic without a prefix, the others under `/fr` and `/en`. */
export const readersPages = new Hono<AppEnv>();

for (const language of LANGUAGES) {
  const poll = `${prefixOf(language)}/p/:poll`;
  readersPages.get(homePath(language), homePage(language));
  everyone(poll, votePage);
  everyone(`${poll}/results`, resultsPage);
  everyone(`${poll}/method`, methodPage);
  everyone(`${poll}/pledge`, pledgePage);
  everyone(`${poll}/pledge.ics`, pledgeFile);
  everyone(`${poll}/verify`, verifyPage);
  own(`${poll}/voted`, votedPage);
  own(`${poll}/vote`, confirmPage, takeVote);
  own(`${poll}/withdraw`, withdrawPage, takeBack);
  readersPages.get(privacyPath(language), async (c) => answer(c, await privacyPage(c.env, language)));
  for (const path of [homePath(language), privacyPath(language)]) onlyReads(path);
}

readersPages.get(PRIVACY_JSON, (c) => answer(c, privacyJson()));
readersPages.get("/healthz", (c) => c.text("ok", 200, { "Cache-Control": "no-store" }));
for (const path of [PRIVACY_JSON, "/healthz"]) onlyReads(path);

function everyone(path: string, handler: ForEveryone): void {
  readersPages.get(path, forEveryone(pages, handler));
  onlyReads(path);
}

function own(path: string, get: ForOne, post?: ForOne): void {
  readersPages.get(path, forOne(pages, get));
  if (post) readersPages.post(path, forOne(pages, post));
  const allow = post ? "GET, HEAD, POST" : "GET, HEAD";
  readersPages.all(path, (c) => pages.refuse(c, { kind: "wrong-method", allow }));
}

function onlyReads(path: string): void {
  readersPages.all(path, (c) => pages.refuse(c, { kind: "wrong-method", allow: "GET, HEAD" }));
}
