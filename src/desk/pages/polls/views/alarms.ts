import { html } from "hono/html";
import type { Language } from "../../../../domain/language.ts";
import { words } from "../../../../i18n/index.ts";
import type { Html } from "../../../../web/kit/html.ts";
import { alarmText } from "../alarm-text.ts";
import type { Alarm } from "../alarms.ts";

/** What needs attention, as a box; nothing where nothing does. */
export function alarmBox(alarms: readonly Alarm[], language: Language): Html | "" {
  if (alarms.length === 0) return "";
  return html`<div class="err" role="alert">
<h2>${words(language, "desk")["alarm.h"]}</h2>
<ul>${alarms.map((alarm) => html`<li><bdi>${alarmText(alarm, language)}</bdi></li>`)}</ul>
</div>`;
}
