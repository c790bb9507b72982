import { html } from "hono/html";
import { words } from "../../../i18n/index.ts";
import { frozenPath } from "../../http/addresses.ts";
import { frozenPicturePath } from "../../pictures/addresses.ts";
import { altOfResult } from "../../pictures/alt.ts";
import { resultPicture } from "../../pictures/model.ts";
import type { EmbedPage, EmbedSection } from "../views/embed-section.ts";
import { snippet } from "../views/snippet.ts";
import { frozenFiles } from "./files.ts";
import { quoteSentence } from "./sentence.ts";

/** The newest seal to quote: its sentence, its picture with words in its place, and the page where it stays. */
export function quoteSection({ language, definition, site, snapshot, isAway }: EmbedPage): EmbedSection {
  const strings = words(language, "reader");
  const section = { id: "quote", heading: strings["quote.section.h"] };
  if (!snapshot) return { ...section, body: html`<p>${isAway ? strings.away : strings["quote.later"]}</p>` };
  const image = frozenPicturePath(definition.id, snapshot.size, "chart.png", { language });
  return {
    ...section,
    body: html`<p class="act"><a class="btn" href="${frozenPath(language, definition.id, snapshot.size)}">${strings["quote.page"]}</a></p>
${snippet("quote-sentence", strings["quote.sentence.h"], quoteSentence(snapshot, language), 5, language)}
${snippet("quote-image", strings["quote.image"], `${site}${image}`, 2)}
${snippet("quote-alt", strings["quote.alt"], altOfResult(resultPicture(snapshot, language, new URL(site).host)), 5, language)}
${frozenFiles(language, definition.id, snapshot.size)}`,
  };
}
