import { type Context, Hono } from "hono";
import { encode } from "uqr";
import { mainQuestion } from "../../domain/find-question.ts";
import { ID_PATTERN } from "../../domain/id.ts";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../../domain/language.ts";
import { standing } from "../../domain/tally.ts";
import { type PollView, readPoll } from "../../engine/index.ts";
import { sha256 } from "../../engine/keys.ts";
import { KvStore } from "../../engine/kv.ts";
import { fromDecimal, toBase64url, utf8 } from "../../log/text.ts";
import { newestSnapshot, type Snapshot, snapshotAt } from "../export/snapshot.ts";
import { pollPath } from "../http/addresses.ts";
import type { AppEnv } from "../http/env.ts";
import { failure, problem } from "../http/problem.ts";
import { siteOf } from "../http/site.ts";
import { pages } from "../kit/problems.ts";
import type { PictureFile } from "./addresses.ts";
import { keptPicture } from "./cache.ts";
import { historyOf, questionPicture, resultPicture, timePicture } from "./model.ts";
import { type Chart, chartSvg, outlineChart, renderCard, renderChart } from "./paint.ts";
import type { Theme } from "./palette.ts";

/** Pictures of a poll, as of its newest seal, of the seal that `?v` names, or of the one in the address. */
export const pictures = new Hono<AppEnv>();

/** A seal a minute at most. */
const OF_THE_NEWEST = "public, max-age=60";

/**
 * Of one seal: its figures never change, but a correction or that the vote is void must reach it. Old copies may stand in
 * while a new one is asked for, which costs no bytes where nothing changed: the ETag is known before anything is painted.
 */
const OF_ONE_SEAL = "public, max-age=3600, stale-while-revalidate=86400";

/** An hour: only a correction of its words changes a question. */
const OF_THE_QUESTION = "public, max-age=3600";

/** Changed when pictures are drawn otherwise: nobody who kept the old drawing is then told that it is still the same. */
const DRAWING = 3;

for (const at of ["", "/at/:size"]) {
  picture(`/p/:poll${at}/card.png`, "card.png");
  picture(`/p/:poll${at}/chart.png`, "chart.png");
  picture(`/p/:poll${at}/chart.svg`, "chart.svg");
}
picture("/p/:poll/qr.svg", "qr.svg");

pictures.onError((error, c) => failure(c, error));

function picture(path: string, file: PictureFile): void {
  pictures.get(path, (c) => answer(c, c.req.param("poll") ?? "", c.req.param("size"), file));
  pictures.all(path, (c) => pages.refuse(c, { kind: "wrong-method", allow: "GET, HEAD" }));
}

async function answer(c: Context<AppEnv>, poll: string, at: string | undefined, file: PictureFile): Promise<Response> {
  c.header("Access-Control-Allow-Origin", "*");
  const asked = at ?? c.req.query("v");
  const size = asked === undefined ? undefined : fromDecimal(asked);
  const view = ID_PATTERN.test(poll) ? await readPoll(c.env, poll) : undefined;
  if (!view || (asked !== undefined && size === undefined)) return problem(c, { kind: "not-found" });
  const language = askedLanguage(c, view);
  if (file === "qr.svg") return send(c, utf8(qrOf(c, view, language)), file, OF_THE_QUESTION);

  const wantsResult = file !== "card.png" || at !== undefined || c.req.query("s") === "r";
  const subject: Subject = wantsResult
    ? await subjectOf(c, view, { ...(size !== undefined && { size }), frozen: at !== undefined })
    : { kind: "question" };
  switch (subject.kind) {
    case "forbidden":
      return problem(c, { kind: "forbidden", detail: (words) => words.hiddenUntilClose });
    case "no-such-seal":
      return problem(c, { kind: "not-found", detail: (words) => words.notInLog });
    case "question":
      return drawn(c, view, { subject, file, language, cacheControl: wantsResult ? OF_THE_NEWEST : OF_THE_QUESTION });
    case "result":
      return drawn(c, view, {
        subject,
        file,
        language,
        cacheControl: subject.ofOneSeal ? OF_ONE_SEAL : OF_THE_NEWEST,
      });
  }
}

