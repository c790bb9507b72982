import { html } from "hono/html";
import { shareScript } from "../../../built/inline.ts";
import { mainQuestion } from "../../../domain/find-question.ts";
import { inLanguage } from "../../../domain/language.ts";
import { fill } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import { pollPath } from "../../http/addresses.ts";
import type { Html } from "../../kit/html.ts";
import { picturePath } from "../../pictures/addresses.ts";
import type { EmbedPage, EmbedSection } from "../views/embed-section.ts";
import { snippet } from "../views/snippet.ts";
import { shareResult } from "./share-result.ts";
import { type Shared, type ShareService, shareLinks, shareText, shareWords } from "./share-text.ts";

const SERVICES: readonly ShareService[] = ["telegram", "signal", "sms", "mail", "whatsapp"];

/** Ways to pass the poll on: the device's own, plain links, a text to copy, and a code to print. */
export function shareSection({ language, definition, site, snapshot }: EmbedPage): EmbedSection {
  const strings = words(language, "reader");
  const shared: Shared = {
    question: inLanguage(mainQuestion(definition).text, language),
    result: snapshot ? shareResult(snapshot, language) : [],
    url: `${site}${pollPath(language, definition.id)}`,
  };
  const links = shareLinks(shared);
  return {
    id: "share",
    heading: strings.share,
    scripts: [shareScript],
    body: html`<p><button type="button" id="native-share" data-text="${shareWords(shared)}" data-url="${shared.url}" hidden>${strings["share.native"]}</button></p>
<ul class="onward">
${SERVICES.map((each) => html`<li><a href="${links[each]}" rel="noopener noreferrer nofollow">${strings[`share.${each}`]}</a></li>`)}
</ul>
<p class="note">${strings["share.note"]}</p>
${snippet("share-link", strings["share.link"], shared.url, 1)}
${snippet("share-text", strings["share.text"], shareText(shared), 4, language)}
${code(definition.id, language, shared.url)}`,
  };
}

const code = (poll: string, language: EmbedPage["language"], url: string): Html => {
  const strings = words(language, "reader");
  const qr = picturePath(poll, "qr.svg", { language });
  return html`<p><a href="${qr}"><img src="${qr}" alt="${fill(strings.pair, { name: strings["share.qr"], value: url })}" width="160" height="160" loading="lazy"></a><br><a href="${qr}">${strings["share.qr"]} (SVG)</a></p>`;
};
