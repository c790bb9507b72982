import type { ContentfulStatusCode } from "hono/utils/http-status";
import { draftScript } from "../../../built/inline.ts";
import type { Draft } from "../../../domain/draft.ts";
import { parseDraft, type SavedDraft } from "../../../engine/registry/drafts.ts";
import { words } from "../../../i18n/index.ts";
import { registryOf, saveDraft } from "../../acts/polls.ts";
import { type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { refuseAct, refusePage, showDesk } from "../../page.ts";
import { type DraftAtDesk, withDraft } from "./desk-poll.ts";
import { draftErrors } from "./draft-errors.ts";
import { draftOfForm } from "./edit-form.ts";
import { type EditSays, editView } from "./views/edit.ts";
import { openedMeanwhile } from "./views/opened-meanwhile.ts";

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
