import { type Context, type Handler, Hono } from "hono";
import { embedLoader } from "../../built/inline.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { PLUGIN_PATH, prefixOf } from "../http/addresses.ts";
import { answer } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import { forEveryone } from "../http/poll.ts";
import { siteOf } from "../http/site.ts";
import { pages } from "../kit/problems.ts";
import { embedPage } from "./embed-page.ts";
import { oembedAnswer } from "./oembed.ts";
import { quotePage } from "./quote.ts";

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

const FILE = "/wordpress/sawt-embed.php";
const EXAMPLE = "https://vote.example";

/** The WordPress plugin as a download, with this Sawt's own address filled in. */
export async function wordpressPlugin(c: Context<AppEnv>): Promise<Response> {
  const file = await c.env.ASSETS.fetch(new URL(FILE, c.req.url));
  if (!file.ok) return c.text("The plugin is missing from this installation.", 404);
  const site = siteOf(c);
  // The host comes with the request, and what stands here will run: nothing but a host may be in it.
  if (!/^https?:\/\/[a-z0-9.:[\]-]+$/.test(site)) return c.text("This host cannot be written into a program.", 400);
  return c.body(new TextDecoder().decode(await file.arrayBuffer()).replace(EXAMPLE, site), 200, {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": 'attachment; filename="sawt-embed.php"',
    "Cache-Control": "no-store",
  });
}
