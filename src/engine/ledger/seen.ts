import { COMPARED_SEALS, unusualSeal } from "../../domain/arrivals.ts";
import { type HeardCounters, hear, nothingHeard, sameCounters, type Told } from "../../domain/counters.ts";
import type { PollDefinition } from "../../domain/definition.ts";
import { ballotsIn } from "../../domain/tally.ts";
import { askAgain, type HandOver, READ_PATIENCE } from "../rpc.ts";
import { limiterName, limiters } from "../settings.ts";
import type { LedgerMemory } from "./memory.ts";
import type { LedgerStore } from "./store.ts";

/** By teller: `box 0`, `doorkeeper 3`. */
type Heard = readonly (readonly [teller: string, told: Told])[];

/**
 * What was seen of a poll at its door: by its boxes, told with their batches, and where several boxes share the networks'
 * limiters, by those. One that is silent keeps nobody waiting for long, and tells it next time.
 */
export async function hearDoor(
  env: Pick<Env, "DOORKEEPER" | "DOORKEEPERS">,
  { id, rules }: PollDefinition,
  handed: readonly (HandOver | undefined)[],
): Promise<Heard> {
  const boxes = handed.flatMap((each) => (each?.door ? [[`box ${each.running.box}`, each.door] as const] : []));
  if (rules.boxes === 1) return boxes;
  const told = await Promise.all(
    Array.from({ length: limiters(env) }, async (_, number) => {
      const name = limiterName(number);
      const asked = await askAgain(async () => env.DOORKEEPER.getByName(name).counters(id), READ_PATIENCE);
      return asked.kind === "answered" ? [[`doorkeeper ${name}`, asked.answer] as const] : [];
    }),
  );
  return [...boxes, ...told.flat()];
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

/** Unusual seals that are shown, the newest; older ones can be computed again from the seals. */
const MOST_SHOWN = 10;

/** The ledger's memory with the newest seal among the unusual ones, where it is one. */
export function withUnusualSeal(memory: LedgerMemory, store: LedgerStore): LedgerMemory {
  // A seal is an interval's end, and the first of them only begins one.
  const seals = store.newestSeals(COMPARED_SEALS + 2);
  const unusual = unusualSeal(
    seals.map(({ number, sealedAt, counts }) => ({ seal: number, sealedAt, ballots: ballotsIn(counts) })),
  );
  return unusual ? { ...memory, unusual: [...(memory.unusual ?? []), unusual].slice(-MOST_SHOWN) } : memory;
}
