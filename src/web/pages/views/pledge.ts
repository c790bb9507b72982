import { html } from "hono/html";
import { pledgeScript } from "../../../built/inline.ts";
import type { PollDefinition } from "../../../domain/definition.ts";
import { mainQuestion } from "../../../domain/find-question.ts";
import { inLanguage, type Language } from "../../../domain/language.ts";
import type { Reminder } from "../../../domain/reminder.ts";
import { words } from "../../../i18n/index.ts";
import { pollPath } from "../../http/addresses.ts";
import { filled, type Html } from "../../kit/html.ts";
import { layout } from "../../kit/layout.ts";
import { pollFrame } from "../../kit/poll-frame.ts";

export interface PledgePage {
  language: Language;
  definition: PollDefinition;
  /** What the script makes the file of, with the reader's own day. */
  reminder: Omit<Reminder, "day">;
}

/** A daily reminder for who pledged something: made on the device, or fetched as one file that is the same for all. */
export function pledgeView({ language, definition, reminder }: PledgePage): Html {
  const strings = words(language, "reader");
  const title = inLanguage(definition.title, language);
  const file = `${pollPath(language, definition.id)}/pledge.ics`;
  return layout(
    { ...pollFrame(definition, language, `${strings["pledge.h"]} – ${title}`, "pledge"), scripts: [pledgeScript] },
    html`<p class="kick">${title}</p>
<h1>${strings["pledge.h"]}</h1>
<p>${filled(strings["pledge.lead"], { words: reminder.words })}</p>
<ul>${mainQuestion(definition)
      .options.filter((each) => each.pledge)
      .map((each) => html`<li>${inLanguage(each.label, language)}</li>`)}</ul>
<p class="act"><a class="btn" id="pledge" href="${file}" download data-reminder="${JSON.stringify(reminder)}">${strings["pledge.take"]}</a></p>
<p role="status" class="note" id="made" data-made="${strings["pledge.made"]}"></p>
<p class="note">${strings["pledge.private"]}</p>
<ul class="onward">
<li><a href="${pollPath(language, definition.id, "results")}">${strings.results}</a></li>
</ul>`,
  );
}
