/** What pages of the desk are made of, beside what readers' pages have too. */
import { html } from "hono/html";
import type { Language } from "../domain/language.ts";
import { formatterOf } from "../i18n/format.ts";
import { words } from "../i18n/index.ts";
import { alertBox, doneBox as box } from "../web/kit/boxes.ts";
import type { Html } from "../web/kit/html.ts";
import type { PasskeyOptions } from "./store/contract.ts";

/** What was just done: the first thing that is read, and focused, on a page that answers a form. */
export const doneBox = (message: string): Html => box("done", html`<p>${message}</p>`);

/** Why nothing was done. `field`: id of the field that is wrong, to go to. */
export const problemBox = (language: Language, message: string, field?: string): Html =>
  alertBox({ heading: words(language, "desk")["refused.h"], message, ...(field && { href: `#${field}` }) });

/** Something that is shown this one time, to be copied. `label` names it. */
export const shownOnce = (id: string, label: string | Html, value: string, hint: string): Html =>
  html`<div class="ok" tabindex="-1" autofocus>
<p><label for="${id}">${label}</label></p>
<textarea id="${id}" class="code" dir="ltr" rows="3" readonly aria-describedby="${id}-hint">${value}</textarea>
<p class="hint" id="${id}-hint">${hint}</p>
</div>`;

/** A moment as the newsroom reads it, in Casablanca, and beside it in UTC, which does not move in Ramadan. */
export function moment(at: number, language: Language): Html {
  const format = formatterOf(language);
  const utc = new Date(at).toISOString().slice(0, 16).replace("T", " ");
  return html`<time datetime="${new Date(at).toISOString()}">${format.longDate(at)} <bdi>${format.time(at)}</bdi> <span class="minor"><bdi dir="ltr">${utc} UTC</bdi></span></time>`;
}

interface PasskeyForm {
  act: "add" | "get";
  action: string;
  options: PasskeyOptions;
  button: string;
  /** What is shown when the device gives no passkey. */
  failed: string;
  /** Further hidden fields. */
  fields: Html | "";
  primary: boolean;
}

/** A form that a script shows and fills: without one there is no passkey, and the link remains. */
export const passkeyForm = ({ act, action, options, button, failed, fields, primary }: PasskeyForm): Html =>
  html`<form method="post" action="${action}" data-act="${act}" data-passkey="${options.json}" hidden>${fields}
<input type="hidden" name="response" value="">
<p class="act"><button class="${primary ? "btn" : "plain-btn"}">${button}</button></p>
<p class="fe" role="alert" tabindex="-1" data-failed hidden>${failed}</p>
</form>`;
