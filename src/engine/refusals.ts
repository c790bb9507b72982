import type { RefusalKind } from "../domain/counters.ts";
import { ID_PATTERN } from "../domain/id.ts";

/** Requests that this isolate refused and has told no limiter of, by poll and kind. Numbers alone. */
const untold = new Map<string, Partial<Record<RefusalKind, number>>>();

/** Names of polls that do not exist come too: the oldest gives way. */
const MOST_POLLS = 100;

/** Notes a request that never reached a ballot box. Told with the next ballot, so that a flood of them costs nothing more. */
export function noteRefusal(poll: string, kind: RefusalKind): void {
  if (!ID_PATTERN.test(poll)) return;
  const counts = untold.get(poll) ?? {};
  const [oldest] = untold.keys();
  if (oldest !== undefined && !untold.has(poll) && untold.size >= MOST_POLLS) untold.delete(oldest);
  counts[kind] = (counts[kind] ?? 0) + 1;
  untold.set(poll, counts);
}

/** What was noted since it was last taken; nothing where nothing was. */
export function takeRefusals(poll: string): Partial<Record<RefusalKind, number>> | undefined {
  const counts = untold.get(poll);
  untold.delete(poll);
  return counts;
}
