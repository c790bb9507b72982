import type { PollDefinition } from "../../domain/definition.ts";
import { mainQuestion } from "../../domain/find-question.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { frameHeight } from "../frame/height.ts";
import { frameAddress, type View } from "../frame/options.ts";
import { pollPath } from "../http/addresses.ts";

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
export interface Room {
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
  const html = `<blockquote><a href="${escaped(page)}">${escaped(title)}</a></blockquote><iframe src="${escaped(frame)}" width="${width}" height="${height}" frameborder="0"${scrolling} title="${escaped(title)}"></iframe>`;
  return {
    version: "1.0",
    type: "rich",
    title,
    author_name: publisher,
    provider_name: publisher,
    provider_url: `${site}/`,
    cache_age: CACHE_S,
    // Of the question alone: it is never out of date in an article.
    thumbnail_url: `${site}/p/${definition.id}/card.png?lang=${language}`,
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
  `${html.replace(/^<blockquote>.*<\/blockquote>/, "")}<script async src="${escaped(site)}/embed.js"></script>`;

/** The same in XML, one element a field. */
export const oembedXml = (answer: OEmbed): string =>
  `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>\n${Object.entries(answer)
    .map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>\n`)
    .join("")}</oembed>\n`;

/** Text in HTML or XML, between tags or double quotes. */
export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
