import { disclose } from "../../domain/disclosure.ts";
import { pollPath } from "../http/addresses.ts";
import type { ForEveryone } from "../http/poll.ts";
import { methodText } from "./method-text.ts";

/** `GET /p/{poll}/method.txt`, in the language of its prefix. Also while results are hidden: it states no option's count. */
export const methodTextFile: ForEveryone = ({ poll, language, site }) => {
  const { definition, closedAt, notices, counters, unusual } = poll;
  const disclosed = {
    definition,
    notices,
    counters,
    ...(unusual && { unusual }),
    tally: disclose(poll.tally, definition.rules, "anyone"),
    logOrigin: poll.log.origin,
    ...(closedAt !== undefined && { closedAt }),
  };
  return {
    kind: "file",
    caching: "minute",
    type: "text/plain; charset=utf-8",
    body: methodText(disclosed, language, site + pollPath(language, definition.id, "method")),
    headers: {
      "Content-Language": language,
      "Content-Disposition": `inline; filename="${definition.id}-method.txt"`,
      "Access-Control-Allow-Origin": "*",
    },
  };
};
