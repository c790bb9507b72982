import { html } from "hono/html";
import type { PollCounters } from "../../domain/counters.ts";
import type { Language } from "../../domain/language.ts";
import { door } from "../pages/disclosure-items.ts";
import { doorInBrief } from "../pages/door-in-brief.ts";
import { filled, type Html } from "./html.ts";

/** What was seen at the door, in one line beside a result. */
export function doorLine(counters: PollCounters, language: Language): Html {
  const { template, values } = doorInBrief(counters, language);
  return filled(template, values);
}

/** The line, and behind it each number in words, refusals by kind. `asOf`: says of which moment they are. */
export const doorDetails = (counters: PollCounters, language: Language, asOf: string | Html): Html =>
  html`<details class="note door"><summary>${doorLine(counters, language)}</summary>
${asOf}<ul>${door(counters, language).map(({ template, values }) => html`<li>${filled(template, values)}</li>`)}</ul></details>`;
