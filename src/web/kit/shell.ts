import { html, raw } from "hono/html";
import { pageCss } from "../../built/inline.ts";
import type { PollDefinition } from "../../domain/definition.ts";
import { directionOf, inLanguage, type Language } from "../../domain/language.ts";
import { LANGUAGE_NAMES, words } from "../../i18n/index.ts";
import { type PollPage, pollPath, privacyPath } from "../http/addresses.ts";
import type { Caching, Page } from "../http/answer.ts";
import type { Inline } from "../http/headers.ts";
import type { Html } from "./html.ts";
import { type SocialCard, socialMeta } from "./social.ts";

/** What every page has around its content. */
export interface Shell {
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

/** The shell of a poll's page. `page`: which one; left out, the vote page. */
export const pollShell = (
  definition: PollDefinition,
  language: Language,
  title: string,
  page?: Exclude<PollPage, "vote">,
): Shell => ({
  language,
  title,
  masthead: inLanguage(definition.publisher, language),
  addresses: definition.languages.map((each) => ({ language: each, href: pollPath(each, definition.id, page) })),
  method: pollPath(language, definition.id, "method"),
});

/** A page as its handler answers it. `aside` follows the content on a phone and stands beside it on a wide screen. */
export const page = (caching: Caching, shell: Shell, main: Html, aside?: Html): Page => ({
  kind: "page",
  caching,
  body: layout(shell, main, aside),
  style: [styleOf(shell)],
  scripts: shell.scripts ?? [],
});

const styleOf = ({ style = pageCss }: Shell): Inline => style;

/** A whole page. */
function layout(shell: Shell, main: Html, aside?: Html): Html {
  const strings = words(shell.language, "reader");
  const canonical = shell.addresses.find((each) => each.language === shell.language)?.href;
  return html`<!doctype html>
<html lang="${shell.language}" dir="${directionOf(shell.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${shell.title}</title>
${shell.site && canonical && !shell.frozen ? discovery(shell.site, canonical) : ""}
${shell.site && canonical && shell.card ? socialMeta(shell.language, shell.site, canonical, shell.card) : ""}
<link rel="icon" href="data:,">
${canonical && !shell.own ? html`<link rel="canonical" href="${canonical}">` : ""}
<style>${raw(styleOf(shell).text)}</style>
</head>
<body>
<a class="skip" href="#main">${strings.skip}</a>
<div class="page">
<header class="mast">
<p class="name">${shell.masthead ?? strings.kicker}</p>
${shell.addresses.length > 1 ? languageLinks(shell) : ""}
</header>
<div class="cols">
<main id="main">${main}</main>
${aside ? html`<aside aria-label="${strings.about}">${aside}</aside>` : ""}
</div>
<footer class="foot">
<ul>
${shell.method ? html`<li><a href="${shell.method}">${strings.method}</a></li>` : ""}
<li><a href="${privacyPath(shell.language)}">${strings["privacy.link"]}</a></li>
</ul>
</footer>
</div>
${shell.scripts?.map((script) => html`<script>${raw(script.text)}</script>`)}
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

const languageLinks = (shell: Shell): Html => html`<nav aria-label="${words(shell.language, "reader").languages}">
<ul class="langs">
${shell.addresses.map(
  ({ language, href }) =>
    html`<li>${
      language === shell.language
        ? html`<span lang="${language}" aria-current="page">${LANGUAGE_NAMES[language]}</span>`
        : html`<a lang="${language}" hreflang="${language}" href="${href}">${LANGUAGE_NAMES[language]}</a>`
    }</li>`,
)}
</ul>
</nav>`;
