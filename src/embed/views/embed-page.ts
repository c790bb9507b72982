import { html } from "hono/html";
import { embedCss } from "../../built/inline.ts";
import { dataSection } from "../../export/data-view.ts";
import { stringsOf } from "../../i18n/strings.ts";
import { inLanguage } from "../../poll/language.ts";
import { layout } from "../../reader/views/layout.ts";
import { pollFrame } from "../../reader/views/poll-frame.ts";
import { stamp } from "../../reader/views/state.ts";
import type { Html } from "../../reader/views/words.ts";
import { shareSection } from "../share/share-view.ts";
import type { EmbedPage, EmbedSection } from "./embed-section.ts";
import { linkSection } from "./link-section.ts";

/** The sections of the page, in the order in which they stand: what most take first. */
export const embedSections = (page: EmbedPage): readonly EmbedSection[] => [
  shareSection(page),
  linkSection(page),
  dataSection(page),
];

/** The page for journalists: how to take the poll, its results and its figures elsewhere. */
export function embedView(page: EmbedPage, sections: readonly EmbedSection[]): Html {
  const { language, definition, tally } = page;
  const strings = stringsOf(language);
  const title = inLanguage(definition.title, language);
  return layout(
    {
      ...pollFrame(definition, language, `${strings["embed.h"]} – ${title}`, "embed"),
      style: embedCss,
      scripts: sections.flatMap(({ scripts = [] }) => scripts),
    },
    html`<p class="kick">${title}</p>
<h1>${strings["embed.h"]}</h1>
<p>${strings["embed.lead"]}</p>
${stamp(definition, tally.phase, language, page.closedAt)}
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
}
