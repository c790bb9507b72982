import { html, raw } from "hono/html";
import { frameCss } from "../../built/inline.ts";
import type { PollDefinition } from "../../domain/definition.ts";
import { directionOf, inLanguage, type Language } from "../../domain/language.ts";
import { words } from "../../i18n/index.ts";
import { pollPath } from "../http/addresses.ts";
import type { Html } from "../kit/html.ts";
import type { Inline } from "../kit/layout.ts";
import type { Theme } from "./frame-options.ts";

/** What every frame has around its content: a card on paper of its own, opaque, with its publisher below. */
export interface Card {
  language: Language;
  theme: Theme;
  /** Plain text: the question and the state of the card. */
  title: string;
  /** Left out where there is no poll. */
  definition?: PollDefinition;
  scripts: readonly Inline[];
}

/**
 * A whole document for a frame, its landmarks named, for they stand among those of the page around it. Links out of it open in the place of the page around it; in a sandbox that forbids this
 * the script asks WordPress to do it.
 */
export function card({ language, theme, title, definition, scripts }: Card, main: Html): Html {
  const { id = "" } = definition ?? {};
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
${definition ? html`<link rel="canonical" href="${pollPath(language, id)}">` : ""}
<style>${raw(frameCss.text)}</style>
</head>
<body data-poll="${id}">
<main aria-label="${words(language, "reader").kicker}">${main}</main>
${definition ? footer(definition, language) : ""}
${scripts.map((script) => html`<script>${raw(script.text)}</script>`)}
</body>
</html>`;
}

const footer = (definition: PollDefinition, language: Language): Html => {
  const strings = words(language, "reader");
  return html`<footer class="foot" aria-label="${strings.about}">
<a href="${pollPath(language, definition.id, "results")}" target="_top">${inLanguage(definition.publisher, language)}</a>
<a href="${pollPath(language, definition.id, "method")}" target="_top">${strings["notsci.short"]}</a>
</footer>`;
};

/** The button that leads to the poll's own page. */
export const toPage = (definition: PollDefinition, language: Language, label: string): Html =>
  html`<p class="act"><a class="btn" href="${pollPath(language, definition.id)}" target="_top">${label}</a></p>`;