interface Drawing {
  subject: Extract<Subject, { kind: "result" | "question" }>;
  file: Exclude<PictureFile, "qr.svg">;
  language: Language;
  cacheControl: string;
}

async function drawn(c: Context<AppEnv>, view: PollView, { subject, file, language, cacheControl }: Drawing) {
  const theme: Theme = c.req.query("theme") === "dark" && file !== "card.png" ? "dark" : "light";
  const kind = c.req.query("kind") === "time" ? "time" : "bars";
  const outlined = file === "chart.svg" && c.req.query("text") === "outlined";
  const { host } = new URL(siteOf(c));
  const { definition, notices } = view;

  // Without time for it the engine rests: a chart has its SVG, which is text, and a card one that was painted before.
  if (c.env.PICTURES === "svg-only" && file === "chart.png")
    return c.redirect(withQuery(c, c.req.path.replace(/png$/, "svg")), 302);
  if (c.env.PICTURES === "svg-only" && file === "card.png") return preparedCard(c, language, cacheControl);

  const says =
    subject.kind === "result"
      ? [subject.snapshot.size, subject.snapshot.final, subject.snapshot.root]
      : ["question", subject.hidden?.ballots ?? ""];
  // All that a picture is made of: what is kept under the key of another would be another picture.
  const content = [
    DRAWING,
    definition,
    notices,
    host,
    says,
    file,
    language,
    theme,
    file === "card.png" ? "" : kind,
    outlined,
  ];
  const key = `${definition.id}/${toBase64url(sha256(utf8(JSON.stringify(content))))}`;
  if (isKnown(c.req.header("If-None-Match"), tagOf(key)))
    return c.body(null, 304, { ETag: tagOf(key), "Cache-Control": cacheControl });

  const painted = file !== "chart.svg" || outlined;
  const found = await keptPicture(c, { key, painted }, async () => {
    if (file === "card.png")
      return renderCard(
        subject.kind === "result"
          ? resultPicture(subject.snapshot, language, host)
          : questionPicture({ definition, notices, language, host }, subject.hidden),
      );
    const chart = await chartOf(c, view, { subject, language, kind, host });
    if (file === "chart.png") return renderChart(chart, theme);
    return outlined ? outlineChart(chart, theme) : new Uint8Array(utf8(chartSvg(chart, theme)));
  });
  if (found.kind === "busy") {
    const headers = { "Retry-After": String(found.retryAfterSeconds) };
    return problem(c, { kind: "busy", detail: (words) => words.tooMany, headers });
  }
  const name = subject.kind === "result" ? `${definition.id}-${subject.snapshot.size}` : definition.id;
  c.header("Content-Disposition", `inline; filename="${name}-${language}-${file}"`);
  c.header("ETag", tagOf(key));
  return send(c, found.bytes, file, cacheControl);
}

async function chartOf(
  c: Context<AppEnv>,
  { definition, notices }: PollView,
  { subject, language, kind, host }: Pick<Drawing, "subject" | "language"> & { kind: "bars" | "time"; host: string },
): Promise<Chart> {
  if (subject.kind === "question")
    return { kind: "question", picture: questionPicture({ definition, notices, language, host }, subject.hidden) };
  const { snapshot } = subject;
  if (kind === "bars") return { kind, picture: resultPicture(snapshot, language, host) };
  const history = await historyOf(new KvStore(c.env.ARCHIVE), snapshot);
  return { kind, picture: timePicture(snapshot, history, language, host) };
}

/** A card for every poll of this newspaper, painted when the project was built (`npm run cards`). */
async function preparedCard(c: Context<AppEnv>, language: Language, cacheControl: string): Promise<Response> {
  const card = await c.env.ASSETS.fetch(new URL(`/cards/${language}.png`, c.req.url));
  return send(c, new Uint8Array(await card.arrayBuffer()), "card.png", cacheControl);
}

const qrOf = (c: Context<AppEnv>, { definition }: PollView, language: Language): string =>
  qrSvg(`${siteOf(c)}${pollPath(language, definition.id)}`);

