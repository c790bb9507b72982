import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { PollView } from "../../engine/index.ts";
import { KvStore } from "../../engine/kv.ts";
import { words } from "../../i18n/index.ts";
import { pollPath } from "../http/addresses.ts";
import { answer } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import { languageOf, problem } from "../http/problem.ts";
import { problemPage } from "../kit/problems.ts";
import { pollShell } from "../kit/shell.ts";
import { exportOf } from "./export-response.ts";
import type { ExportName } from "./files.ts";
import { newestSnapshot, snapshotAt } from "./snapshot.ts";

/**
 * One export of a poll for anyone, as of its newest seal or, with a `size`, of an older one. 304 where the reader has it; 403
 * while results are hidden (invariant 7), 404 where no such seal is.
 */
export async function serveExport(
  c: Context<AppEnv>,
  view: PollView,
  { name, size }: { name: ExportName; size?: number },
): Promise<Response> {
  const archive = new KvStore(c.env.ARCHIVE);
  const outcome = size === undefined ? await newestSnapshot(archive, view) : await snapshotAt(archive, view, size);
  switch (outcome.kind) {
    case "hidden":
      return refused(c, view, "hidden");
    case "no-such-seal":
      return refused(c, view, "no-such-file");
    case "snapshot":
      return exportOf(c, view, { name, snapshot: outcome.snapshot, audience: "public" });
  }
}

/** Is it a browser that asks, and not a program? */
export const wantsPage = (c: Context<AppEnv>): boolean =>
  accepts(c, { header: "Accept", supports: ["text/html", "application/json"], default: "" }) === "text/html";

/** To a browser a page of the poll, to a program problem details; both in the language asked for. */
function refused(c: Context<AppEnv>, view: PollView, why: "hidden" | "no-such-file"): Response | Promise<Response> {
  const key = why === "hidden" ? "export.hidden" : "export.nofile";
  const status = why === "hidden" ? 403 : 404;
  if (!wantsPage(c)) {
    const message = words(languageOf(c), "reader")[key];
    c.header("Access-Control-Allow-Origin", "*");
    return problem(c, { kind: why === "hidden" ? "forbidden" : "not-found", detail: () => message });
  }
  const { definition } = view;
  const language = [languageOf(c), ...definition.languages].find((each) => definition.languages.includes(each)) ?? "ar";
  const strings = words(language, "reader");
  const links = [{ href: pollPath(language, definition.id, "results"), label: strings["see_results.plain"] }];
  const shell = pollShell(definition, language, strings["export.h"]);
  const content = { status, heading: strings["export.h"], message: strings[key], links, answer: false } as const;
  return answer(c, problemPage(shell, content));
}
