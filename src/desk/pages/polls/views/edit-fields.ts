import { html } from "hono/html";
import type { Draft } from "../../../../domain/draft.ts";
import { valueAt } from "../../../../domain/draft-path.ts";
import { directionOf, type Language } from "../../../../domain/language.ts";
import { type AllWords, LANGUAGE_NAMES } from "../../../../i18n/index.ts";
import type { Html } from "../../../../web/kit/html.ts";

/** What the fields of a draft's form are made of. */
export interface FormOfDraft {
  draft: Draft;
  /** The poll's own languages, as far as it has chosen them. */
  languages: readonly Language[];
  strings: AllWords["desk"];
  /** Faults to show, by path. */
  errors: ReadonlyMap<string, string>;
}

/** Id of the element for a path: errors of the summary lead to it. */
export const fieldId = (path: string): string => path.replace(/[^a-z0-9]+/gi, "-").replace(/-$/, "");

export const typed = ({ draft }: FormOfDraft, path: string): string => {
  const value = valueAt(draft, path);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};

interface Field {
  label: string | Html;
  hint?: string | Html;
  /** Left out: a line of text. */
  type?: "text" | "url" | "date" | "datetime-local" | "number";
  /** Writing direction of what is typed; left out, the page's. */
  dir?: "ltr" | "rtl";
  lang?: Language;
  /** What the field shows, where it is not the draft's own value. */
  value?: string;
  rows?: number;
}

/** One field with its label, hint and fault, each tied to it. */
export function field(
  form: FormOfDraft,
  path: string,
  { label, hint, type = "text", dir, lang, value, rows }: Field,
): Html {
  const id = fieldId(path);
  const error = form.errors.get(path);
  const told = [error && `${id}-err`, hint && `${id}-hint`].filter(Boolean).join(" ");
  const attributes = html`name="${path}" id="${id}"${dir ? html` dir="${dir}"` : ""}${lang ? html` lang="${lang}"` : ""}${told ? html` aria-describedby="${told}"` : ""}${error ? html` aria-invalid="true"` : ""}`;
  const shown = value ?? typed(form, path);
  return html`<div class="field${error ? " wrong" : ""}">
<label for="${id}">${label}</label>
${error ? html`<p class="fe" id="${id}-err">${error}</p>` : ""}
${
  rows
    ? html`<textarea ${attributes} rows="${rows}">${shown}</textarea>`
    : html`<input ${attributes} type="${type}" value="${shown}">`
}
${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ""}
</div>`;
}

/** The same words in every language of the poll. */
export const fieldByLanguage = (form: FormOfDraft, path: string, label: string, rows?: number): Html =>
  html`<fieldset class="by-language" id="${fieldId(path)}" tabindex="-1"><legend>${label}</legend>
${form.languages.map((language) =>
  field(form, `${path}.${language}`, {
    label: html`<span lang="${language}">${LANGUAGE_NAMES[language]}</span>`,
    dir: directionOf(language),
    lang: language,
    ...(rows !== undefined && { rows }),
  }),
)}</fieldset>`;

/** One of a few values, `value` being the one that holds where nothing is said. */
export function choice(
  form: FormOfDraft,
  path: string,
  label: string,
  values: readonly { value: string; label: string }[],
  chosen: string,
): Html {
  const error = form.errors.get(path);
  return html`<fieldset id="${fieldId(path)}" tabindex="-1"${error ? html` class="wrong"` : ""}><legend>${label}</legend>
${error ? html`<p class="fe">${error}</p>` : ""}
${values.map(
  (each) =>
    html`<label class="check"><input type="radio" name="${path}" value="${each.value}"${each.value === chosen ? html` checked` : ""}> <span>${each.label}</span></label>`,
)}</fieldset>`;
}

/** A box to tick. The hidden "no" before it is what an unticked one sends. */
export function tick(form: FormOfDraft, path: string, label: string): Html {
  const error = form.errors.get(path);
  return html`<input type="hidden" name="${path}" value=""><label class="check"><input type="checkbox" name="${path}" id="${fieldId(path)}" value="yes"${valueAt(form.draft, path) === true ? html` checked` : ""}> <span>${label}</span></label>${error ? html`<p class="fe">${error}</p>` : ""}`;
}
