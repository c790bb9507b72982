import { html } from "hono/html";
import type { PollDefinition } from "../../../../domain/definition.ts";
import { directionOf } from "../../../../domain/language.ts";
import { LANGUAGE_NAMES, words } from "../../../../i18n/index.ts";
import { filled, type Html } from "../../../../web/kit/html.ts";
import type { DeskContext } from "../../../context.ts";
import { problemBox } from "../../../kit.ts";
import { confirmView } from "./confirm.ts";
import { momentWords } from "./edit-rules.ts";

/** Everything that can never change again, as readers will see it in each language. */
export function openView(c: DeskContext, definition: PollDefinition, version: number, problem?: string): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { pair } = words(language, "reader");
  const { id, title, languages, questions, opens, closes, rules } = definition;
  return confirmView(c, { id, title, back: `/desk/polls/${id}/edit` }, "open", {
    before: problem === undefined ? "" : problemBox(language, problem),
    lead: strings["open.locked"],
    form: html`<input type="hidden" name="version" value="${version}">
<ul>
<li>${opens === undefined ? strings["open.now"] : filled(strings["open.later"], { when: momentWords(Date.parse(opens), language) })}</li>
<li>${closes === undefined ? strings["open.no-close"] : filled(strings["open.closes"], { when: momentWords(Date.parse(closes), language) })}</li>
<li>${filled(pair, { name: strings["rules.results"], value: strings[`rules.results.${rules.results}`] })} · ${filled(pair, { name: strings["rules.release"], value: strings[`rules.release.${rules.release}`] })}</li>
</ul>
<h2>${strings["open.words"]}</h2>
${languages.map(
  (each) => html`<section lang="${each}" dir="${directionOf(each)}"><h3>${LANGUAGE_NAMES[each]}</h3>
${questions.map(
  ({ text, options }) =>
    html`<p><b>${text[each]}</b></p><ol>${options.map(({ label }) => html`<li>${label[each]}</li>`)}</ol>`,
)}</section>`,
)}
<p><button class="btn">${opens === undefined ? strings["open.button"] : strings["schedule.button"]}</button></p>`,
  });
}
