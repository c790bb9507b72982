import { type Handler, Hono } from "hono";
import { embedLoader } from "../../built/inline.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { prefixOf } from "../http/addresses.ts";
import { answer } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import { forEveryone } from "../http/poll.ts";
import { pages } from "../kit/problems.ts";
import { embedPage } from "./embed-page.ts";
import { oembedAnswer } from "./oembed-answer.ts";
import { quotePage } from "./quote/page.ts";
import { PLUGIN_PATH, wordpressPlugin } from "./wordpress-plugin.ts";

/** What other sites' pages and newsrooms take: the loader, oEmbed, the plugin, and the page that explains them. */
export const press = new Hono<AppEnv>();

for (const language of LANGUAGES) {
  get(`${prefixOf(language)}/p/:poll/at/:size`, forEveryone(pages, quotePage));
  get(`${prefixOf(language)}/p/:poll/embed`, forEveryone(pages, embedPage));
}

// Old articles get a mended loader the same day.
get("/embed.js", (c) =>
  answer(c, {
    kind: "file",
    caching: "sealed",
    type: "text/javascript; charset=utf-8",
    body: embedLoader.text,
    headers: { "Access-Control-Allow-Origin": "*" },
  }),
);
get("/oembed", oembedAnswer);
get(PLUGIN_PATH, wordpressPlugin);

function get(path: string, handler: Handler<AppEnv>): void {
  press.get(path, handler);
  press.all(path, (c) => pages.refuse(c, { kind: "wrong-method", allow: "GET, HEAD" }));
}
