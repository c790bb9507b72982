import { html } from "hono/html";
import type { PollDefinition } from "../../domain/definition.ts";
import { directionOf, LANGUAGES, type Language, type Text } from "../../domain/language.ts";
import type { CorrectedNotice, Notice, VoidedNotice } from "../../domain/notice.ts";
import { formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { pollPath } from "../http/addresses.ts";
import { filled, type Html } from "./html.ts";

/**
 * The banner of a poll with notices, on every page that asks or counts: that it is void and why, and that its wording was
 * corrected, with the way to both wordings. A poll without notices carries nothing of it.
 */
export function noticeBanner(
  definition: PollDefinition,
  notices: readonly Notice[],
  language: Language,
  { links = true } = {},
): Html | "" {
  if (notices.length === 0) return "";
  const strings = words(language, "reader");
  const corrected = notices.filter((each) => each.kind === "corrected").at(-1);
  const date = corrected && formatterOf(language).longDate(corrected.at);
  const see = html` <a href="${pollPath(language, definition.id, "method")}#notices">${strings["notice.see"]}</a>`;
  return html`${notices.filter((each) => each.kind === "voided").map((each) => voided(each, language))}
${date === undefined ? "" : html`<p class="note">${filled(strings["notice.corrected"], { date })}${links ? see : ""}</p>`}`;
}

/** Every notice of a poll with both wordings, for the page that says how it was run. */
export function noticeList(notices: readonly Notice[], language: Language): Html | "" {
  if (notices.length === 0) return "";
  const strings = words(language, "reader");
  return html`<h2 id="notices">${strings["notice.h"]}</h2>
<p class="note">${strings["notice.lead"]}</p>
${notices.map((each) => (each.kind === "voided" ? voided(each, language) : correction(each, language)))}`;
}

const voided = ({ at, reason }: VoidedNotice, language: Language): Html =>
  html`<p class="err"><b>${dated(words(language, "reader")["notice.voided"], at, language)}</b> ${inOneLanguage(reason, language)}</p>`;

function correction({ at, before, after, reason }: CorrectedNotice, language: Language): Html {
  const strings = words(language, "reader");
  return html`<h3>${dated(strings["notice.day"], at, language)}</h3>
<dl>
<dt>${strings["notice.before"]}</dt>${inEach(before, (text) => html`<del>${text}</del>`)}
<dt>${strings["notice.after"]}</dt>${inEach(after, (text) => html`<ins>${text}</ins>`)}
<dt>${strings["notice.reason"]}</dt><dd>${inOneLanguage(reason, language)}</dd>
</dl>`;
}

const inEach = (text: Text, show: (words: string) => Html): Html[] =>
  LANGUAGES.flatMap((each) =>
    text[each] === undefined ? [] : [html`<dd lang="${each}" dir="${directionOf(each)}">${show(text[each])}</dd>`],
  );

/** Words of an editor in the page's language where they wrote them in it, else in one they did. */
function inOneLanguage(text: Text, language: Language): Html | "" {
  const found = [language, ...LANGUAGES].find((each) => text[each] !== undefined);
  return found ? html`<bdi lang="${found}">${text[found]}</bdi>` : "";
}

function dated(template: string, at: number, language: Language): Html {
  const formatter = formatterOf(language);
  return filled(template, { date: formatter.fullDate(at), time: formatter.time(at) });
}
