import { html } from "hono/html";
import { directionOf, inLanguage, type Language, type Text } from "../../../../domain/language.ts";
import { correctableWords } from "../../../../domain/notice.ts";
import { LIMITS } from "../../../../domain/numbers.ts";
import type { PollView } from "../../../../engine/index.ts";
import { LANGUAGE_NAMES, words } from "../../../../i18n/index.ts";
import { filled, type Html } from "../../../../web/kit/html.ts";
import { type DeskContext, deskPath } from "../../../context.ts";
import { problemBox } from "../../../kit.ts";
import { titleIn } from "../desk-poll.ts";
import { fieldName } from "../field-words.ts";
import { confirmView, sureBox } from "./confirm.ts";

export interface NoticeForm {
  reason: Text;
  /** The words as they were sent, where the form came back. */
  after?: Text;
  errors: readonly { field: string; message: string }[];
}

/** `field`: which words; left out, the list to choose from. */
export function correctView(
  c: DeskContext,
  { definition }: PollView,
  field: { field: string; words: Text } | undefined,
  form: NoticeForm,
): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { id, title, languages } = definition;
  const page = `/desk/polls/${id}/correct` as const;
  const list = html`<h2>${strings["correct.choose"]}</h2>
<ul>${correctableWords(definition).map(
    (each) =>
      html`<li>${filled(words(language, "reader").pair, {
        name: html`<a href="${deskPath(language, page)}?field=${encodeURIComponent(each.field)}">${fieldName(each.field, strings)}</a>`,
        value: inLanguage(each.words, language),
      })}</li>`,
  )}</ul>`;
  return confirmView(c, { id, title, back: `/desk/polls/${id}` }, "correct", {
    before: problems(language, form),
    lead: strings["correct.lead"],
    form: field
      ? html`<input type="hidden" name="field" value="${field.field}">
<h2 id="after" tabindex="-1">${fieldName(field.field, strings)}</h2>
${languages.map((each) => oneLine("after", each, strings["correct.after"], form.after?.[each] ?? field.words[each], filled(strings["correct.before"], { words: field.words[each] ?? "" })))}
${reasonFields(languages, strings["correct.reason"], form.reason)}
<p><button class="btn">${strings["correct.button"]}</button></p>`
      : list,
  });
}

export function voidView(c: DeskContext, { definition }: PollView, form: NoticeForm): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { id, title, languages } = definition;
  return confirmView(c, { id, title, back: `/desk/polls/${id}` }, "void", {
    before: problems(language, form),
    lead: strings["void.lead"],
    form: html`${reasonFields(languages, strings["void.reason"], form.reason)}
${sureBox(
  c,
  strings["void.sure"],
  titleIn(title, language, strings),
  form.errors.some(({ field }) => field === "sure"),
)}
<p><button class="danger">${strings["void.button"]}</button></p>`,
  });
}

const problems = (language: Language, { errors }: NoticeForm): Html =>
  html`${errors.map(({ field, message }) => problemBox(language, message, field))}`;

const reasonFields = (languages: readonly Language[], label: string, reason: Text): Html =>
  html`<fieldset id="reason" tabindex="-1"><legend>${label}</legend>${languages.map((each) => oneLine("reason", each, label, reason[each]))}</fieldset>`;

const oneLine = (
  name: "after" | "reason",
  language: Language,
  label: string,
  value: string | undefined,
  hint?: Html,
): Html => html`<p><label for="${name}-${language}">${label} (<span lang="${language}">${LANGUAGE_NAMES[language]}</span>)</label></p>
<p><input name="${name}.${language}" id="${name}-${language}" lang="${language}" dir="${directionOf(language)}" maxlength="${LIMITS.textLength}" value="${value ?? ""}"${hint ? html` aria-describedby="${name}-${language}-hint"` : ""}></p>
${hint ? html`<p class="hint" id="${name}-${language}-hint">${hint}</p>` : ""}`;
