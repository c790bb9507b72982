import { siteOf } from "../guard/site.ts";
import { disclose } from "../poll/disclosure.ts";
import { pollPath } from "../reader/addresses.ts";
import type { PageHandler } from "../reader/get-pages.ts";
import { methodText } from "./method-text.ts";

/** As old as the other files of a result may be. */
const CACHE = "public, max-age=60";

/** `GET /p/{poll}/method.txt`, in the language of its prefix. Also while results are hidden: it states no option's count. */
export const serveMethodText: PageHandler = (c, view, language) => {
  const { definition, closedAt, notices, counters, unusual } = view;
  const poll = {
    definition,
    notices,
    counters,
    ...(unusual && { unusual }),
    tally: disclose(view.tally, definition.rules, "anyone"),
    logOrigin: view.log.origin,
    ...(closedAt !== undefined && { closedAt }),
  };
  const text = methodText(poll, language, siteOf(c) + pollPath(language, definition.id, "method"));
  return c.body(text, 200, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Language": language,
    "Content-Disposition": `inline; filename="${definition.id}-method.txt"`,
    "Cache-Control": CACHE,
    "Access-Control-Allow-Origin": "*",
  });
};
