import { html } from "hono/html";
import { formatterOf } from "../../i18n/format.ts";
import { stringsOf } from "../../i18n/strings.ts";
import { type PollCounters, REFUSAL_KINDS } from "../../poll/counters.ts";
import type { Language } from "../../poll/language.ts";
import { SHARES_FROM } from "../../poll/numbers.ts";
import { door } from "../disclosure-items.ts";
import { type Html, words } from "./words.ts";

/** What was seen at the door, in one line beside a result. The numbers stand there, zero or not. */
export function doorLine({ refused, largestNetwork, restarts }: PollCounters, language: Language): Html {
  const strings = stringsOf(language);
  const { integer } = formatterOf(language);
  return words(strings["door.line"], {
    refused: integer(REFUSAL_KINDS.reduce((sum, kind) => sum + refused[kind], 0)),
    network:
      largestNetwork === 0 ? words(strings["door.line.few"], { n: integer(SHARES_FROM) }) : integer(largestNetwork),
    restarts: integer(restarts),
  });
}

/** The line, and behind it each number in words, refusals by kind. `asOf`: says of which moment they are. */
export const doorDetails = (counters: PollCounters, language: Language, asOf: string | Html): Html =>
  html`<details class="note door"><summary>${doorLine(counters, language)}</summary>
${asOf}<ul>${door(counters, language).map(({ template, values }) => html`<li>${words(template, values)}</li>`)}</ul></details>`;
