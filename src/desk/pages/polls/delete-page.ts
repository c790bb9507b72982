import { html } from "hono/html";
import { textOf } from "../../../domain/draft.ts";
import { words } from "../../../i18n/index.ts";
import { type DeskHandler, deskPath, recordAct } from "../../context.ts";
import { refusePage } from "../../page.ts";
import { showConfirm } from "./confirm.ts";
import { registryOf, withDraft } from "./desk-poll.ts";
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
    if (!(await registryOf(c).deleteDraft(id))) return refusePage(c, 404, "not-found");
    await recordAct(c, { act: "poll-deleted", poll: id, before: { definition: draft } });
    return c.redirect(`${deskPath(c.get("language"))}?done=deleted`, 303);
  });
