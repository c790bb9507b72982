import { checkDraft } from "../../../domain/draft.ts";
import { forget } from "../../../engine/index.ts";
import type { OpenDraftOutcome } from "../../../engine/registry/registry.ts";
import { fill } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import { type DeskContext, type DeskHandler, deskPath, recordAct } from "../../context.ts";
import { showConfirm } from "./confirm.ts";
import { type DraftAtDesk, registryOf, withDraft } from "./desk-poll.ts";
import { toPoll } from "./state-acts.ts";
import { openView } from "./views/open.ts";

/** What will be locked, once more, before a poll opens. A draft that is not sound leads back to its form. */
export const openPage: DeskHandler = (c) => withDraft(c, (draft) => show(c, draft));

export const postOpen: DeskHandler = (c) =>
  withDraft(c, async (draft) => {
    const { id } = draft;
    const strings = words(c.get("language"), "desk");
    const version = Number(c.get("form").get("version"));
    const outcome: OpenDraftOutcome = await registryOf(c).openDraft(id, version);
    switch (outcome.kind) {
      case "opened": {
        forget(id);
        const { definition } = outcome.poll;
        const isLater = definition.opens !== undefined && Date.parse(definition.opens) > Date.now();
        await recordAct(c, { act: isLater ? "poll-scheduled" : "poll-opened", poll: id, after: { definition } });
        return toPoll(c, id, isLater ? "scheduled" : "opened");
      }
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
