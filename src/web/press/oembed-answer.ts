import type { Context } from "hono";
import type { PollDefinition } from "../../domain/definition.ts";
import { readPoll } from "../../engine/index.ts";
import { KvStore } from "../../engine/kv.ts";
import type { AppEnv } from "../http/env.ts";
import { siteOf } from "../http/site.ts";
import { addressed } from "./addressed.ts";
import { oembedOf, oembedXml } from "./oembed.ts";

/**
 * `GET /oembed?url=…&format=json|xml&maxwidth=…&maxheight=…` and, for a registered provider, `&view=vote`.
 * 404: no poll at this address. 501: another format. Never a failure of ours: WordPress would keep a dead link in the article
 * until somebody saves it again.
 */
export async function oembedAnswer(c: Context<AppEnv>): Promise<Response> {
  const { url = "", format = "json", view } = c.req.query();
  c.header("Access-Control-Allow-Origin", "*");
  if (format !== "json" && format !== "xml") return c.text("oEmbed here is JSON or XML.", 501);
  const site = siteOf(c);
  const hosts = [new URL(site).host, new URL(c.req.url).host, c.env.PUBLIC_HOST];
  const found = addressed(url, hosts);
  const definition = found && (await definitionOf(c, found.poll));
  if (!found || !definition?.languages.includes(found.language))
    return c.text("There is no poll of this site at this address.", 404);

  const room = { ...pixels("maxWidth", c.req.query("maxwidth")), ...pixels("maxHeight", c.req.query("maxheight")) };
  const answer = oembedOf(definition, found.language, site, room, view === "vote" ? "vote" : "results");
  c.header("Cache-Control", "public, max-age=300, stale-while-revalidate=86400");
  return format === "json"
    ? c.json(answer)
    : c.body(oembedXml(answer), 200, { "Content-Type": "text/xml; charset=utf-8" });
}

/** From the archive, which answers at once and while every object is down; a poll too young to be there, from its ledger. */
async function definitionOf(c: Context<AppEnv>, poll: string): Promise<PollDefinition | undefined> {
  const archived = await new KvStore(c.env.ARCHIVE).readPoll(poll).catch(() => undefined);
  if (archived) return archived.definition;
  const view = await readPoll(c.env, poll).catch(() => undefined);
  return view?.definition;
}

/** A limit that is no positive whole number is none. */
const pixels = <Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, number>> => {
  const limits: Partial<Record<Name, number>> = {};
  if (value !== undefined && /^[1-9]\d{0,4}$/.test(value)) limits[name] = Number(value);
  return limits;
};
