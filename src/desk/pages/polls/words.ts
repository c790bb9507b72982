import type { Language } from "../../../domain/language.ts";
import { fill, formatterOf } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";

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
