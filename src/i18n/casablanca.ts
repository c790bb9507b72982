import { casablancaOffset } from "./format.ts";

/**
 * What a clock on the wall in Casablanca means. Morocco has gone from UTC+1 back to UTC+0 for Ramadan: on such a night an
 * hour comes twice, and when Ramadan is over an hour does not come at all. Which nights, and whether at all, is decided by
 * decree; it is read from Intl's own tables.
 */
type WallTime =
  | { kind: "moment"; at: number }
  /** The first of the two moments that this clock shows, and the second. */
  | { kind: "twice"; at: number; again: number }
  /** Clocks go forward past it. */
  | { kind: "skipped" }
  /** Not a day and a time. */
  | { kind: "not-a-time" };

/** What `<input type="datetime-local">` sends, with seconds where a browser adds them. HTML section 2.3.5.4. */
const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d{1,3})?)?$/;

const MINUTE_MS = 60_000;
/** Every offset that Casablanca has had in this century. */
const OFFSETS_MINUTES = [60, 0] as const;

/** Reads `2026-02-15T02:30` as a time in Casablanca. `at`: milliseconds since 1970. */
export function readWallTime(text: string): WallTime {
  const [, day, time] = LOCAL.exec(text.trim()) ?? [];
  const shown = Date.parse(`${day}T${time}:00Z`);
  // Date.parse takes 31 February for 3 March.
  if (Number.isNaN(shown) || new Date(shown).toISOString().slice(0, 10) !== day) return { kind: "not-a-time" };
  const [first, second] = OFFSETS_MINUTES.filter(
    (offset) => casablancaOffset(shown - offset * MINUTE_MS) === offset,
  ).map((offset) => shown - offset * MINUTE_MS);
  if (first === undefined) return { kind: "skipped" };
  return second === undefined ? { kind: "moment", at: first } : { kind: "twice", at: first, again: second };
}

/** The same the other way: `2026-07-30T20:00` on a wall in Casablanca. `at`: milliseconds since 1970. */
export const wallTime = (at: number): string =>
  new Date(at + casablancaOffset(at) * MINUTE_MS).toISOString().slice(0, 16);
