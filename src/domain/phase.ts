import type { PollDefinition } from "./definition.ts";

export const PHASES = ["draft", "scheduled", "open", "paused", "closing", "closed"] as const;

/** Where a poll stands. Ballots count in `open` alone; withdrawals in `open` and `paused`. */
export type Phase = (typeof PHASES)[number];

/**
 * What people did to a poll, kept durably by its ledger and by every box. Times are milliseconds since 1970.
 * `version` grows with every act, so that a box never takes an older state for a newer one.
 */
export interface PollState {
  version: number;
  published: boolean;
  paused: boolean;
  /** Set when closing was ordered or the closing time came: boxes refuse for good. */
  closingAt?: number;
  /** Set when the final seal stands. */
  closedAt?: number;
}

export const DRAFT_STATE: PollState = { version: 0, published: false, paused: false };

/**
 * The phase at `now` (milliseconds since 1970). Pure, so every object and page that holds the same definition and
 * state answers alike.
 */
export function phaseAt(definition: Pick<PollDefinition, "opens" | "closes">, state: PollState, now: number): Phase {
  if (!state.published) return "draft";
  if (state.closedAt !== undefined) return "closed";
  if (state.closingAt !== undefined) return "closing";
  if (definition.closes !== undefined && now >= Date.parse(definition.closes)) return "closing";
  if (definition.opens !== undefined && now < Date.parse(definition.opens)) return "scheduled";
  return state.paused ? "paused" : "open";
}

/** invariant 4: no ballot before opening, after closing, or while paused. */
export const takesBallots = (phase: Phase): boolean => phase === "open";

export const takesWithdrawals = (phase: Phase): boolean => phase === "open" || phase === "paused";

/** What staff may do to an opened poll, and in which phases. A closed poll is corrected and declared void too: its readers remain. */
const POSSIBLE = {
  pause: ["open"],
  resume: ["paused"],
  close: ["scheduled", "open", "paused", "closing"],
  correct: ["scheduled", "open", "paused", "closing", "closed"],
  void: ["scheduled", "open", "paused", "closing", "closed"],
  /** Puts it away in the desk's list. */
  hide: ["closed"],
} as const satisfies Record<string, readonly Phase[]>;

export type PollAct = keyof typeof POSSIBLE;

export const isPossible = (act: PollAct, phase: Phase): boolean => {
  const phases: readonly Phase[] = POSSIBLE[act];
  return phases.includes(phase);
};

/** What may be done to a poll in a phase. A poll is declared void once. */
export function possibleIn(phase: Phase, isVoid: boolean): PollAct[] {
  const acts: readonly PollAct[] = ["pause", "resume", "close", "correct", "void", "hide"];
  return acts.filter((act) => isPossible(act, phase) && !(act === "void" && isVoid));
}
