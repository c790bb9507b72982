import type { LedgerHealth, Refusal } from "../../../engine/rpc.ts";

/** What somebody at the desk should look at now, the gravest first. Times are milliseconds. */
export type Alarm =
  | { kind: "refused"; why: Refusal }
  | { kind: "unreachable" }
  | { kind: "stalled"; forMs: number }
  | { kind: "archive"; behind: number }
  | { kind: "failing"; times: number }
  | { kind: "box"; numbers: number[] }
  | { kind: "ordering" };

/** A seal may be late by a turn of the clock and a slow archive before anybody is called. */
const LATE_BY_SEALS = 3;
const LATE_BY_MS = 30_000;
/** One failure is the network; the ledger tries again by itself. */
const FAILURES_THAT_COUNT = 3;
/** A `batched` poll holds ballots back on purpose: fewer than this never wait for a seal. */
const HELD_BACK = 20;

/**
 * What is wrong with a poll's log, by its health at `now`. `health`: nothing where the ledger did not answer.
 * `sealEveryMs`: how often what waits is sealed.
 */
export function alarmsOf(
  health: LedgerHealth | undefined,
  { now, sealEveryMs, batched }: { now: number; sealEveryMs: number; batched: boolean },
): Alarm[] {
  if (!health) return [{ kind: "unreachable" }];
  const alarms: Alarm[] = [];
  const { refused, waiting, sealedAt, seal, publishedSeal, failures, ordering } = health;
  if (refused) alarms.push({ kind: "refused", why: refused });
  const inBoxes = waiting.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const forMs = now - sealedAt;
  if (inBoxes >= (batched ? HELD_BACK : 1) && forMs > LATE_BY_SEALS * sealEveryMs + LATE_BY_MS)
    alarms.push({ kind: "stalled", forMs });
  if (publishedSeal < seal && forMs > LATE_BY_MS) alarms.push({ kind: "archive", behind: seal - publishedSeal });
  if (failures >= FAILURES_THAT_COUNT) alarms.push({ kind: "failing", times: failures });
  const silent = waiting.flatMap((each, box) => (each === null ? [box] : []));
  if (silent.length > 0) alarms.push({ kind: "box", numbers: silent });
  if (ordering) alarms.push({ kind: "ordering" });
  return alarms;
}
