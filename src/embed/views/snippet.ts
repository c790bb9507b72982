import { html } from "hono/html";
import type { Html } from "../../reader/views/words.ts";

/** Text to copy, in a field that selects by itself without a script too. `lines`: height of the field. */
export const snippet = (id: string, label: string, text: string, lines: number): Html =>
  html`<p class="snippet"><label for="${id}">${label}</label>
<textarea id="${id}" dir="ltr" rows="${lines}" readonly spellcheck="false">${text}</textarea></p>`;
