/** Opening a draft: everything that is locked from then on, once more. */
import { html } from "hono/html";
import type { PollDefinition } from "../../../domain/definition.ts";
import { checkDraft } from "../../../domain/draft.ts";
import { directionOf } from "../../../domain/language.ts";
import { fill } from "../../../i18n/format.ts";
import { LANGUAGE_NAMES, words } from "../../../i18n/index.ts";
import { filled, type Html } from "../../../web/kit/html.ts";
import { openPoll } from "../../acts/polls.ts";
import { type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { problemBox } from "../../kit.ts";
import { refuseAct } from "../../page.ts";
import { confirmView, showConfirm } from "./confirm.ts";
import { momentWords } from "./fields.ts";
import { type DraftAtDesk, withDraft } from "./found.ts";
import { toPoll } from "./poll.ts";

/** What will be locked, once more, before a poll opens. A draft that is not sound leads back to its form. */
export const openPage: DeskHandler = (c) => withDraft(c, (draft) => show(c, draft));

export const postOpen: DeskHandler = (c) =>
  withDraft(c, async (draft) => {
    const { id } = draft;
    const strings = words(c.get("language"), "desk");
    const version = Number(c.get("form").get("version"));
    const outcome = await openPoll(c, { id, draft: draft.draft, base: version });
    switch (outcome.kind) {
      case "opened":
        return toPoll(c, id, outcome.phase === "scheduled" ? "scheduled" : "opened");
      case "invalid":
        return toForm(c, id);
      case "conflict":
        return show(c, draft, fill(strings["not.conflict"], { by: outcome.by }), 409);
      case "public-host-missing":
        return show(c, draft, strings["not.host"], 503);
      case "refused":
        return show(c, draft, fill(strings["not.refused"], { why: outcome.refusal }), 503);
      case "not-found":
        return c.redirect(deskPath(c.get("language")), 303);
      case "forbidden":
        return refuseAct(c, outcome);
    }
  });

function show(c: DeskContext, draft: DraftAtDesk, problem?: string, status: 200 | 409 | 503 = 200) {
  const checked = checkDraft({ ...draft.draft, id: draft.id }, Date.now());
  if (checked.kind === "invalid") return toForm(c, draft.id);
  const { definition } = checked;
  return showConfirm(c, { definition }, "open", openView(c, definition, draft.version, problem), status);
}

const toForm = (c: DeskContext, id: string): Response =>
  c.redirect(`${deskPath(c.get("language"), `/desk/polls/${id}/edit`)}?check=1`, 303);

/** Everything that can never change again, as readers will see it in each language. */
function openView(c: DeskContext, definition: PollDefinition, version: number, problem?: string): Html {
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
