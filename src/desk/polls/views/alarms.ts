import { html } from "hono/html";
import { deskPollStrings } from "../../../i18n/desk-polls.ts";
import { formatterOf } from "../../../i18n/format.ts";
import type { Language } from "../../../poll/language.ts";
import { type Html, words } from "../../../reader/views/words.ts";
import type { Alarm } from "../alarms.ts";
import { age } from "../words.ts";

/** What needs attention, as a box; nothing where nothing does. */
export function alarmBox(alarms: readonly Alarm[], language: Language): Html | "" {
  if (alarms.length === 0) return "";
  return html`<div class="err" role="alert">
<h2>${deskPollStrings(language)["alarm.h"]}</h2>
<ul>${alarms.map((alarm) => html`<li>${alarmWords(alarm, language)}</li>`)}</ul>
</div>`;
}

export function alarmWords(alarm: Alarm, language: Language): Html {
  const strings = deskPollStrings(language);
  const { integer } = formatterOf(language);
  switch (alarm.kind) {
    case "refused":
      return words(strings["alarm.refused"], { why: alarm.why });
    case "unreachable":
      return html`${strings["alarm.unreachable"]}`;
    case "stalled":
      return words(strings["alarm.stalled"], { age: age(alarm.forMs, language) });
    case "archive":
      return words(strings["alarm.archive"], { n: integer(alarm.behind) });
    case "failing":
      return words(strings["alarm.failing"], { n: integer(alarm.times) });
    case "box":
      return words(strings["alarm.box"], { n: alarm.numbers.map(integer).join(", ") });
    case "ordering":
      return html`${strings["alarm.ordering"]}`;
  }
}
