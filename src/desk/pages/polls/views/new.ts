import { html } from "hono/html";
import { textOf } from "../../../../domain/draft.ts";
import type { Json } from "../../../../domain/draft-path.ts";
import { LANGUAGES, type Language } from "../../../../domain/language.ts";
import { LANGUAGE_NAMES, words } from "../../../../i18n/index.ts";
import { filled, type Html } from "../../../../web/kit/html.ts";
import { type DeskContext, deskPath } from "../../../context.ts";
import { problemBox } from "../../../kit.ts";
import { formToken } from "../../../session.ts";
import { titleIn } from "../desk-poll.ts";

export interface NewForm {
  id?: string;
  languages: readonly Language[];
  json?: string;
  /** Id of the poll that is copied, and its title. */
  from?: string;
  title?: Json;
  problem?: { field: "id" | "json" | "languages"; why: "new.bad-json" | "new.taken" | "fault.required" | "fault.id" };
}

export function newView(c: DeskContext, form: NewForm): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { problem, from } = form;
  const faults = words(language, "api");
  const why =
    problem &&
    (problem.why === "fault.required" || problem.why === "fault.id" ? faults[problem.why] : strings[problem.why]);
  const action = deskPath(language, "/desk/new");
  const heading =
    from === undefined
      ? html`${strings["new.h"]}`
      : filled(strings["new.copy"], { title: titleIn(textOf(form.title), language, strings) });
  const wrong = (field: string) =>
    problem?.field === field
      ? html` aria-invalid="true" aria-describedby="${field}-err ${field}-hint"`
      : html` aria-describedby="${field}-hint"`;
  const says = (field: string) => (problem?.field === field ? html`<p class="fe" id="${field}-err">${why}</p>` : "");
  const idField = (id: string) => html`<p><label for="${id}">${strings["new.id"]}</label></p>
${id === "id" ? says("id") : ""}
<p><input name="id" id="${id}" dir="ltr" maxlength="32" autocapitalize="none" spellcheck="false" value="${form.id ?? ""}"${id === "id" ? wrong("id") : ""}></p>
<p class="hint" id="${id}-hint">${strings["new.id.hint"]}</p>`;
  return html`${problem && why !== undefined ? problemBox(language, why, problem.field) : ""}
<h1>${heading}</h1>
<form method="post" action="${action}">${formToken(c)}
${idField("id")}
${
  from === undefined
    ? html`<fieldset id="languages" tabindex="-1"><legend>${strings["new.languages"]}</legend>${says("languages")}
${LANGUAGES.map(
  (each) =>
    html`<label class="check"><input type="checkbox" name="languages" value="${each}"${form.languages.includes(each) ? html` checked` : ""}> <span lang="${each}">${LANGUAGE_NAMES[each]}</span></label>`,
)}</fieldset>`
    : html`<input type="hidden" name="from" value="${from}"><p class="hint">${strings["new.copy.hint"]}</p>`
}
<p class="act"><button class="btn">${strings["new.button"]}</button></p>
</form>
${
  from === undefined
    ? html`<details${problem?.field === "json" || form.json ? html` open` : ""}><summary>${strings["new.import"]}</summary>
<form method="post" action="${action}">${formToken(c)}
<p><label for="json">JSON</label></p>
${says("json")}
<p><textarea name="json" id="json" class="code" dir="ltr" rows="10" spellcheck="false"${wrong("json")}>${form.json ?? ""}</textarea></p>
<p class="hint" id="json-hint">${strings["new.import.hint"]}</p>
${idField("import-id")}
<p><button class="plain-btn">${strings["new.import.button"]}</button></p>
</form></details>`
    : ""
}`;
}
