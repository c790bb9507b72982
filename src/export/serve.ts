import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { languageOf, problem } from "../api/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { Archive } from "../archive/archive.ts";
import { siteOf } from "../guard/site.ts";
import { stringsOf } from "../i18n/strings.ts";
import { toBase64url, utf8 } from "../log/text.ts";
import type { PollView } from "../objects/gateway.ts";
import { sha256 } from "../objects/keys.ts";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../poll/language.ts";
import { pollPath } from "../reader/addresses.ts";
import { respond } from "../reader/respond.ts";
import { pollFrame } from "../reader/views/poll-frame.ts";
import { problemView } from "../reader/views/problem.ts";
import { EXPORT_FILES, type ExportFile, type ExportName, type Made } from "./files.ts";
import { type Audience, newestSnapshot, snapshotAt } from "./snapshot.ts";
import { streamOf } from "./stream.ts";

/** A seal a minute at most: a file is then never two minutes old, and Datawrapper's minute of asking costs little. */
const PUBLIC_CACHE = "public, max-age=60";
const OWN_CACHE = "private, no-store";

export interface Wanted {
  name: ExportName;
  /** That of a seal; left out: the newest. */
  size?: number;
  /** `desk` only where the caller has checked who asks. */
  audience?: Audience;
}

/**
 * One export of a poll, as of its newest seal or of an older one. A desk route that has checked its role may call it with
 * `audience: "desk"`: it then answers also while results are hidden, to no cache and no other site's script.
 * 304 where the reader has it; 403 while results are hidden (invariant 7), 404 where no such seal is.
 * `Sawt-Seals` says of a series how many seals it is read from, for showing progress: its length in bytes is unknown.
 */
export async function serveExport(
  c: Context<AppEnv>,
  view: PollView,
  { name, size, audience = "public" }: Wanted,
): Promise<Response> {
  const archive = new Archive(c.env.ARCHIVE);
  const outcome =
    size === undefined
      ? await newestSnapshot(archive, view, audience)
      : await snapshotAt(archive, view, size, audience);
  if (outcome.kind === "hidden") return refused(c, view, "hidden");
  if (outcome.kind === "no-such-seal") return refused(c, view, "no-such-file");

  const { snapshot } = outcome;
  const file: ExportFile = EXPORT_FILES[name];
  const language = askedLanguage(c, view);
  const question = c.req.query("question");
  const base = siteOf(c) + pollPath(DEFAULT_LANGUAGE, snapshot.definition.id);
  const made = await file.make({
    snapshot,
    view,
    archive,
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
  if (isKnown(c.req.header("If-None-Match"), tag)) return c.body(null, 304, headers);

  Object.assign(headers, {
    "Content-Type": file.mediaType,
    "Content-Disposition": `${file.disposition}; filename="${snapshot.definition.id}-${snapshot.size}-${name}"`,
    ...(file.byLanguage && { "Content-Language": language }),
    ...(made.kind === "series" && { "Sawt-Seals": String(made.series.seals) }),
  });
  if (c.req.method === "HEAD") return c.body(null, 200, headers);
  if (made.kind === "whole") return c.body(new Uint8Array(made.bytes), 200, headers);
  return c.body(streamOf(made.header, made.series.points(), made.write), 200, headers);
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
function askedLanguage(c: Context<AppEnv>, { definition: { languages } }: PollView): Language {
  const asked = LANGUAGES.find((each) => each === c.req.query("lang"));
  return [asked, DEFAULT_LANGUAGE, ...languages].find((each) => each && languages.includes(each)) ?? DEFAULT_LANGUAGE;
}

/** To a browser a page of the poll, to a program problem details; both in the language asked for. */
function refused(c: Context<AppEnv>, view: PollView, why: "hidden" | "no-such-file"): Response | Promise<Response> {
  const key = why === "hidden" ? "export.hidden" : "export.nofile";
  const status = why === "hidden" ? 403 : 404;
  const wanted = accepts(c, { header: "Accept", supports: ["text/html", "application/json"], default: "" });
  if (wanted !== "text/html") {
    const message = stringsOf(languageOf(c))[key];
    c.header("Access-Control-Allow-Origin", "*");
    return problem(c, { kind: why === "hidden" ? "forbidden" : "not-found", detail: () => message });
  }
  const { definition } = view;
  const language = [languageOf(c), ...definition.languages].find((each) => definition.languages.includes(each)) ?? "ar";
  const strings = stringsOf(language);
  const links = [{ href: pollPath(language, definition.id, "results"), label: strings["see_results.plain"] }];
  const frame = pollFrame(definition, language, strings["export.h"]);
  const content = { heading: strings["export.h"], message: strings[key], links, answer: false };
  return respond(c, problemView(frame, content), { sharing: "own", status });
}
