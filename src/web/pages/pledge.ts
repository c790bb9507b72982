import { html } from "hono/html";
import { pledgeScript } from "../../built/inline.ts";
import { mainQuestion } from "../../domain/definition.ts";
import { inLanguage } from "../../domain/language.ts";
import { calendarOf } from "../../domain/reminder.ts";
import { words } from "../../i18n/index.ts";
import { pollPath } from "../http/addresses.ts";
import type { ForEveryone } from "../http/poll.ts";
import { onwardLinks } from "../kit/boxes.ts";
import { filled } from "../kit/html.ts";
import { page, pollShell } from "../kit/shell.ts";

/**
 * The page on which a reader takes a daily reminder of their pledge: made on the device, or fetched as one file that is the
 * same for all. The same for everyone: it knows of no choice.
 */
export const pledgePage: ForEveryone = ({ poll: { definition }, language, site }) => {
  if (!definition.reminder) return { kind: "not-found" };
  const strings = words(language, "reader");
  const title = inLanguage(definition.title, language);
  const path = pollPath(language, definition.id);
  // What the script makes the file of, with the reader's own day.
  const reminder = { poll: definition.id, words: inLanguage(definition.reminder, language), url: `${site}${path}` };
  const file = `${path}/pledge.ics`;
  return page(
    "minute",
    { ...pollShell(definition, language, `${strings["pledge.h"]} – ${title}`, "pledge"), scripts: [pledgeScript] },
    html`<p class="kick">${title}</p>
<h1>${strings["pledge.h"]}</h1>
<p>${filled(strings["pledge.lead"], { words: reminder.words })}</p>
<ul>${mainQuestion(definition)
      .options.filter((each) => each.pledge)
      .map((each) => html`<li>${inLanguage(each.label, language)}</li>`)}</ul>
<p class="act"><a class="btn" id="pledge" href="${file}" download data-reminder="${JSON.stringify(reminder)}">${strings["pledge.take"]}</a></p>
<p role="status" class="note" id="made" data-made="${strings["pledge.made"]}"></p>
<p class="note">${strings["pledge.private"]}</p>
${onwardLinks([{ href: pollPath(language, definition.id, "results"), label: strings.results }])}`,
  );
};

/** The same reminder as a file, for readers without a script. Asking for it says nothing of a choice. */
export const pledgeFile: ForEveryone = ({ poll: { definition }, language, site }) => {
  if (!definition.reminder) return { kind: "not-found" };
  return {
    kind: "file",
    caching: "minute",
    type: "text/calendar; charset=utf-8",
    headers: { "Content-Disposition": `attachment; filename="${definition.id}.ics"` },
    body: calendarOf({
      poll: definition.id,
      words: inLanguage(definition.reminder, language),
      url: `${site}${pollPath(language, definition.id)}`,
      day: new Date().toISOString().slice(0, 10).replaceAll("-", ""),
    }),
  };
};
