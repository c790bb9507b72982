import { html } from "hono/html";
import { textOf } from "../../../domain/draft.ts";
import { words } from "../../../i18n/index.ts";
import { deleteDraft } from "../../acts/polls.ts";
import { type DeskHandler, deskPath } from "../../context.ts";
import { refuseAct } from "../../page.ts";
import { showConfirm } from "./confirm.ts";
import { withDraft } from "./desk-poll.ts";
import { confirmView } from "./views/confirm.ts";

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
