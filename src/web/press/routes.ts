import { type Context, Hono } from "hono";
import { embedLoader } from "../../built/inline.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { prefixOf } from "../http/addresses.ts";
import type { AppEnv } from "../http/env.ts";
import { ofPoll } from "../http/of-poll.ts";
import { wrongMethodPage } from "../kit/problem-pages.ts";
import { embedPage } from "./embed-page.ts";
import { oembedAnswer } from "./oembed-answer.ts";
import { quotePage } from "./quote/page.ts";
import { PLUGIN_PATH, wordpressPlugin } from "./wordpress-plugin.ts";

/** What other sites' pages and newsrooms take: the loader, oEmbed, the plugin, and the page that explains them. */
export const embed = new Hono<AppEnv>();

for (const language of LANGUAGES) {
  get(`${prefixOf(language)}/p/:poll/at/:size`, (c) => ofPoll(c, c.req.param("poll"), language, quotePage));
  get(`${prefixOf(language)}/p/:poll/embed`, (c) => ofPoll(c, c.req.param("poll"), language, embedPage));
}

get("/embed.js", (c) => {
  c.header("Access-Control-Allow-Origin", "*");
  // An hour: old articles get a mended loader the same day.
  c.header("Cache-Control", "public, max-age=3600");
  return c.body(embedLoader.text, 200, { "Content-Type": "text/javascript; charset=utf-8" });
});
get("/oembed", oembedAnswer);
get(PLUGIN_PATH, wordpressPlugin);

function get(path: string, handler: (c: Context<AppEnv>) => Response | Promise<Response>): void {
  embed.get(path, handler);
  embed.all(path, (c) => wrongMethodPage(c, "GET, HEAD"));
}
