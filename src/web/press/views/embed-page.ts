import { html } from "hono/html";
import { embedCss, embedPageScript } from "../../../built/inline.ts";
import { inLanguage, type Language } from "../../../domain/language.ts";
import { words } from "../../../i18n/index.ts";
import { dataSection } from "../../export/data-view.ts";
import type { Page } from "../../http/answer.ts";
import type { Inline } from "../../http/headers.ts";
import { stamp } from "../../kit/poll.ts";
import { pollShell, page as shown } from "../../kit/shell.ts";
import { quoteSection } from "../quote/section.ts";
import { shareSection } from "../share/share-view.ts";
import type { CopyWords } from "./copy-words.ts";
import type { EmbedPage, EmbedSection } from "./embed-section.ts";
import { formatsSection } from "./formats-section.ts";
import { linkSection } from "./link-section.ts";
import { previewSection } from "./preview-section.ts";

/** The sections of the page, in the order in which they stand: what most take first. */
const embedSections = (page: EmbedPage): readonly EmbedSection[] => [
  linkSection(page),
  previewSection(page),
  formatsSection(page),
  shareSection(page),
  quoteSection(page),
  dataSection(page),
];

/** For the script that puts a button to copy beside each field. */
export const copyWords = (language: Language): CopyWords => {
  const strings = words(language, "reader");
  return { copy: strings["embed.copy.button"], done: strings["embed.copied"], byHand: strings["embed.copy.hand"] };
};

/** The page's own script, and those of its sections. */
const embedScripts = (sections: readonly EmbedSection[]): readonly Inline[] => [
  embedPageScript,
  ...sections.flatMap(({ scripts = [] }) => scripts),
];

/** The page for journalists: how to take the poll, its results and its figures elsewhere. */
export function embedView(page: EmbedPage): Page {
  const { language, definition, tally } = page;
  const strings = words(language, "reader");
  const title = inLanguage(definition.title, language);
  const sections = embedSections(page);
  const body = shown(
    "second",
    {
      ...pollShell(definition, language, `${strings["embed.h"]} – ${title}`, "embed"),
      style: embedCss,
      scripts: embedScripts(sections),
      site: page.site,
    },
    html`<p class="kick">${title}</p>
<h1>${strings["embed.h"]}</h1>
<p>${strings["embed.lead"]}</p>
${stamp(definition, tally.phase, language, page.closedAt)}
<div id="copying" data-say="${JSON.stringify(copyWords(language))}" hidden></div>
<nav aria-label="${strings["embed.h"]}"><ul class="onward">
${sections.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}
</ul></nav>
${sections.map(
  ({ id, heading, body }) => html`<section id="${id}" aria-labelledby="${id}-h">
<h2 id="${id}-h">${heading}</h2>
${body}
</section>`,
)}`,
  );
  return { ...body, holdsFrames: true };
}
