import type { Context } from "hono";
import type { AppEnv } from "../http/env.ts";
import { siteOf } from "../http/site.ts";

/** Where every Sawt offers its plugin; the file itself lies under `public/`, with an example's address in it. */
export const PLUGIN_PATH = "/embed/wordpress/sawt-embed.php";
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
