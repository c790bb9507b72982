/** What somebody at the desk should look at now. */
import { html } from "hono/html";
import type { Language } from "../../../domain/language.ts";
import type { LedgerHealth, Refusal } from "../../../engine/index.ts";
import { fill, formatterOf } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import { attention } from "../../../web/kit/boxes.ts";
import type { Html } from "../../../web/kit/html.ts";

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

/** An alarm in one sentence, as text. */
export function alarmText(alarm: Alarm, language: Language): string {
  const strings = words(language, "desk");
  const { integer } = formatterOf(language);
  switch (alarm.kind) {
    case "refused":
      return fill(strings["alarm.refused"], { why: alarm.why });
    case "unreachable":
      return strings["alarm.unreachable"];
    case "stalled":
      return fill(strings["alarm.stalled"], { age: age(alarm.forMs, language) });
    case "archive":
      return fill(strings["alarm.archive"], { n: integer(alarm.behind) });
    case "failing":
      return fill(strings["alarm.failing"], { n: integer(alarm.times) });
    case "box":
      return fill(strings["alarm.box"], { n: alarm.numbers.map(integer).join(", ") });
    case "ordering":
      return strings["alarm.ordering"];
  }
}

/** What needs attention, as a box; nothing where nothing does. */
export function alarmBox(alarms: readonly Alarm[], language: Language): Html | "" {
  if (alarms.length === 0) return "";
  return attention(
    words(language, "desk")["alarm.h"],
    alarms.map((alarm) => html`<bdi>${alarmText(alarm, language)}</bdi>`),
  );
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long something lasted, in its largest unit: "3 min". */
export function age(ms: number, language: Language): string {
  const strings = words(language, "desk");
  const { integer } = formatterOf(language);
  const of = (unit: number) => ({ n: integer(Math.max(0, Math.floor(ms / unit))) });
  if (ms < MINUTE_MS) return fill(strings["age.seconds"], of(SECOND_MS));
  if (ms < HOUR_MS) return fill(strings["age.minutes"], of(MINUTE_MS));
  return ms < DAY_MS ? fill(strings["age.hours"], of(HOUR_MS)) : fill(strings["age.days"], of(DAY_MS));
}

/** "in 3 days", "il y a 2 heures": how far a moment is from `now`. Times are milliseconds since 1970. */
export function howFar(at: number, now: number, language: Language): string {
  const [unit, size] = (
    [
      ["day", DAY_MS],
      ["hour", HOUR_MS],
      ["minute", MINUTE_MS],
    ] as const
  ).find(([, ms]) => Math.abs(at - now) >= ms) ?? ["minute" as const, MINUTE_MS];
  return new Intl.RelativeTimeFormat(language === "ar" ? "ar-MA" : language).format(
    Math.round((at - now) / size),
    unit,
  );
}
