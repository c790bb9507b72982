import type { Context } from "hono";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../../domain/language.ts";
import type { PollView } from "../../engine/index.ts";
import { sha256 } from "../../engine/keys.ts";
import { KvStore } from "../../engine/kv.ts";
import { toBase64url, utf8 } from "../../log/text.ts";
import { pollPath } from "../http/addresses.ts";
import type { AppEnv } from "../http/env.ts";
import { siteOf } from "../http/site.ts";
import { EXPORT_FILES, type ExportFile, type ExportName, type Made } from "./files.ts";
import type { Audience, Snapshot } from "./snapshot.ts";
import { streamOf } from "./stream.ts";

/** A seal a minute at most: a file is then never two minutes old, and Datawrapper's minute of asking costs little. */
const PUBLIC_CACHE = "public, max-age=60";
const OWN_CACHE = "private, no-store";

/** What a file's answer needs of a request, whichever router it came through. */
type Asking = Pick<Context<AppEnv>, "env" | "req">;

/**
 * A file as an answer; 304 where the reader has it. That this audience may see the snapshot was decided when it was read:
 * what is for the desk goes to no cache and to no other site's script. `Sawt-Seals` says of a series from how many seals it
 * is read, for showing progress: its length in bytes is unknown before it is sent.
 */
export async function exportOf(
  c: Asking,
  view: PollView,
  { name, snapshot, audience }: { name: ExportName; snapshot: Snapshot; audience: Audience },
): Promise<Response> {
  const file: ExportFile = EXPORT_FILES[name];
  const language = askedLanguage(c, view);
  const question = c.req.query("question");
  const base = siteOf(c) + pollPath(DEFAULT_LANGUAGE, snapshot.definition.id);
  const made = await file.make({
    snapshot,
    view,
    archive: new KvStore(c.env.ARCHIVE),
    language,
    base,
    ...(question !== undefined && { question }),
  });
  const tag = tagOf(made, JSON.stringify(snapshot));
  const headers: Record<string, string> = {
    ETag: tag,
    "Cache-Control": audience === "public" ? PUBLIC_CACHE : OWN_CACHE,
    ...(audience === "public" && {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Expose-Headers": "ETag, Content-Disposition, Sawt-Seals",
    }),
  };
  if (isKnown(c.req.header("If-None-Match"), tag)) return new Response(null, { status: 304, headers });

  Object.assign(headers, {
    "Content-Type": file.mediaType,
    "Content-Disposition": `${file.disposition}; filename="${snapshot.definition.id}-${snapshot.size}-${name}"`,
    ...(file.byLanguage && { "Content-Language": language }),
    ...(made.kind === "series" && { "Sawt-Seals": String(made.series.seals) }),
  });
  if (c.req.method === "HEAD") return new Response(null, { headers });
  if (made.kind === "whole") return new Response(new Uint8Array(made.bytes), { headers });
  return new Response(streamOf(made.header, made.series.points(), made.write), { headers });
}

/** Weak: a cache on the way may compress. A series is told by all that it is made of, as reading it would cost as much as sending it. */
function tagOf(made: Made, snapshot: string): string {
  const content = made.kind === "whole" ? made.bytes : utf8(`${made.series.seals}\n${snapshot}`);
  return `W/"${toBase64url(sha256(content).subarray(0, 16))}"`;
}

/** RFC 9110 section 13.1.2: weak comparison, any of a list. */
const isKnown = (header: string | undefined, tag: string): boolean =>
  header?.split(",").some((each) => each.trim().replace(/^(W\/)?/, "W/") === tag || each.trim() === "*") ?? false;

/** `?lang`, else Arabic, else the first that the poll has. */
function askedLanguage(c: Asking, { definition: { languages } }: PollView): Language {
  const asked = LANGUAGES.find((each) => each === c.req.query("lang"));
  return [asked, DEFAULT_LANGUAGE, ...languages].find((each) => each && languages.includes(each)) ?? DEFAULT_LANGUAGE;
}
