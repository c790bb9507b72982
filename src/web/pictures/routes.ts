import { type Handler, Hono } from "hono";
import { encode } from "uqr";
import { mainQuestion } from "../../domain/definition.ts";
import { standing } from "../../domain/tally.ts";
import { KvStore, sha256 } from "../../engine/index.ts";
import { fromDecimal, toBase64url, utf8 } from "../../log/text.ts";
import { type Snapshot, snapshotAsked } from "../export/snapshot.ts";
import { pollPath } from "../http/addresses.ts";
import { type Caching, type File, knownBy } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import { type Asked, type ForOne, forEveryone, forOne, type Refusal } from "../http/poll.ts";
import { escapedXml } from "../kit/html.ts";
import { files } from "../kit/problems.ts";
import type { PictureFile } from "./addresses.ts";
import { cachedPicture } from "./cache.ts";
import { type Chart, drawingOf, svgOf } from "./chart.ts";
import { historyOf, questionPicture, resultPicture, timePicture } from "./model.ts";
import { outlineChart, renderCard, renderChart } from "./paint.ts";
import type { Theme } from "./palette.ts";

/** Pictures of a poll, as of its newest seal, of the seal that `?v` names, or of the one in the address. */
export const pictures = new Hono<AppEnv>();

type Drawn = Exclude<PictureFile, "qr.svg">;

/** Changed when pictures are drawn otherwise: nobody who kept the old drawing is then told that it is still the same. */
const DRAWING = 4;

const TYPES: Record<PictureFile, string> = {
  "card.png": "image/png",
  "chart.png": "image/png",
  "chart.svg": "image/svg+xml; charset=utf-8",
  "qr.svg": "image/svg+xml; charset=utf-8",
};

/** Any site may show a picture. */
const SHOWN_ANYWHERE = { "Access-Control-Allow-Origin": "*" };

for (const at of ["", "/at/:size"])
  for (const file of ["card.png", "chart.png", "chart.svg"] as const)
    get(`/p/:poll${at}/${file}`, forOne(files, drawn(file)));
get("/p/:poll/qr.svg", forEveryone(files, qrCode));

pictures.onError((error, c) => files.refuse(c, { kind: "thrown", error }));

function get(path: string, handler: Handler<AppEnv>): void {
  pictures.get(path, handler);
  pictures.all(path, (c) => files.refuse(c, { kind: "wrong-method", allow: "GET, HEAD" }));
}

/** What a picture is of. A question has no result to show: `hidden` says how many ballots there are that are not shown yet. */
type Subject =
  | { kind: "result"; snapshot: Snapshot; caching: Caching }
  | { kind: "question"; hidden?: { ballots: number }; caching: Caching };

/**
 * The result of the seal in the address, or of the newest, which also stands in for a `version` that is not in the archive
 * yet: a page may name a seal a moment before it is stored. Pictures are of seals, never of the live tally: what is printed
 * can be checked, and is painted once.
 */
async function subjectOf(asked: Asked, version: string | undefined): Promise<Subject | Refusal> {
  const { env, poll, size } = asked;
  const outcome = await snapshotAsked(new KvStore(env.ARCHIVE), poll, size ?? version);
  switch (outcome.kind) {
    case "snapshot":
      // A seal a minute at most.
      return { kind: "result", snapshot: outcome.snapshot, caching: (size ?? version) ? "sealed" : "minute" };
    case "hidden": {
      if (size !== undefined) return outcome;
      const main = poll.tally.counts[mainQuestion(poll.definition).id];
      return { kind: "question", hidden: { ballots: main ? standing(main) : 0 }, caching: "minute" };
    }
    case "no-such-seal":
      if (size !== undefined) return outcome;
      if (version === undefined) return { kind: "question", caching: "minute" };
      return fromDecimal(version) === undefined ? outcome : subjectOf(asked, undefined);
  }
}

/** What of the address says how a picture is drawn. */
interface Looks {
  file: Drawn;
  kind: "bars" | "time";
  theme: Theme;
  outlined: boolean;
}

/**
 * A card or a chart. Its tag is known before anything is painted: a correction, or that the vote is void, must reach an old
 * picture, and asking for it again costs no bytes where nothing changed.
 */
