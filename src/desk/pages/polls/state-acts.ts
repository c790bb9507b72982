import { forget, type PollView } from "../../../engine/index.ts";
import type { OrderOutcome } from "../../../engine/rpc.ts";
import { type AllWords, words } from "../../../i18n/index.ts";
import { atDesk, type DeskContext, type DeskHandler, deskPath, recordAct } from "../../context.ts";
import type { Act } from "../../store/record.ts";
import { showConfirm } from "./confirm.ts";
import { ledgerOf, registryOf, withPoll } from "./desk-poll.ts";
import { showPoll } from "./poll-page.ts";
import { closeView } from "./views/close.ts";

/** What was done, as the page that follows says it. */
export type Done =
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
  withPoll(c, async (view) => {
    const outcome = await ledgerOf(c, view.definition.id).pause(atDesk(c).role);
    return answerOrder(c, view, outcome, { act: "poll-paused", done: "paused" });
  });

export const postResume: DeskHandler = (c) =>
  withPoll(c, async (view) => {
    const outcome = await ledgerOf(c, view.definition.id).resume(atDesk(c).role);
    return answerOrder(c, view, outcome, { act: "poll-resumed", done: "resumed" });
  });

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
    const outcome = await ledgerOf(c, view.definition.id).close(reason, atDesk(c).role);
    return answerOrder(c, view, outcome, { act: "poll-closed", done: "closed", after: { reason } });
  });

/** Puts a closed poll away in the list, or back. */
export const postArchive: DeskHandler = (c) =>
  withPoll(c, async ({ definition, phase }) => {
    const archived = c.get("form").get("archived") === "yes";
    if (archived && phase !== "closed") return notPossible(c, phase);
    await registryOf(c).archive(definition.id, archived);
    await recordAct(c, { act: "poll-archived", poll: definition.id, after: { archived } });
    return toPoll(c, definition.id, archived ? "archived" : "unarchived");
  });

async function answerOrder(
  c: DeskContext,
  { definition, phase }: PollView,
  outcome: OrderOutcome,
  { act, done, after }: { act: Act; done: Done; after?: object },
): Promise<Response> {
  if (outcome.kind === "not-possible") return notPossible(c, outcome.phase);
  forget(definition.id);
  await recordAct(c, { act, poll: definition.id, before: { phase }, after: { phase: outcome.phase, ...after } });
  return toPoll(c, definition.id, outcome.kind === "ordered" ? "ordered" : done);
}

export const toPoll = (c: DeskContext, poll: string, done: Done): Response =>
  c.redirect(`${deskPath(c.get("language"), `/desk/polls/${poll}`)}?done=${done}`, 303);

/** A button that came too late: the poll as it stands now, and that nothing was done. */
const notPossible = (c: DeskContext, phase: PollView["phase"]): Promise<Response> => {
  const strings: AllWords["desk"] = words(c.get("language"), "desk");
  return showPoll(
    c,
    { problem: { template: strings["not.possible"], values: { state: strings[`state.${phase}`] } } },
    409,
  );
};
