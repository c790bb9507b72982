import type { PollView } from "../../../engine/index.ts";
import { formatterOf } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import { fillPlain } from "../../../i18n/plain.ts";
import {
  closePoll,
  type Hidden,
  hidePoll,
  type NotPossible,
  type Ordered,
  pausePoll,
  resumePoll,
} from "../../acts/polls.ts";
import { type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { refuseAct } from "../../page.ts";
import { showConfirm } from "./confirm.ts";
import { withPoll } from "./desk-poll.ts";
import { showPoll } from "./poll-page.ts";
import { closeView } from "./views/close.ts";

/** What was done, as the page that follows says it. */
type Done =
  | "opened"
  | "scheduled"
  | "paused"
  | "resumed"
  | "closed"
  | "ordered"
  | "corrected"
  | "voided"
  | "unlogged"
  | "archived"
  | "unarchived";

/** The emergency stop: one press, from the poll's page. The log names the role, the record the person. */
export const postPause: DeskHandler = (c) =>
  withPoll(c, async (view) => answerOrder(c, view, await pausePoll(c, view), "paused"));

export const postResume: DeskHandler = (c) =>
  withPoll(c, async (view) => answerOrder(c, view, await resumePoll(c, view), "resumed"));

/** Closing is for good: its page repeats the title, and asks for a tick before the button does anything. */
export const closePage: DeskHandler = (c) =>
  withPoll(c, (view) => showConfirm(c, view, "close", closeView(c, view, {})));

export const postClose: DeskHandler = (c) =>
  withPoll(c, async (view) => {
    const form = c.get("form");
    const reason = form.get("reason")?.trim() ?? "";
    const isFit = reason !== "" && reason.length <= 600 && !/\p{Cc}/u.test(reason);
    if (form.get("sure") !== "yes" || !isFit) {
      const problem = isFit ? ("sure" as const) : ("reason" as const);
      return showConfirm(c, view, "close", closeView(c, view, { reason, problem }), 422);
    }
    return answerOrder(c, view, await closePoll(c, view, reason), "closed");
  });

/** Puts a closed poll away in the list, or back. */
export const postArchive: DeskHandler = (c) =>
  withPoll(c, async (view) => {
    const archived = c.get("form").get("archived") === "yes";
    return answerOrder(c, view, await hidePoll(c, view, archived), archived ? "archived" : "unarchived");
  });

function answerOrder(
  c: DeskContext,
  { definition }: PollView,
  outcome: Ordered | Hidden,
  done: Done,
): Response | Promise<Response> {
  switch (outcome.kind) {
    case "done":
      return toPoll(c, definition.id, done);
    case "ordered":
      return toPoll(c, definition.id, "ordered");
    case "not-possible":
      return showNotPossible(c, outcome);
    case "forbidden":
      return refuseAct(c, outcome);
  }
}

export const toPoll = (c: DeskContext, poll: string, done: Done): Response =>
  c.redirect(`${deskPath(c.get("language"), `/desk/polls/${poll}`)}?done=${done}`, 303);

/** A button that came too late: the poll as it stands now, that nothing was done, and what may be done. */
export function showNotPossible(c: DeskContext, { phase, possible }: NotPossible): Promise<Response> {
  const language = c.get("language");
  const strings = words(language, "desk");
  const acts = possible.map((act) => words(language, "api")[`can.${act}`]);
  const state = strings[`state.${phase}`];
  const problem =
    acts.length > 0
      ? fillPlain(strings["not.possible"], { state, acts: formatterOf(language).list(acts) })
      : fillPlain(strings["not.possible.none"], { state });
  return showPoll(c, { problem }, 409);
}