function drawn(file: Drawn): ForOne {
  return async (asked, c) => {
    const { env, poll, language, site, size } = asked;
    const { s, v, kind, theme, text } = c.req.query();
    const isOfQuestion = file === "card.png" && size === undefined && s !== "r";
    const subject: Subject | Refusal = isOfQuestion
      ? { kind: "question", caching: "sealed" }
      : await subjectOf(asked, v);
    if (subject.kind !== "result" && subject.kind !== "question") return subject;

    // Without time for it the engine rests: a chart has its SVG, which is text, and a card one that was painted before.
    if (env.PICTURES === "svg-only" && file === "chart.png") {
      const { pathname, search } = new URL(c.req.url);
      return { kind: "redirect", status: 302, to: pathname.replace(/png$/, "svg") + search, headers: SHOWN_ANYWHERE };
    }
    if (env.PICTURES === "svg-only" && file === "card.png") return preparedCard(asked, subject.caching);

    const looks: Looks = {
      file,
      kind: kind === "time" && file !== "card.png" ? "time" : "bars",
      theme: theme === "dark" && file !== "card.png" ? "dark" : "light",
      outlined: file === "chart.svg" && text === "outlined",
    };
    const { definition, notices } = poll;
    // All that a picture is made of: what is kept under the key of another would be another picture.
    const says =
      subject.kind === "result"
        ? [subject.snapshot.size, subject.snapshot.final, subject.snapshot.root]
        : ["question", subject.hidden?.ballots ?? ""];
    const content = JSON.stringify([DRAWING, definition, notices, site, says, language, looks]);
    const tag = toBase64url(sha256(utf8(content)));
    const name = subject.kind === "result" ? `${definition.id}-${subject.snapshot.size}` : definition.id;
    const answered: Omit<File, "body"> = {
      kind: "file",
      type: TYPES[file],
      caching: subject.caching,
      tag,
      headers: { ...SHOWN_ANYWHERE, "Content-Disposition": `inline; filename="${name}-${language}-${file}"` },
    };
    if (knownBy(c.req.header("If-None-Match"), tag) !== undefined) return { ...answered, body: "" };

    const painted = file !== "chart.svg" || looks.outlined;
    const found = await cachedPicture(c, { key: `${definition.id}/${tag}`, painted }, () =>
      made(asked, subject, looks),
    );
    return found.kind === "busy" ? found : { ...answered, body: found.bytes };
  };
}

async function made(asked: Asked, subject: Subject, looks: Looks): Promise<Uint8Array<ArrayBuffer>> {
  const { env, poll, language, site } = asked;
  const { host } = new URL(site);
  const { definition, notices } = poll;
  if (looks.file === "card.png")
    return renderCard(
      subject.kind === "result"
        ? resultPicture(subject.snapshot, language, host)
        : questionPicture({ definition, notices, language, host }, subject.hidden),
    );
  const drawing = drawingOf(await chart(), looks.theme);
  if (looks.file === "chart.png") return renderChart(drawing);
  return looks.outlined ? outlineChart(drawing) : new Uint8Array(utf8(svgOf(drawing)));

  async function chart(): Promise<Chart> {
    if (subject.kind === "question")
      return { kind: "question", picture: questionPicture({ definition, notices, language, host }, subject.hidden) };
    const { snapshot } = subject;
    if (looks.kind === "bars") return { kind: "bars", picture: resultPicture(snapshot, language, host) };
    const history = await historyOf(new KvStore(env.ARCHIVE), snapshot);
    return { kind: "time", picture: timePicture(snapshot, history, language, host) };
  }
}

/** A card for every poll of this newspaper, painted when the project was built (`npm run cards`). */
async function preparedCard({ env, language, site }: Asked, caching: Caching): Promise<File> {
  const path = `/cards/${language}.png`;
  const card = await env.ASSETS.fetch(new URL(path, site));
  if (!card.ok) throw new Error(`${path} is missing from this installation`);
  const body = new Uint8Array(await card.arrayBuffer());
  return { kind: "file", type: TYPES["card.png"], caching, body, headers: SHOWN_ANYWHERE };
}

/** The poll's address for print. */
function qrCode({ poll, language, site }: Asked): File {
  const body = qrSvg(`${site}${pollPath(language, poll.definition.id)}`);
  return { kind: "file", type: TYPES["qr.svg"], caching: "sealed", body, headers: SHOWN_ANYWHERE };
}

/** Modules of white around a code that scanners need to find it. ISO/IEC 18004, 9.1. */
const QUIET_ZONE = 4;

/**
 * A QR code as SVG for print: pure black on white, a quarter of it may be lost (level Q), never mirrored. Printed 25 mm wide,
 * a poll's address has modules of about 0.7 mm, which newsprint still holds.
 */
function qrSvg(url: string): string {
  const { data, size } = encode(url, { ecc: "Q", border: QUIET_ZONE });
  const path = data
    .flatMap((row, y) => runs(row).map(({ from, length }) => `M${from} ${y}h${length}v1h-${length}z`))
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 8}" height="${size * 8}" role="img" aria-label="QR: ${escapedXml(url)}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>
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
