import type { SealedPace } from "../../../engine/rpc.ts";

export const TEN_MINUTES_MS = 600_000;
/** A day of ten minutes. */
export const SPANS = 144;

/** Ballots sealed in ten minutes that end at `until` (milliseconds since 1970). */
export interface Span {
  until: number;
  a: number;
  c: number;
  /** Far more than usual, or mostly from crowded networks: worth a look, no verdict. */
  surge: boolean;
}

/** Below this a span is too small for anything to be unusual. */
const SURGE_FROM = 50;
/** Times the usual span of this day. */
const SURGE_TIMES = 5;

/** The last day in spans of ten minutes, by the times of the seals: ballots have none. `seals` begins before the first span. */
export function paceOf(seals: readonly SealedPace[], now: number): Span[] {
  const end = Math.ceil(now / TEN_MINUTES_MS) * TEN_MINUTES_MS;
  const spans = Array.from(
    { length: SPANS },
    (_, i): Span => ({
      until: end - (SPANS - 1 - i) * TEN_MINUTES_MS,
      a: 0,
      c: 0,
      surge: false,
    }),
  );
  for (const [i, seal] of seals.entries()) {
    const before = seals[i - 1];
    const span = spans[SPANS - 1 - Math.floor((end - 1 - seal.at) / TEN_MINUTES_MS)];
    if (!before || !span) continue;
    span.a += seal.ballots.a - before.ballots.a;
    span.c += seal.ballots.c - before.ballots.c;
  }
  const usual = median(spans.map(ballots).filter((n) => n > 0));
  for (const span of spans)
    span.surge = ballots(span) >= SURGE_FROM && (ballots(span) > SURGE_TIMES * usual || span.c > span.a);
  return spans;
}

export const ballots = ({ a, c }: Span): number => a + c;

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
