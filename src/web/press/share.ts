import { html } from "hono/html";
import { shareScript } from "../../built/inline.ts";
import { mainQuestion } from "../../domain/definition.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { fill } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { fillPlain, isolate } from "../../i18n/plain.ts";
import type { Snapshot } from "../export/snapshot.ts";
import { pollPath } from "../http/addresses.ts";
import type { Html } from "../kit/html.ts";
import { picturePath } from "../pictures/addresses.ts";
import { noticeLines, resultPicture } from "../pictures/model.ts";
import { leadingRows } from "./quote.ts";
import { type EmbedPage, type EmbedSection, snippet } from "./section.ts";

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

/** What is passed on: plain text, every part isolated so that no messenger turns it around. */
interface Shared {
  question: string;
  /** Lines about the result, where there is one to show; they say that it is no science. */
  result: readonly string[];
  /** Alone on the last line: there messengers know it for a link, and its direction disturbs nothing. */
  url: string;
}

export const shareText = ({ question, result, url }: Shared): string => [isolate(question), ...result, url].join("\n");

/** The same for services that take the address apart. */
const shareWords = ({ question, result }: Shared): string => [isolate(question), ...result].join("\n");

type ShareService = "telegram" | "signal" | "sms" | "mail" | "whatsapp";

/**
 * Addresses that open a service with the text in it: links, nothing of theirs in our page. Signal's is understood by its
 * apps and documented nowhere; where the app is missing it does nothing.
 */
export function shareLinks(shared: Shared): Record<ShareService, string> {
  const text = encodeURIComponent(shareText(shared));
  const words = encodeURIComponent(shareWords(shared));
  return {
    telegram: `https://t.me/share/url?url=${encodeURIComponent(shared.url)}&text=${words}`,
    signal: `sgnl://send?text=${text}`,
    // "?&": Android reads what follows "?", iOS what follows "&".
    sms: `sms:?&body=${text}`,
    // Lines end in CR LF in a mailto body. RFC 6068 section 5.
    mail: `mailto:?subject=${encodeURIComponent(shared.question)}&body=${text.replaceAll("%0A", "%0D%0A")}`,
    whatsapp: `https://wa.me/?text=${text}`,
  };
}

/** What is said of a result that is passed on: what leads where one answer does, the total, that it is no science, notices. */
export function shareResult(snapshot: Snapshot, language: Language): string[] {
  const strings = words(language, "reader");
  const { total } = resultPicture(snapshot, language, "");
  const [first, level] = leadingRows(snapshot, language);
  const said =
    first?.share && !level
      ? fillPlain(strings["share.result"], { label: first.label, percent: first.share.spelled, total })
      : `${total}.`;
  return [`${said} ${strings["notsci.short"]}.`, ...noticeLines(snapshot.notices, language)];
}
