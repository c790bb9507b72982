import { html, raw } from "hono/html";
import { pageCss } from "../../built/inline.ts";
import { directionOf, type Language } from "../../domain/language.ts";
import { LANGUAGE_NAMES, words } from "../../i18n/index.ts";
import { privacyPath } from "../http/addresses.ts";
import type { Html } from "./html.ts";
import { type SocialCard, socialMeta } from "./social.ts";

/** A script as it stands in a page, with its SHA-256 in base64 for the Content-Security-Policy. */
export interface Inline {
  text: string;
  sha256: string;
}

/** What every page has around its content. */
export interface Frame {
  language: Language;
  /** Plain text: the question and the state of the page. */
  title: string;
  /** Who asks. Pages of no poll have none. */
  masthead?: string;
  /** The same page in every language it has, the shown one included. */
  addresses: readonly { language: Language; href: string }[];
  /** Address of the page on its poll's method, where there is a poll. */
  method?: string;
  scripts?: readonly Inline[];
  /** Scheme and host that readers see, of a page whose address people pass on: programs learn there what it shows. */
  site?: string;
  /** What it shows never moves: no frame is offered in its place. */
  frozen?: boolean;
  /** What networks show of such a page. */
  card?: SocialCard;
  /** A page of one reader, in no index: it needs no address by which others know it. */
  own?: boolean;
  /** Left out: the stylesheet of pages that explain. */
  style?: Inline;
}

/** A whole page. `aside` follows the content on a phone and stands beside it on a wide screen. */
export function layout(frame: Frame, main: Html, aside?: Html): Html {
  const strings = words(frame.language, "reader");
  const canonical = frame.addresses.find((each) => each.language === frame.language)?.href;
  return html`<!doctype html>
<html lang="${frame.language}" dir="${directionOf(frame.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${frame.title}</title>
${frame.site && canonical && !frame.frozen ? discovery(frame.site, canonical) : ""}
${frame.site && canonical && frame.card ? socialMeta(frame.language, frame.site, canonical, frame.card) : ""}
<link rel="icon" href="data:,">
${canonical && !frame.own ? html`<link rel="canonical" href="${canonical}">` : ""}
<style>${raw((frame.style ?? pageCss).text)}</style>
</head>
<body>
<a class="skip" href="#main">${strings.skip}</a>
<div class="page">
<header class="mast">
<p class="name">${frame.masthead ?? strings.kicker}</p>
${frame.addresses.length > 1 ? languageLinks(frame) : ""}
</header>
<div class="cols">
<main id="main">${main}</main>
${aside ? html`<aside aria-label="${strings.about}">${aside}</aside>` : ""}
</div>
<footer class="foot">
<ul>
${frame.method ? html`<li><a href="${frame.method}">${strings.method}</a></li>` : ""}
<li><a href="${privacyPath(frame.language)}">${strings["privacy.link"]}</a></li>
</ul>
</footer>
</div>
${frame.scripts?.map((script) => html`<script>${raw(script.text)}</script>`)}
</body>
</html>`;
}

/**
 * Where oEmbed consumers find this page's description. Early, one a line, as WordPress reads no further than 150 KB and
 * takes the first that fits. https://oembed.com section 4.
 */
const discovery = (site: string, path: string): Html => {
  const address = `${site}/oembed?url=${encodeURIComponent(site + path)}&format=`;
  return html`<link rel="alternate" type="application/json+oembed" href="${address}json">
<link rel="alternate" type="text/xml+oembed" href="${address}xml">`;
};

const languageLinks = (frame: Frame): Html => html`<nav aria-label="${words(frame.language, "reader").languages}">
<ul class="langs">
${frame.addresses.map(
  ({ language, href }) =>
    html`<li>${
      language === frame.language
        ? html`<span lang="${language}" aria-current="page">${LANGUAGE_NAMES[language]}</span>`
        : html`<a lang="${language}" hreflang="${language}" href="${href}">${LANGUAGE_NAMES[language]}</a>`
    }</li>`,
)}
</ul>
</nav>`;
