import {
  type HeardCounters,
  hear,
  nothingHeard,
  type PollCounters,
  sameCounters,
  type Told,
} from "../../domain/counters.ts";
import type { HandOver } from "../contract.ts";
import { askDoorkeepers } from "../limiter/ask-doorkeepers.ts";
import type { LedgerMemory } from "./memory.ts";

/** By teller: `box 0`, `doorkeeper 3`. */
type Heard = readonly (readonly [teller: string, told: Told])[];

/** Asks the doorkeepers what they saw of a poll, beside what its boxes told with their batches. The silent tell it next time. */
export async function hearDoor(
  env: Pick<Env, "DOORKEEPER" | "DOORKEEPERS">,
  poll: string,
  handed: readonly (HandOver | undefined)[],
): Promise<Heard> {
  const boxes = handed.flatMap((each) => (each?.door ? [[`box ${each.running.box}`, each.door] as const] : []));
  const all = await askDoorkeepers<Told>(env, (doorkeeper) => doorkeeper.counters(poll));
  const told = all.flatMap(({ name, asked }) =>
    asked.kind === "answered" ? [[`doorkeeper ${name}`, asked.answer] as const] : [],
  );
  return [...boxes, ...told];
}

/**
 * The ledger's memory with what was heard. Where a number changed, a note says so in the next batch: it travels with a seal
 * and never causes one.
 */
export function withCounters(memory: LedgerMemory, heard: Heard, now: number): LedgerMemory {
  const before = memory.counters ?? nothingHeard();
  const after = heard.reduce<HeardCounters>((sum, [teller, told]) => hear(sum, teller, told), before);
  if (sameCounters(before.sum, after.sum)) return { ...memory, counters: after };
  const note = { event: "counters", at: new Date(now).toISOString(), ...after.sum };
  return { ...memory, counters: after, notes: [...memory.notes, note] };
}

/** What may be published of the counters: as the log states them. */
export const publishedCounters = (memory: LedgerMemory): PollCounters => (memory.counters ?? nothingHeard()).sum;
