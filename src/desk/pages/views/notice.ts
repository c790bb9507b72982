import { html } from "hono/html";
import type { Language } from "../../../domain/language.ts";
import { words } from "../../../i18n/index.ts";
import type { Html } from "../../../web/kit/html.ts";

/** What was just done, or why nothing was: the first thing that is read, and focused, on a page that answers a form. */
export const doneBox = (message: string): Html =>
  html`<div class="ok" id="done" tabindex="-1" autofocus><p>${message}</p></div>`;

/** `field`: id of the field that is wrong, to go to. */
export const problemBox = (language: Language, message: string, field?: string): Html =>
  html`<div class="err" id="problem" tabindex="-1" autofocus><div role="alert">
<h2>${words(language, "desk")["refused.h"]}</h2>
<p>${field ? html`<a href="#${field}">${message}</a>` : message}</p>
</div></div>`;

/** Something that is shown this one time, to be copied. `label` names it. */
export const shownOnce = (id: string, label: string | Html, value: string, hint: string): Html =>
  html`<div class="ok" tabindex="-1" autofocus>
<p><label for="${id}">${label}</label></p>
<textarea id="${id}" class="code" dir="ltr" rows="3" readonly aria-describedby="${id}-hint">${value}</textarea>
<p class="hint" id="${id}-hint">${hint}</p>
</div>`;
