import { type Context, Hono } from "hono";
import { ID_PATTERN } from "../../domain/id.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { readPoll } from "../../engine/index.ts";
import { fromDecimal } from "../../log/text.ts";
import { methodTextPath } from "../http/addresses.ts";
import { answer } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import { forEveryone } from "../http/poll.ts";
import { failure, languageOf } from "../http/problem.ts";
import { pages, refusalPage } from "../kit/problems.ts";
import { EXPORT_NAMES, type ExportName } from "./files.ts";
import { methodTextFile } from "./method-text-file.ts";
import { serveExport, wantsPage } from "./serve.ts";

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
