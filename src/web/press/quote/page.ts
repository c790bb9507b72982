import { embedPageScript } from "../../../built/inline.ts";
import type { Language } from "../../../domain/language.ts";
import type { PollView } from "../../../engine/index.ts";
import { KvStore } from "../../../engine/kv.ts";
import { words } from "../../../i18n/index.ts";
import { fromDecimal } from "../../../log/text.ts";
import { snapshotAt } from "../../export/snapshot.ts";
import { pollPath } from "../../http/addresses.ts";
import type { Page } from "../../http/answer.ts";
import type { ForEveryone } from "../../http/poll.ts";
import { problemPage } from "../../kit/problems.ts";
import { pollShell } from "../../kit/shell.ts";
import { quoteView } from "./view.ts";

/**
 * The result of the seal at `size` entries, from the archive alone. Not kept by caches for longer than any page: its
 * figures are for ever, but a correction, or that the vote is void, must reach it at once.
 * 403 while results are hidden (invariant 7), 404 where no seal has this size.
 */
export const quotePage: ForEveryone = async ({ env, poll, language, site, size: asked }) => {
  const size = fromDecimal(asked ?? "");
  const outcome =
    size === undefined ? { kind: "no-such-seal" as const } : await snapshotAt(new KvStore(env.ARCHIVE), poll, size);
  switch (outcome.kind) {
    case "hidden":
      return refused(poll, language, 403, words(language, "reader")["results.hidden"]);
    case "no-such-seal":
      return refused(poll, language, 404, words(language, "reader")["quote.missing"]);
    case "snapshot":
      return quoteView({ language, snapshot: outcome.snapshot, site, scripts: [embedPageScript] });
  }
};

function refused({ definition }: PollView, language: Language, status: 403 | 404, message: string): Page {
  const strings = words(language, "reader");
  const links = [{ href: pollPath(language, definition.id, "results"), label: strings["see_results.plain"] }];
  const shell = { ...pollShell(definition, language, strings["quote.h"]), addresses: [] };
  return problemPage(shell, { status, heading: strings["quote.h"], message, links, answer: false });
}
