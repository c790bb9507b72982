import { html } from "hono/html";
import { valueAt } from "../../../../domain/draft-path.ts";
import { LIMITS } from "../../../../domain/numbers.ts";
import { fill } from "../../../../i18n/format.ts";
import type { Html } from "../../../../web/kit/html.ts";
import { choice, type FormOfDraft, field, fieldByLanguage, tick, typed } from "./edit-fields.ts";

/** The fields of one question, its answers, and plain buttons that add, remove and move them. */
export function questionFields(form: FormOfDraft, q: number, questions: number): Html {
  const { strings, draft } = form;
  const at = `questions[${q}]`;
  const n = String(q + 1);
  const options = valueAt(draft, `${at}.options`);
  const count = Array.isArray(options) ? options.length : 0;
  const multiple = typed(form, `${at}.kind`) === "multiple";
  return html`<section class="part" id="question-${q}" tabindex="-1" aria-labelledby="question-${q}-h">
<h3 id="question-${q}-h">${fill(q === 0 ? strings["question.main"] : strings.question, { n })}</h3>
${fieldByLanguage(form, `${at}.text`, strings.text, 2)}
${choice(
  form,
  `${at}.kind`,
  strings.kind,
  (["single", "multiple"] as const).map((value) => ({ value, label: strings[`kind.${value}`] })),
  multiple ? "multiple" : "single",
)}
<ol class="options" id="questions-${q}-options" tabindex="-1">${Array.from({ length: count }, (_, o) => optionFields(form, q, o, { count, multiple }))}</ol>
<p class="row-acts"><button class="plain-btn" name="act" value="add-option:${q}"${count >= LIMITS.options ? html` disabled` : ""}>${strings["add-option"]}</button></p>
<details${form.errors.has(`${at}.id`) || form.errors.has(`${at}.max`) ? html` open` : ""}><summary>${strings.more}</summary>
${field(form, `${at}.id`, { label: strings.id, hint: strings["id.hint"], dir: "ltr" })}
${multiple ? field(form, `${at}.max`, { label: strings.max, type: "number", dir: "ltr" }) : ""}
<p class="row-acts">${q > 0 ? html`<button class="plain-btn" name="act" value="move-question-up:${q}">${fill(strings["move-question-up"], { n })}</button>` : ""}
${questions > 1 ? html`<button class="danger" name="act" value="remove-question:${q}">${fill(strings["remove-question"], { n })}</button>` : ""}</p>
</details>
</section>`;
}

function optionFields(
  form: FormOfDraft,
  q: number,
  o: number,
  { count, multiple }: { count: number; multiple: boolean },
): Html {
  const { strings } = form;
  const at = `questions[${q}].options[${o}]`;
  const n = String(o + 1);
  const button = (act: string, label: string, sign: string, enabled: boolean) =>
    html`<button class="plain-btn" name="act" value="${act}:${q}.${o}" aria-label="${label}"${enabled ? "" : html` disabled`}>${sign}</button>`;
  return html`<li><div class="option">
${fieldByLanguage(form, `${at}.label`, fill(strings.answer, { n }))}
<p class="row-acts">${button("move-up", fill(strings["move-up"], { n }), "↑", o > 0)}
${button("move-down", fill(strings["move-down"], { n }), "↓", o < count - 1)}
${button("remove-option", fill(strings["remove-option"], { n }), "✕", count > 2)}</p>
<details${form.errors.has(`${at}.id`) ? html` open` : ""}><summary>${strings.more}</summary>
${fieldByLanguage(form, `${at}.short`, strings.short)}
${multiple ? tick(form, `${at}.exclusive`, strings.exclusive) : ""}
${q === 0 ? tick(form, `${at}.pledge`, strings.pledge) : ""}
${field(form, `${at}.id`, { label: strings.id, hint: strings["id.hint"], dir: "ltr" })}
</details>
</div></li>
`;
}
