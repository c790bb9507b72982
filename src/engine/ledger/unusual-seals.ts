import { COMPARED_SEALS, unusualSeal } from "../../domain/arrivals.ts";
import { ballotsIn } from "../../domain/tally.ts";
import type { LedgerMemory } from "./memory.ts";
import type { LedgerStore } from "./store.ts";

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