/** `?lang`, where the poll has it; else Arabic, else its first language. */
function askedLanguage(c: Context<AppEnv>, { definition: { languages } }: PollView): Language {
  const asked = LANGUAGES.find((each) => each === c.req.query("lang"));
  return [asked, DEFAULT_LANGUAGE, ...languages].find((each) => each && languages.includes(each)) ?? DEFAULT_LANGUAGE;
}

const TYPES: Record<PictureFile, string> = {
  "card.png": "image/png",
  "chart.png": "image/png",
  "chart.svg": "image/svg+xml; charset=utf-8",
  "qr.svg": "image/svg+xml; charset=utf-8",
};

const send = (c: Context<AppEnv>, bytes: Uint8Array, file: PictureFile, cacheControl: string): Response =>
  c.body(new Uint8Array(bytes), 200, { "Content-Type": TYPES[file], "Cache-Control": cacheControl });

/** Weak: a server of one's own compresses SVG on the way. */
const tagOf = (key: string): string => `W/"${key.slice(key.indexOf("/") + 1)}"`;

/** RFC 9110 section 13.1.2: any of a list. */
const isKnown = (header: string | undefined, tag: string): boolean =>
  header?.split(",").some((each) => [tag, tag.slice(2), "*"].includes(each.trim())) ?? false;

const withQuery = (c: Context<AppEnv>, path: string): string => `${path}${new URL(c.req.url).search}`;

/** What a picture is of. */
export type Subject =
  | { kind: "result"; snapshot: Snapshot; ofOneSeal: boolean }
  /** Of the question, as there is no result to show: `hidden` says how many ballots there are that are not shown yet. */
  | { kind: "question"; hidden?: { ballots: number } }
  /** invariant 7: a frozen result while results are hidden. */
  | { kind: "forbidden" }
  | { kind: "no-such-seal" };

/**
 * `size`: that of a seal. `frozen`: only that result will do; otherwise the newest stands in for one that is not in the
 * archive yet, as a page may name a seal a moment before it is stored. Pictures are of seals, never of the live tally: what
 * is printed can be checked, and is painted once.
 */
export async function subjectOf(
  c: Context<AppEnv>,
  view: PollView,
  { size, frozen }: { size?: number; frozen: boolean },
): Promise<Subject> {
  const archive = new Archive(c.env.ARCHIVE);
  const outcome = size === undefined ? await newestSnapshot(archive, view) : await snapshotAt(archive, view, size);
  switch (outcome.kind) {
    case "snapshot":
      return { kind: "result", snapshot: outcome.snapshot, ofOneSeal: size !== undefined };
    case "hidden": {
      if (frozen) return { kind: "forbidden" };
      const main = view.tally.counts[mainQuestion(view.definition).id];
      return { kind: "question", hidden: { ballots: main ? standing(main) : 0 } };
    }
    case "no-such-seal":
      if (frozen) return { kind: "no-such-seal" };
      return size === undefined ? { kind: "question" } : subjectOf(c, view, { frozen });
  }
}

/** Modules of white around a code that scanners need to find it. ISO/IEC 18004, 9.1. */
const QUIET_ZONE = 4;

/**
 * A QR code as SVG for print: pure black on white, a quarter of it may be lost (level Q), never mirrored. Printed 25 mm wide,
 * a poll's address has modules of about 0.7 mm, which newsprint still holds.
 */
export function qrSvg(url: string): string {
  const { data, size } = encode(url, { ecc: "Q", border: QUIET_ZONE });
  const path = data
    .flatMap((row, y) => runs(row).map(({ from, length }) => `M${from} ${y}h${length}v1h-${length}z`))
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 8}" height="${size * 8}" role="img" aria-label="QR: ${url}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>
`;
}

/** Black modules beside each other as one. */
function runs(row: readonly boolean[]): { from: number; length: number }[] {
  const found: { from: number; length: number }[] = [];
  for (const [x, black] of row.entries()) {
    const last = found.at(-1);
    if (!black) continue;
    if (last && last.from + last.length === x) last.length += 1;
    else found.push({ from: x, length: 1 });
  }
  return found;
}
