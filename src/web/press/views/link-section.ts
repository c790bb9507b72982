import { html } from "hono/html";
import { words } from "../../../i18n/index.ts";
import { pollPath } from "../../http/addresses.ts";
import type { EmbedPage, EmbedSection } from "./embed-section.ts";
import { snippet } from "./snippet.ts";

/** The poll's address: alone on its line it becomes a frame in WordPress, and anywhere it is a link. */
export function linkSection({ language, definition, site }: EmbedPage): EmbedSection {
  const strings = words(language, "reader");
  return {
    id: "link",
    heading: strings["embed.link.h"],
    body: html`<p class="note">${strings["embed.link.works"]}</p>
${snippet("address", strings["embed.link.label"], `${site}${pollPath(language, definition.id)}`, 1)}`,
  };
}
