import { type Context, type Handler, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { embedLoader } from "../../built/inline.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { PLUGIN_PATH, prefixOf } from "../http/addresses.ts";
import { answer } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import { forEveryone, type Surface } from "../http/poll.ts";
import { siteOf } from "../http/site.ts";
import { files, pages } from "../kit/problems.ts";
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
get(
  "/embed.js",
  (c) =>
    answer(c, {
      kind: "file",
      caching: "sealed",
      type: "text/javascript; charset=utf-8",
      body: embedLoader.text,
      headers: { "Access-Control-Allow-Origin": "*" },
    }),
  files,
);
get("/oembed", oembedAnswer, files);
get(PLUGIN_PATH, wordpressPlugin, files);

function get(path: string, handler: Handler<AppEnv>, { refuse }: Surface = pages): void {
  press.get(path, handler);
  press.all(path, (c) => refuse(c, { kind: "wrong-method", allow: "GET, HEAD" }));
}

const PLUGIN_FILE = "/wordpress/sawt-embed.php";
const EXAMPLE = "https://vote.example";

/** The WordPress plugin as a download: the file under `public/`, with this Sawt's own address in place of an example's. */
async function wordpressPlugin(c: Context<AppEnv>): Promise<Response> {
  const file = await c.env.ASSETS.fetch(new URL(PLUGIN_FILE, c.req.url));
  if (!file.ok) throw new Error(`${PLUGIN_FILE} is missing from this installation`);
  const site = siteOf(c);
  // The host comes with the request, and what stands here will run: nothing but a host may be in it.
  if (!/^https?:\/\/[a-z0-9.:[\]-]+$/.test(site)) throw new HTTPException(400);
  return answer(c, {
    kind: "file",
    caching: "own",
    type: "application/octet-stream",
    body: (await file.text()).replace(EXAMPLE, site),
    headers: { "Content-Disposition": 'attachment; filename="sawt-embed.php"' },
  });
}
