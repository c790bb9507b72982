import { disclose } from "../../domain/disclosure.ts";
import { pollPath } from "../http/addresses.ts";
import { siteOf } from "../http/site.ts";
import type { PageHandler } from "../pages/get-pages.ts";
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
