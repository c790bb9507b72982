import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { draftScript } from "../../../built/inline.ts";
import { changedFields, type Draft, IMPRINT, textOf } from "../../../domain/draft.ts";
import { valueAt } from "../../../domain/draft-path.ts";
import { LANGUAGES } from "../../../domain/language.ts";
import { parseDraft, type SavedDraft } from "../../../engine/index.ts";
import { fill, formatterOf } from "../../../i18n/format.ts";
import { LANGUAGE_NAMES, words } from "../../../i18n/index.ts";
import { alertOf } from "../../../web/kit/boxes.ts";
import { filled, type Html } from "../../../web/kit/html.ts";
import { deleteDraft, registryOf, saveDraft } from "../../acts/polls.ts";
import { type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { doneBox, problemBox } from "../../kit.ts";
import { refuseAct, refusePage, showDesk } from "../../page.ts";
import { formToken } from "../../session.ts";
import { confirmView, showConfirm } from "./confirm.ts";
import { type DraftErrors, draftErrors, fieldName } from "./faults.ts";
import {
  draftOfForm,
  type FormOfDraft,
  field,
  fieldByLanguage,
  fieldId,
  questionFields,
  ruleFields,
} from "./fields.ts";
import { type DraftAtDesk, titleIn, withDraft } from "./found.ts";

/** A draft: its form, saving it by hand and by itself, two editors at once, and deleting it. */
export const editPage: DeskHandler = (c) =>
  withDraft(c, (draft) =>
    showEdit(c, draft, {
      check: c.req.query("check") === "1",
      ...(c.req.query("done") === "created" && { done: "created" as const }),
      ...(c.req.query("saved") === "1" && { done: "saved" as const }),
    }),
  );

/**
 * Saves a draft over the version its form was made of. Where a colleague was faster nothing is saved: the form comes back
 * with both texts in it. The script saves by the same way, and is answered in JSON.
 */
export const postEdit: DeskHandler = async (c) => {
  const form = c.get("form");
  const id = c.req.param("poll") ?? "";
  const base = Number(form.get("version"));
  const button = form.get("act") ?? "save";
  const isAuto = button === "autosave";
  const registry = registryOf(c);
  const [before, newest] = await Promise.all([registry.readDraft(id, base), registry.readDraft(id)]);
  if (!newest) return isAuto ? c.json({ kind: "gone" }, 410) : answerGone(c, id, draftOfForm(parseDraft("{}"), form));

  const mine = draftOfForm(parseDraft((before ?? newest).json), form);
  const outcome = await saveDraft(c, { id, draft: mine, base, byItself: isAuto });
  switch (outcome.kind) {
    case "forbidden":
      return refuseAct(c, outcome);
    case "not-found":
      return isAuto ? c.json({ kind: "gone" }, 410) : answerGone(c, id, mine);
    case "conflict":
      if (isAuto) return c.json({ kind: "conflict", by: outcome.theirs.by }, 409);
      return answerConflict(c, id, outcome.theirs, mine);
    case "saved":
      return isAuto ? c.json({ kind: "saved", version: outcome.version }) : c.redirect(onward(c, id, button), 303);
  }
};

function onward(c: DeskContext, id: string, button: string): string {
  const page = (name: string) => deskPath(c.get("language"), `/desk/polls/${id}/${name}`);
  if (button === "open" || button === "preview") return page(button);
  const [, at = ""] = button.split(":");
  const [q = ""] = at.split(".");
  return `${page("edit")}?saved=1${q === "" ? "" : `#question-${q}`}`;
}

/** The form as it was typed, over the colleague's version: to save it again is to replace what the page shows beside it. */
const answerConflict = (c: DeskContext, id: string, theirs: SavedDraft, mine: Draft): Promise<Response> =>
  showEdit(
    c,
    { ...theirs, id, draft: mine },
    { check: false, conflict: { ...theirs, draft: parseDraft(theirs.json) } },
    409,
  );

/** Opened or deleted meanwhile: what was typed is shown once more, so that nobody loses it. */
async function answerGone(c: DeskContext, id: string, mine: Draft): Promise<Response> {
  if (!/^[a-z0-9-]{1,32}$/.test(id)) return refusePage(c, 404, "not-found");
  const strings = words(c.get("language"), "desk");
  return showDesk(c, { title: strings["edit.h"], path: `/desk/polls/${id}` }, openedMeanwhile(c, id, mine), {
    status: 409,
  });
}

async function showEdit(
  c: DeskContext,
  draft: DraftAtDesk,
  says: EditSays,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const strings = words(c.get("language"), "desk");
  const errors = draftErrors({ ...draft.draft, id: draft.id }, Date.now(), c.get("language"));
  return showDesk(
    c,
    { title: strings["edit.h"], path: `/desk/polls/${draft.id}/edit` },
    editView(c, draft, errors, says),
    { status, scripts: [draftScript] },
  );
}

interface EditSays {
  /** Show also what is still empty: somebody wants to open it. */
  check: boolean;
  done?: "created" | "saved";
  /** What a colleague saved meanwhile. Nothing of the form is saved. */
  conflict?: { by: string; at: number; draft: Draft };
}

/** The whole form of a draft on one long page. It works without a script; with one, it saves itself. */
function editView(c: DeskContext, draft: DraftAtDesk, errors: DraftErrors, says: EditSays): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const page = `/desk/polls/${draft.id}` as const;
  const chosen = draft.draft.languages;
  const form: FormOfDraft = {
    draft: draft.draft,
    languages: LANGUAGES.filter((each) => Array.isArray(chosen) && chosen.includes(each)),
    strings,
    errors: says.check ? new Map([...errors.wrong, ...errors.missing]) : errors.wrong,
  };
  const questions = Array.isArray(draft.draft.questions) ? draft.draft.questions : [];
  return html`${says.done === "created" ? doneBox(strings["done.created"]) : ""}${says.conflict ? conflictBox(c, draft, says.conflict) : summary(c, form, says)}
<p class="kick"><a href="${deskPath(language)}">${strings.polls}</a></p>
<h1>${titleIn(textOf(draft.draft.title), language, strings)}</h1>
<p class="hint"><code dir="ltr">${draft.id}</code> · ${filled(strings["edit.saved"], { time: formatterOf(language).time(draft.at) })}</p>
<form method="post" action="${deskPath(language, `${page}/edit`)}" id="draft" novalidate data-unsaved="${strings["edit.unsaved"]}" data-saving="${strings["edit.saving"]}" data-saved="${strings["edit.saved"]}" data-clash="${strings["edit.clash"]}" data-taken="${strings["taken.open"]}">${formToken(c)}
<input type="hidden" name="version" value="${draft.version}">
<div class="bar"><button class="btn" name="act" value="save">${strings["edit.save"]}</button>
<button class="plain-btn" name="act" value="preview">${strings["edit.preview"]}</button>
<button class="plain-btn" name="act" value="open">${strings["edit.open"]}</button>
<span id="saved" role="status" class="hint">${says.done === "saved" ? filled(strings["edit.saved"], { time: formatterOf(language).time(draft.at) }) : ""}</span></div>
<p class="hint" id="auto" hidden>${strings["edit.autosave"]}</p>
${left(c, draft, errors)}
<h2>${strings["part.question"]}</h2>
<fieldset id="languages" tabindex="-1"><legend>${strings["new.languages"]}</legend>
<input type="hidden" name="languages" value="">
<div class="checks">${LANGUAGES.map(
    (each) =>
      html`<label class="check"><input type="checkbox" name="languages" value="${each}"${form.languages.includes(each) ? html` checked` : ""}> <span lang="${each}">${LANGUAGE_NAMES[each]}</span></label>`,
  )}</div></fieldset>
${questions.map((_, q) => questionFields(form, q, questions.length))}
<p><button class="plain-btn" name="act" value="add-question">${strings["add-question"]}</button></p>
<h2>${strings["part.words"]}</h2>
${fieldByLanguage(form, "title", strings.title)}
${IMPRINT.map((name) => fieldByLanguage(form, name, strings[name]))}
<h2>${strings["part.rules"]}</h2>
${ruleFields(form, language)}
<h2>${strings["part.source"]}</h2>
${field(form, "source.title", { label: strings["source.title"], dir: "rtl", lang: "ar" })}
${field(form, "source.quote", { label: strings["source.quote"], dir: "rtl", lang: "ar", rows: 2 })}
${fieldByLanguage(form, "source.speaker", strings["source.speaker"])}
${field(form, "source.date", { label: strings["source.date"], type: "date", dir: "ltr" })}
${field(form, "source.url", { label: strings["source.url"], type: "url", dir: "ltr" })}
</form>
<p><a class="quiet" href="${deskPath(language, `${page}/definition.json`)}">${strings["act.export"]}</a>
<a class="quiet" href="${deskPath(language, `/desk/new?from=${draft.id}`)}">${strings["act.copy"]}</a>
<a class="quiet" href="${deskPath(language, `${page}/delete`)}">${strings["edit.delete"]}</a></p>`;
}

