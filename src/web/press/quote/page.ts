import type { Context } from "hono";
import { embedPageScript, quoteCss } from "../../../built/inline.ts";
import type { Language } from "../../../domain/language.ts";
import type { PollView } from "../../../engine/index.ts";
import { Archive } from "../../../engine/store/kv.ts";
import { words } from "../../../i18n/index.ts";
import { fromDecimal } from "../../../log/text.ts";
import { snapshotAt } from "../../export/snapshot.ts";
import { pollPath } from "../../http/addresses.ts";
import type { AppEnv } from "../../http/env.ts";
import { respond } from "../../http/respond.ts";
import { siteOf } from "../../http/site.ts";
import { pollFrame } from "../../kit/poll-frame.ts";
import { problemView } from "../../kit/problem.ts";
import type { PageHandler } from "../../pages/get-pages.ts";
import { quoteView } from "./view.ts";

/**
 * The result of the seal at `size` entries, from the archive alone. Not kept by caches for longer than any page: its
 * figures are for ever, but a correction, or that the vote is void, must reach it at once.
 * 403 while results are hidden (invariant 7), 404 where no seal has this size.
 */
export const quotePage: PageHandler = async (c, view, language) => {
  const size = fromDecimal(c.req.param("size") ?? "");
  const outcome =
    size === undefined ? { kind: "no-such-seal" as const } : await snapshotAt(new Archive(c.env.ARCHIVE), view, size);
  switch (outcome.kind) {
    case "hidden":
      return refused(c, view, language, 403, words(language, "reader")["results.hidden"]);
    case "no-such-seal":
      return refused(c, view, language, 404, words(language, "reader")["quote.missing"]);
    case "snapshot": {
      const page = { language, snapshot: outcome.snapshot, site: siteOf(c), scripts: [embedPageScript] };
      return respond(c, quoteView(page), { sharing: "shared", scripts: page.scripts, style: quoteCss });
    }
  }
};

function refused(
  c: Context<AppEnv>,
  { definition }: PollView,
  language: Language,
  status: 403 | 404,
  message: string,
): Response | Promise<Response> {
  const strings = words(language, "reader");
  const links = [{ href: pollPath(language, definition.id, "results"), label: strings["see_results.plain"] }];
  const frame = { ...pollFrame(definition, language, strings["quote.h"]), addresses: [] };
  const problem = { heading: strings["quote.h"], message, links, answer: false };
  return respond(c, problemView(frame, problem), { sharing: "own", status });
}
