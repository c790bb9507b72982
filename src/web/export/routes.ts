import { Hono } from "hono";
import { LANGUAGES } from "../../domain/language.ts";
import { KvStore } from "../../engine/index.ts";
import { filePath, methodTextPath } from "../http/addresses.ts";
import type { AppEnv } from "../http/env.ts";
import { type ForEveryone, forEveryone } from "../http/poll.ts";
import { files, pages } from "../kit/problems.ts";
import { EXPORT_NAMES, type ExportName, fileOf, GONE_FILES } from "./files.ts";
import { methodTextFile } from "./method-text.ts";
import { snapshotAsked } from "./snapshot.ts";

/** The files of a result: `/p/{poll}/{file}` as of the newest seal, `/p/{poll}/at/{size}/{file}` as of an older one. */
export const exportFiles = new Hono<AppEnv>();

for (const name of EXPORT_NAMES) file(name, exported(name));
for (const [name, instead] of Object.entries(GONE_FILES)) file(name, () => ({ kind: "gone", instead }));

for (const language of LANGUAGES) {
  const path = methodTextPath(language, ":poll");
  exportFiles.get(path, forEveryone(pages, methodTextFile));
  exportFiles.all(path, (c) => pages.refuse(c, { kind: "wrong-method", allow: "GET, HEAD" }));
}

exportFiles.onError((error, c) => files.refuse(c, { kind: "thrown", error }));

/** One export for anyone. 403 while results are hidden (invariant 7), 404 where no such seal is. */
function exported(name: ExportName): ForEveryone {
  return async ({ env, poll: view, language, site, size }) => {
    const archive = new KvStore(env.ARCHIVE);
    const outcome = await snapshotAsked(archive, view, size);
    if (outcome.kind !== "snapshot") return outcome;
    return fileOf(name, { snapshot: outcome.snapshot, view, archive, language, site }, "public");
  };
}

/** Any site's script may read a file, and ask whether the one that it has is still the newest. */
function file(name: string, handler: ForEveryone): void {
  for (const path of [filePath(":poll", name), `/p/:poll/at/:size/${name}`]) {
    exportFiles.get(path, forEveryone(files, handler));
    exportFiles.options(path, (c) =>
      c.body(null, 204, {
        Allow: "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "If-None-Match",
      }),
    );
    exportFiles.all(path, (c) => files.refuse(c, { kind: "wrong-method", allow: "GET, HEAD, OPTIONS" }));
  }
}