function left(c: DeskContext, draft: DraftAtDesk, { wrong, missing }: DraftErrors): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const n = wrong.size + missing.size;
  if (n === 0) return html`<p class="ready">${strings["edit.ready"]}</p>`;
  return html`<p class="hint">${filled(strings["edit.left"], { n: formatterOf(language).integer(n) })} · <a href="${deskPath(language, `/desk/polls/${draft.id}/edit`)}?check=1">${strings["edit.show-left"]}</a></p>`;
}

/** Every fault in one list, each leading to its field. GOV.UK Design System, "Error summary". */
function summary(c: DeskContext, { errors, strings }: FormOfDraft, { check }: EditSays): Html | "" {
  if (errors.size === 0) return "";
  const { pair } = words(c.get("language"), "reader");
  return alertOf(
    html`<h2>${check ? strings["edit.problem.h"] : strings["edit.wrong.h"]}</h2>`,
    html`<ul>${[...errors].map(
      ([path, error]) =>
        html`<li><a href="#${fieldId(path)}">${fill(pair, { name: fieldName(path, strings), value: error })}</a></li>`,
    )}</ul>`,
  );
}

/** Both texts, side by side, of every field in which they differ. */
function conflictBox(c: DeskContext, mine: DraftAtDesk, { by, at, draft }: NonNullable<EditSays["conflict"]>): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const text = (of: Draft, path: string): string => {
    const value = valueAt(of, path);
    return value === undefined ? strings["conflict.empty"] : String(value);
  };
  return alertOf(
    html`<h2>${strings["conflict.h"]}</h2>`,
    html`<p>${filled(strings["conflict.lead"], { by, time: formatterOf(language).time(at) })}</p>`,
    html`<table class="list">
<thead><tr><th scope="col">${strings["conflict.field"]}</th><th scope="col">${strings["conflict.mine"]}</th><th scope="col"><bdi>${by}</bdi></th></tr></thead>
<tbody>
${changedFields(draft, mine.draft).map(
  (path) =>
    html`<tr><th scope="row"><a href="#${fieldId(path)}">${fieldName(path, strings)}</a></th><td data-label="${strings["conflict.mine"]}"><bdi>${text(mine.draft, path)}</bdi></td><td data-label="${by}"><bdi>${text(draft, path)}</bdi></td></tr>
`,
)}</tbody>
</table>
<p><a href="${deskPath(language, `/desk/polls/${mine.id}/edit`)}">${strings["conflict.take"]}</a></p>`,
  );
}

