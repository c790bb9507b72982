import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";
import { LANGUAGES } from "../poll/language.ts";
import { prefixOf } from "../reader/addresses.ts";
import { ofPoll } from "../reader/of-poll.ts";
import { wrongMethodPage } from "../reader/problem-pages.ts";
import { embedPage } from "./embed-page.ts";
import { quotePage } from "./quote/page.ts";

/** What other sites' pages and newsrooms take: frames, their descriptions, and the page that explains them. */
export const embed = new Hono<AppEnv>();

for (const language of LANGUAGES) {
  const frozen = `${prefixOf(language)}/p/:poll/at/:size`;
  embed.get(frozen, (c) => ofPoll(c, c.req.param("poll"), language, quotePage));
  embed.all(frozen, (c) => wrongMethodPage(c, "GET, HEAD"));

  const path = `${prefixOf(language)}/p/:poll/embed`;
  embed.get(path, (c) => ofPoll(c, c.req.param("poll"), language, embedPage));
  embed.all(path, (c) => wrongMethodPage(c, "GET, HEAD"));
}
