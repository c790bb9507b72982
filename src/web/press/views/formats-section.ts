import { html } from "hono/html";
import { mainQuestion } from "../../../domain/find-question.ts";
import { inLanguage } from "../../../domain/language.ts";
import { fill } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import { frameHeight } from "../../frame/height.ts";
import { frameAddress } from "../../frame/options.ts";
import { pollPath } from "../../http/addresses.ts";
import type { Html } from "../../kit/html.ts";
import { escaped } from "../oembed.ts";
import { PLUGIN_PATH } from "../wordpress-plugin.ts";
import type { EmbedPage, EmbedSection } from "./embed-section.ts";
import { snippet } from "./snippet.ts";

/** Width of the common phone: what is high enough there is nowhere too low by much. */
const PHONE_PX = 360;

/** The poll in an article, from what most systems take to what any takes; each says where it works. */
export function formatsSection(page: EmbedPage): EmbedSection {
  const { language, definition, site, preview } = page;
  const strings = words(language, "reader");
  const of = preview.language;
  const title = fill(words(of, "reader").pair, {
    name: words(of, "reader").kicker,
    value: inLanguage(mainQuestion(definition).text, of),
  });
  const address = (view: "vote" | "results") =>
    site + frameAddress(definition.id, { language: of, theme: preview.theme, view, back: false });
  const height = frameHeight(definition, of, PHONE_PX);
  const iframe = (view: "vote" | "results") =>
    `<iframe src="${escaped(address(view))}" title="${escaped(title)}" width="100%" height="${height}" style="border:0" loading="lazy" referrerpolicy="strict-origin-when-cross-origin"></iframe>`;
  const loader = `<script async src="${escaped(site)}/embed.js"></script>`;
  const poll = `${site}${pollPath(of, definition.id)}`;
  const theme = preview.theme === "light" ? "" : ` theme="${preview.theme}"`;
  const text = escaped(inLanguage(mainQuestion(definition).text, of));
  const format = (key: "loader" | "plain" | "element" | "results" | "picture" | "text", code: string, lines: number) =>
    html`<h3>${strings[`embed.${key}.h`]}</h3>
<p class="note">${strings[`embed.${key}.works`]}</p>
${snippet(`code-${key}`, strings[key === "text" ? "embed.words" : "embed.code"], code, lines, key === "text" ? of : undefined)}`;
  return {
    id: "embed",
    heading: strings["embed.formats.h"],
    body: html`<p>${strings["embed.formats.lead"]}</p>
${format("loader", `${iframe("vote")}\n${loader}`, 5)}
${format("plain", iframe("vote"), 4)}
${format("element", `<sawt-poll poll="${definition.id}" lang="${of}"${theme} height="${height}"><a href="${escaped(poll)}">${text}</a></sawt-poll>\n${loader}`, 4)}
${format("results", `${iframe("results")}\n${loader}`, 5)}
${format("picture", `<a href="${escaped(poll)}"><img src="${escaped(site)}/p/${definition.id}/card.png?lang=${of}" width="1200" height="630" alt="${escaped(title)}" style="max-width:100%;height:auto"></a>`, 4)}
${format("text", `${title}\n${words(of, "reader")["notsci.short"]}\n${poll}`, 4)}
<p><a href="/p/${definition.id}/qr.svg?lang=${of}">${strings["embed.qr"]}</a></p>
<h3>${strings["embed.systems.h"]}</h3>
${systems(page, address("vote"), height)}
<h3>${strings["embed.csp.h"]}</h3>
<p class="note">${strings["embed.csp"]}</p>
${snippet("code-csp", "Content-Security-Policy", `frame-src ${site}; script-src ${site}`, 1)}
${frames(page)}`,
  };
}

/** What to do in each system that newsrooms have. */
function systems({ language }: EmbedPage, address: string, height: number): Html {
  const strings = words(language, "reader");
  const amp = `<amp-iframe width="auto" height="${height}" layout="fixed-height" sandbox="allow-scripts allow-same-origin allow-forms allow-top-navigation-by-user-activation" resizable frameborder="0" src="${escaped(address)}">\n<div overflow tabindex="0" role="button" aria-label="${escaped(strings["embed.amp.more"])}">${escaped(strings["embed.amp.more"])}</div>\n</amp-iframe>`;
  return html`<dl>
<dt>WordPress</dt><dd>${strings["embed.wordpress"]} <a href="${PLUGIN_PATH}" download>${strings["embed.wordpress.get"]}</a></dd>
<dt>Ghost</dt><dd>${strings["embed.ghost"]}</dd>
<dt>Drupal</dt><dd>${strings["embed.drupal"]}</dd>
<dt>AMP</dt><dd>${strings["embed.amp"]}
${snippet("code-amp", strings["embed.code"], amp, 5)}</dd>
<dt>${strings["embed.letters.h"]}</dt><dd>${strings["embed.letters"]}</dd>
<dt>${strings["embed.print.h"]}</dt><dd>${strings["embed.print"]}</dd>
</dl>`;
}

/** Which sites may frame this poll, where it names them. */
const frames = ({ language, definition }: EmbedPage): Html | "" =>
  definition.frames
    ? html`<p class="note">${words(language, "reader")["embed.frames"]}</p>
<ul>${definition.frames.map((site) => html`<li><bdi>${site}</bdi></li>`)}</ul>`
    : "";
