import { html } from "hono/html";
import { directionOf, type Language } from "../../../domain/language.ts";
import type { Html } from "../../kit/html.ts";

/**
 * Text to copy, in a field that selects by itself without a script too. `lines`: height of the field. Code and addresses
 * have no `language`.
 */
export const snippet = (id: string, label: string, text: string, lines: number, language?: Language): Html =>
  html`<p class="snippet"><label for="${id}">${label}</label>
<textarea id="${id}"${language ? html` lang="${language}"` : ""} dir="${language ? directionOf(language) : "ltr"}" rows="${lines}" readonly spellcheck="false">${text}</textarea></p>`;
