import type { LedgerMemory } from "./memory.ts";

/** First pause before a failed step is tried again, and the longest. */
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 60_000;

/** When to try again after so many failures in a row. Times are milliseconds since 1970. */
export const retryAt = (failures: number, now: number): number =>
  now + Math.min(RETRY_FIRST_MS * 2 ** (failures - 1), RETRY_MOST_MS);

export interface Due {
  now: number;
  /** When a failed step may be tried again, or nothing where none failed. */
  retryAt: number | undefined;
  /** When the next seal is due, if anything waits for it. */
  sealAt: number;
  /** Boxes hold something. */
  waiting: boolean;
}

/**
 * The next moment at which a ledger has something to do; nothing while it may sleep. Never in the past, and not before a
 * failed step may be tried again: a seal that is due would otherwise wake it at once, and an archive that is down would be
 * asked as fast as it refuses.
 */
export function nextAlarm({ poll, ordered, notes }: LedgerMemory, due: Due): number | undefined {
  if (due.retryAt !== undefined) return Math.max(due.now + 1, due.retryAt);
  const { opens, closes } = poll.definition;
  const times: number[] = [];
  if (opens !== undefined && Date.parse(opens) > due.now) times.push(Date.parse(opens));
  if (closes !== undefined && ordered.closingAt === undefined) times.push(Date.parse(closes));
  if (notes.length > 0 || due.waiting) times.push(due.sealAt);
  return times.length === 0 ? undefined : Math.max(due.now + 1, Math.min(...times));
}
