import { pledgeScript } from "../../built/inline.ts";
import { inLanguage } from "../../domain/language.ts";
import { calendarOf, type Reminder } from "../../domain/reminder.ts";
import { pollPath } from "../http/addresses.ts";
import { respond } from "../http/respond.ts";
import { siteOf } from "../http/site.ts";
import { notFoundPage } from "../kit/problem-pages.ts";
import type { PageHandler } from "./get-pages.ts";
import { pledgeView } from "./views/pledge.ts";

/** Seconds for which a reminder may be kept: it begins today. */
const REMINDER_CACHE = "public, max-age=3600";

/** The page on which a reader takes a reminder of their pledge. The same for everyone: it knows of no choice. */
export const pledgePage: PageHandler = (c, { definition }, language) => {
  if (!definition.reminder) return notFoundPage(c);
  const words = inLanguage(definition.reminder, language);
  const url = `${siteOf(c)}${pollPath(language, definition.id)}`;
  const body = pledgeView({ definition, language, reminder: { poll: definition.id, words, url } });
  return respond(c, body, { sharing: "shared", scripts: [pledgeScript] });
};

/** The same reminder as a file, for readers without a script. Asking for it says nothing of a choice. */
export const pledgeFile: PageHandler = (c, { definition }, language) => {
  if (!definition.reminder) return notFoundPage(c);
  const reminder: Reminder = {
    poll: definition.id,
    words: inLanguage(definition.reminder, language),
    url: `${siteOf(c)}${pollPath(language, definition.id)}`,
    day: new Date().toISOString().slice(0, 10).replaceAll("-", ""),
  };
  return c.body(calendarOf(reminder), 200, {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": `attachment; filename="${definition.id}.ics"`,
    "Cache-Control": REMINDER_CACHE,
  });
};
