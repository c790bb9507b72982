import { type Context, Hono } from "hono";
import { accepts } from "hono/accepts";
import { ID_PATTERN } from "../../domain/id.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { type PollView, readPoll } from "../../engine/index.ts";
import { Archive } from "../../engine/store/kv.ts";
import { words } from "../../i18n/index.ts";
import { fromDecimal } from "../../log/text.ts";
import { methodTextPath, pollPath } from "../http/addresses.ts";
import { answer } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import { forEveryone } from "../http/poll.ts";
import { failure, languageOf, problem } from "../http/problem.ts";
import { pages, problemPage, refusalPage } from "../kit/problems.ts";
import { pollShell } from "../kit/shell.ts";
import { EXPORT_NAMES, type ExportName, exportOf } from "./files.ts";
import { methodTextFile } from "./method-text.ts";
import { newestSnapshot, snapshotAt } from "./snapshot.ts";

/** The files of a result: `/p/{poll}/{file}` as of the newest seal, `/p/{poll}/at/{size}/{file}` as of an older one. */
export const exportFiles = new Hono<AppEnv>();

for (const name of EXPORT_NAMES) {
  for (const path of [`/p/:poll/${name}`, `/p/:poll/at/:size/${name}`]) {
    exportFiles.get(path, (c) => ofPoll(c, name));
    exportFiles.options(path, (c) => {
      c.header("Allow", "GET, HEAD, OPTIONS");
      c.header("Access-Control-Allow-Origin", "*");
      c.header("Access-Control-Allow-Methods", "GET, HEAD");
      c.header("Access-Control-Allow-Headers", "If-None-Match");
      return c.body(null, 204);
    });
    exportFiles.all(path, (c) => pages.refuse(c, { kind: "wrong-method", allow: "GET, HEAD, OPTIONS" }));
  }
}

for (const language of LANGUAGES) {
  const path = methodTextPath(language, ":poll");
  exportFiles.get(path, forEveryone(pages, methodTextFile));
  exportFiles.all(path, (c) => pages.refuse(c, { kind: "wrong-method", allow: "GET, HEAD" }));
}

exportFiles.onError((error, c) => {
  if (wantsPage(c)) return answer(c, refusalPage(c, { kind: "thrown", error }, languageOf(c)));
  c.header("Access-Control-Allow-Origin", "*");
  return failure(c, error);
});

async function ofPoll(c: Context<AppEnv>, name: ExportName): Promise<Response> {
  const poll = c.req.param("poll") ?? "";
  const at = c.req.param("size");
  const size = at === undefined ? undefined : fromDecimal(at);
  if (!ID_PATTERN.test(poll) || (at !== undefined && size === undefined)) return pages.refuse(c, { kind: "not-found" });
  const view = await readPoll(c.env, poll);
  return view
    ? serveExport(c, view, { name, ...(size !== undefined && { size }) })
    : pages.refuse(c, { kind: "not-found" });
}

/**
 * One export of a poll for anyone, as of its newest seal or, with a `size`, of an older one. 304 where the reader has it; 403
 * while results are hidden (invariant 7), 404 where no such seal is.
 */
export async function serveExport(
  c: Context<AppEnv>,
  view: PollView,
  { name, size }: { name: ExportName; size?: number },
): Promise<Response> {
  const archive = new Archive(c.env.ARCHIVE);
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
