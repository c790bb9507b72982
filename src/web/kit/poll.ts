import { html } from "hono/html";
import type { PollDefinition } from "../../domain/definition.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import type { Phase } from "../../domain/phase.ts";
import { formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { filled, type Html } from "./html.ts";

/** "Readers' vote · open until 30 July 2026". */
export function kicker(definition: PollDefinition, language: Language, open: boolean): Html {
  const strings = words(language, "reader");
  const until =
    open && definition.closes
      ? html` · ${filled(strings.open_until, { date: formatterOf(language).longDate(Date.parse(definition.closes)) })}`
      : "";
  return html`<p class="kick">${strings.kicker}${until}</p>`;
}

/** The phase of a poll in one stamped sentence; an open poll has none. `closedAt`: milliseconds since 1970, of a closed one. */
export function stamp(definition: PollDefinition, phase: Phase, language: Language, closedAt?: number): Html | "" {
  const sentence = phaseSentence(definition, phase, language, closedAt);
  return sentence === "" ? "" : html`<p class="stamp">${sentence}</p>`;
}

function phaseSentence(definition: PollDefinition, phase: Phase, language: Language, closedAt?: number): Html | string {
  const strings = words(language, "reader");
  switch (phase) {
    case "draft":
    case "open":
      return "";
    case "scheduled":
      return definition.opens ? dated(strings.opens, Date.parse(definition.opens)) : strings.scheduled;
    case "paused":
      return strings.paused;
    case "closing":
      return strings.closing;
    case "closed":
      return closedAt === undefined ? strings["closed.plain"] : dated(strings.closed, closedAt);
  }

  function dated(template: string, at: number): Html {
    const formatter = formatterOf(language);
    return filled(template, { date: formatter.fullDate(at), time: formatter.time(at) });
  }
}

/** What stands beside every page that asks or counts: no science, and what becomes of your data. */
export function notes(definition: PollDefinition, language: Language): Html {
  const strings = words(language, "reader");
  return html`<p class="note">${strings.notsci}</p>
<details>
<summary>${strings["privacy.h"]}</summary>
<p class="note">${filled(strings.privacy, {
    publisher: inLanguage(definition.publisher, language),
    host: inLanguage(definition.host, language),
    country: inLanguage(definition.country, language),
    contact: inLanguage(definition.contact, language),
  })}</p>
</details>`;
}

/** The sentence the question comes from, verbatim in its own language, with its speaker, day and article. */
export function sourceQuote(definition: PollDefinition, language: Language): Html | "" {
  const { source } = definition;
  if (!source) return "";
  const strings = words(language, "reader");
  const title = html`<cite lang="ar" dir="rtl">${source.title}</cite>`;
  return html`<figure class="src">
<blockquote lang="ar" dir="rtl"><p>«${source.quote}»</p></blockquote>
<figcaption>${inLanguage(source.speaker, language)} · <time datetime="${source.date}">${formatterOf(language).longDate(
    Date.parse(`${source.date}T12:00:00Z`),
  )}</time><br>
${strings.article} · ${source.url ? html`<a href="${source.url}">${title}</a>` : title}</figcaption>
</figure>`;
}