/** A draft that is none any more, with what was typed for it. */
function openedMeanwhile(c: DeskContext, id: string, mine: Draft): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  return html`${problemBox(language, strings["taken.open"])}
<h1>${strings["edit.h"]}</h1>
<p><a href="${deskPath(language, `/desk/polls/${id}`)}">${strings["act.back"]}</a></p>
<p><label for="mine">JSON</label></p>
<p><textarea id="mine" class="code" dir="ltr" rows="16" readonly>${JSON.stringify(mine, null, 2)}</textarea></p>`;
}

export const deletePage: DeskHandler = (c) =>
  withDraft(c, ({ id, draft }) => {
    const strings = words(c.get("language"), "desk");
    const poll = { id, title: textOf(draft.title), back: `/desk/polls/${id}/edit` as const };
    const body = confirmView(c, poll, "delete", {
      lead: strings["delete.lead"],
      form: html`<p><button class="danger">${strings["delete.button"]}</button></p>`,
    });
    return showConfirm(c, { definition: { id } }, "delete", body);
  });

export const postDelete: DeskHandler = (c) =>
  withDraft(c, async ({ id, draft }) => {
    const outcome = await deleteDraft(c, id, draft);
    if (outcome.kind !== "done") return refuseAct(c, outcome);
    return c.redirect(`${deskPath(c.get("language"))}?done=deleted`, 303);
  });
