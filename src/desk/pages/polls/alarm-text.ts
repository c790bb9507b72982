import type { Language } from "../../../domain/language.ts";
import { fill, formatterOf } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import type { Alarm } from "./alarms.ts";
import { age } from "./words.ts";

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
