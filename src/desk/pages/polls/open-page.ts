import { checkDraft } from "../../../domain/draft.ts";
import { fill } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import { openPoll } from "../../acts/polls.ts";
import { type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { refuseAct } from "../../page.ts";
import { showConfirm } from "./confirm.ts";
import { type DraftAtDesk, withDraft } from "./desk-poll.ts";
import { toPoll } from "./state-acts.ts";
import { openView } from "./views/open.ts";

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
