import type { PollDefinition } from "../../domain/definition.ts";
import { type CorrectionOutcome, MOST_NOTICES, type Notice, noteOf } from "../../domain/notice.ts";
import { isPossible, type PollAct, type PollState, phaseAt } from "../../domain/phase.ts";
import type { JsonObject } from "../../log/entry.ts";
import type { LedgerMemory } from "./memory.ts";

/** A change of state that people ask for. */
export interface Order {
  act: PollAct;
  change: (state: PollState) => PollState;
  note?: JsonObject;
  closeReason?: string;
  closedBy?: string;
}

/** `by`, here and below: the role of whoever ordered it, as the public log names it. */
export const pausing = (by?: string): Order => ({
  act: "pause",
  change: (state) => ({ ...state, paused: true }),
  note: { event: "paused", ...(by !== undefined && { by }) },
});

export const resuming = (by?: string): Order => ({
  act: "resume",
  change: (state) => ({ ...state, paused: false }),
  note: { event: "resumed", ...(by !== undefined && { by }) },
});

/** Closes for good. `reason` is public. */
export const closing = (reason: string, now: number, by?: string): Order => ({
  act: "close",
  change: (state) => ({ ...state, closingAt: state.closingAt ?? now }),
  closeReason: reason,
  ...(by !== undefined && { closedBy: by }),
});

/** What the ledger remembers once the order was given; nothing where the phase does not allow it. `now`: ms since 1970. */
export function ordered(memory: LedgerMemory, order: Order, now: number): LedgerMemory | undefined {
  if (!isPossible(order.act, phaseAt(memory.poll.definition, memory.poll.state, now))) return undefined;
  return {
    ...memory,
    ordered: { ...order.change(memory.ordered), version: memory.ordered.version + 1 },
    notes: order.note ? [...memory.notes, { ...order.note, at: new Date(now).toISOString() }] : memory.notes,
    // The first reason stands: closing again does not rewrite why a poll closed.
    ...(order.closeReason !== undefined &&
      memory.closeReason === undefined && {
        closeReason: order.closeReason,
        ...(order.closedBy !== undefined && { closedBy: order.closedBy }),
      }),
  };
}

/** The same for the closing time that the definition names; nothing while it has not come. */
export function orderedByTime(memory: LedgerMemory, now: number): LedgerMemory | undefined {
  const { closes } = memory.poll.definition;
  const before = memory.ordered;
  if (closes === undefined || before.closingAt !== undefined || now < Date.parse(closes)) return undefined;
  return {
    ...memory,
    ordered: { ...before, version: before.version + 1, closingAt: Date.parse(closes) },
    closeReason: memory.closeReason ?? "closing time",
  };
}

/** What readers will be told, and the definition as it is shown from then on; or why nothing changes. */
export type Decision =
  | { kind: "notice"; definition: PollDefinition; notice: Notice }
  | Exclude<CorrectionOutcome, { kind: "corrected" }>;

/**
 * What the ledger remembers once a notice is given. The state gets a new version, so that boxes and archive take the poll
 * again; the note goes into the next batch, but for a log whose last seal stands.
 */
export function noticed(
  memory: LedgerMemory,
  { definition, notice }: Extract<Decision, { kind: "notice" }>,
  by: string | undefined,
): { kind: "noticed"; memory: LedgerMemory; logged: boolean } | { kind: "too-many" } {
  const { poll, ordered, notes } = memory;
  const { notices = [] } = poll;
  if (notices.length >= MOST_NOTICES) return { kind: "too-many" };
  const logged = poll.state.closedAt === undefined;
  return {
    kind: "noticed",
    logged,
    memory: {
      ...memory,
      poll: { ...poll, definition, notices: [...notices, notice] },
      ordered: { ...ordered, version: ordered.version + 1 },
      notes: logged ? [...notes, noteOf(notice, by)] : notes,
    },
  };
}
