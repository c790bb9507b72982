import type { Context } from "hono";
import { mainQuestion, type PollDefinition } from "../../domain/definition.ts";
import { ID_PATTERN } from "../../domain/id.ts";
import { inLanguage, LANGUAGES, type Language, languageAmong } from "../../domain/language.ts";
import { frontPoll, KvStore, readPoll } from "../../engine/index.ts";
import { frameHeight } from "../frame/height.ts";
import { frameAddress, type View } from "../frame/options.ts";
import { pollPath } from "../http/addresses.ts";
import { answer } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import { problem } from "../http/problem.ts";
import { siteOf } from "../http/site.ts";
import { escapedXml } from "../kit/html.ts";
import { files } from "../kit/problems.ts";
import { picturePath } from "../pictures/addresses.ts";

/**
 * `GET /oembed?url=…&format=json|xml&maxwidth=…&maxheight=…` and, for a registered provider, `&view=vote`.
 * 404: no poll at this address. 501: another format. Never a failure of ours: WordPress would keep a dead link in the article
 * until somebody saves it again.
 */
export async function oembedAnswer(c: Context<AppEnv>): Promise<Response> {
  const { url = "", format = "json", view } = c.req.query();
  if (format !== "json" && format !== "xml") {
    c.header("Access-Control-Allow-Origin", "*");
    return problem(c, { kind: "invalid", status: 501, errors: [{ field: "format", code: "shape" }] });
  }
  const site = siteOf(c);
  const found = addressed(url, [new URL(site).host, new URL(c.req.url).host, c.env.PUBLIC_HOST]);
  const poll = found && (found.poll ?? (await frontPoll(c.env)));
  const definition = poll === undefined ? undefined : await definitionOf(c, poll);
  const language = found && definition && languageAt(found, definition.languages);
  if (!definition || !language) return files.refuse(c, { kind: "not-found" });

  const room = { ...pixels("maxWidth", c.req.query("maxwidth")), ...pixels("maxHeight", c.req.query("maxheight")) };
  const value = oembedOf(definition, language, site, room, view === "vote" ? "vote" : "results");
  const kept = { caching: "sealed", headers: { "Access-Control-Allow-Origin": "*" } } as const;
  return format === "json"
    ? answer(c, { kind: "json", value, ...kept })
    : answer(c, { kind: "file", type: "text/xml; charset=utf-8", body: oembedXml(value), ...kept });
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

/** The poll that an address of ours shows: its pages, its frame, and `/`. */
interface Addressed {
  /** Left out: the one at `/`. */
  poll?: string;
  /** Of a page whose address names it: in another language it is not there. */
  language?: Language;
  /** What a frame is asked for, which has one address in all languages. */
  lang?: string;
}

const PAGE = /^(?:\/(fr|en))?\/p\/([^/]+)(?:\/(?:results|method|verify|withdraw|embed|pledge|vote))?\/?$/;
const FRAME = /^\/e\/([^/]+)\/?$/;
const HOME = /^(?:\/(fr|en))?\/?$/;

/**
 * What a copied address leads to; nothing where it is not of these hosts, or no address of a poll. A frozen result
 * (`/at/…`) is none: what stands in its place would move.
 */
export function addressed(address: string, hosts: readonly string[]): Addressed | undefined {
  const url = URL.parse(address);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:") || !hosts.includes(url.host)) return undefined;
  const framed = FRAME.exec(url.pathname)?.[1];
  const lang = url.searchParams.get("lang");
  const [isPage, prefix, named] = PAGE.exec(url.pathname) ?? HOME.exec(url.pathname) ?? [];
  const poll = framed ?? named;
  if (poll === undefined ? isPage === undefined : !ID_PATTERN.test(poll)) return undefined;
  const language = LANGUAGES.find((each) => each === prefix);
  return {
    ...(poll !== undefined && { poll }),
    ...(language && { language }),
    ...(framed !== undefined && lang !== null && { lang }),
  };
}

/** The language in which an address shows a poll of these languages; nothing where it does not. */
const languageAt = ({ language, lang }: Addressed, languages: readonly Language[]): Language | undefined =>
  language === undefined ? languageAmong(languages, lang) : languages.find((each) => each === language);

/** An answer of oEmbed 1.0, type `rich`. https://oembed.com section 2.3.4.4. Pixels, seconds. */
export interface OEmbed {
  version: "1.0";
  type: "rich";
  title: string;
  author_name: string;
  provider_name: string;
  provider_url: string;
  cache_age: number;
  thumbnail_url: string;
  thumbnail_width: number;
  thumbnail_height: number;
  width: number;
  height: number;
  html: string;
}

/** What the consumer leaves room for, in pixels. */
interface Room {
  maxWidth?: number;
  maxHeight?: number;
}

/** Who made up their mind keeps it a day: WordPress asks again only when an article is saved anew. */
const CACHE_S = 86_400;
const WIDTH_PX = 600;
/** The card's picture: shown smaller where there is less room. */
const PICTURE_PX = { width: 1_200, height: 630 };

/**
 * A poll as other sites' programs take it. `view`: `results` for consumers that put frames into a sandbox, in which no
 * form can be sent (WordPress without our plugin); `vote` where the provider is registered and its HTML left as it is.
 * https://developer.wordpress.org/reference/functions/wp_filter_oembed_result
 */
export function oembedOf(
  definition: PollDefinition,
  language: Language,
  site: string,
  { maxWidth, maxHeight }: Room,
  view: View,
): OEmbed {
  const title = inLanguage(mainQuestion(definition).text, language);
  const publisher = inLanguage(definition.publisher, language);
  const width = Math.min(maxWidth ?? WIDTH_PX, WIDTH_PX);
  const needed = frameHeight(definition, language, width);
  const height = Math.min(needed, maxHeight ?? needed);
  const frame = `${site}${frameAddress(definition.id, { language, theme: "light", view, back: false })}`;
  const page = `${site}${pollPath(language, definition.id)}`;
  // One line, whole tags, and no attribute that WordPress takes away: its filter must find nothing to change. A frame cut
  // short must scroll.
  const scrolling = view === "results" && height === needed ? ' scrolling="no"' : "";
  const html = `<blockquote><a href="${escapedXml(page)}">${escapedXml(title)}</a></blockquote><iframe src="${escapedXml(frame)}" width="${width}" height="${height}" frameborder="0"${scrolling} title="${escapedXml(title)}"></iframe>`;
  return {
    version: "1.0",
    type: "rich",
    title,
    author_name: publisher,
    provider_name: publisher,
    provider_url: `${site}/`,
    cache_age: CACHE_S,
    // Of the question alone: it is never out of date in an article.
    thumbnail_url: site + picturePath(definition.id, "card.png", { language }),
    ...thumbnail(maxWidth, maxHeight),
    width,
    height,
    html: view === "vote" ? votingHtml(html, site) : html,
  };
}

function thumbnail(maxWidth = PICTURE_PX.width, maxHeight = PICTURE_PX.height) {
  const scale = Math.min(1, maxWidth / PICTURE_PX.width, maxHeight / PICTURE_PX.height);
  return {
    thumbnail_width: Math.max(1, Math.floor(PICTURE_PX.width * scale)),
    thumbnail_height: Math.max(1, Math.floor(PICTURE_PX.height * scale)),
  };
}

/** Where nothing is filtered the form itself stands there, and our loader gives it its height. */
const votingHtml = (html: string, site: string): string =>
  `${html.replace(/^<blockquote>.*<\/blockquote>/, "")}<script async src="${escapedXml(site)}/embed.js"></script>`;

/** The same in XML, one element a field. */
const oembedXml = (answer: OEmbed): string =>
  `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>\n${Object.entries(answer)
    .map(([name, value]) => `<${name}>${escapedXml(String(value))}</${name}>\n`)
    .join("")}</oembed>\n`;
