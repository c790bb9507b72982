import type { Context } from "hono";
import { findQuestion, mainQuestion } from "../../domain/find-question.ts";
import { DEFAULT_LANGUAGE, inLanguage, LANGUAGES, type Language } from "../../domain/language.ts";
import { total } from "../../domain/tally.ts";
import type { PollView } from "../../engine/index.ts";
import { sha256 } from "../../engine/keys.ts";
import { Archive } from "../../engine/store/kv.ts";
import { words } from "../../i18n/index.ts";
import { toBase64url, toHex, utf8 } from "../../log/text.ts";
import { pollPath } from "../http/addresses.ts";
import { CHART, type CsvDialect, csvHeader, csvRecord, csvRow, EXCEL, PLAIN } from "../http/csv.ts";
import type { AppEnv } from "../http/env.ts";
import { siteOf } from "../http/site.ts";
import { streamOf } from "../http/stream.ts";
import { dataPackage } from "./data-package.ts";
import { RESULT_COLUMNS, resultRows, SERIES_COLUMNS } from "./results.ts";
import { resultsJson, seriesLine } from "./results-json.ts";
import type { Audience, Snapshot } from "./snapshot.ts";
import { type TimeSeries, timeSeries } from "./time-series.ts";
import { resultsWorkbook } from "./workbook.ts";

/** What a file is made of. */
export interface Making {
  snapshot: Snapshot;
  view: PollView;
  archive: KvStore;
  language: Language;
  /** Address of the poll's vote page, without a slash at the end. */
  base: string;
  /** For `results.dw.csv`: which question; the main one where it is none of the poll's. */
  question?: string;
}

/** A file is small and there at once, bounded by the definition, or grows with the seals and is written as it is read. */
export type Made =
  | { kind: "whole"; bytes: Uint8Array }
  | { kind: "series"; series: TimeSeries; header: string; write: (point: Snapshot) => string };

export interface ExportFile {
  mediaType: string;
  /** Does its content depend on the language asked for? */
  byLanguage: boolean;
  /** Opened in the browser, or kept. */
  disposition: "inline" | "attachment";
  make(making: Making): Made | Promise<Made>;
}

const CSV = "text/csv; charset=utf-8; header=present";

/** Every export by its file name, the one that most people want first. */
export const EXPORT_FILES = {
  "results.xlsx": {
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    byLanguage: true,
    disposition: "attachment",
    make: ({ snapshot, language, base }) => ({ kind: "whole", bytes: resultsWorkbook(snapshot, language, base) }),
  },
  "results.csv": file({ mediaType: CSV, make: ({ snapshot }) => whole(resultsCsv(snapshot, PLAIN)) }),
  "results.excel.csv": file({ mediaType: CSV, make: ({ snapshot }) => whole(resultsCsv(snapshot, EXCEL)) }),
  "results.dw.csv": file({ mediaType: CSV, byLanguage: true, make: (making) => whole(chartCsv(making)) }),
  "results.json": file({
    mediaType: "application/json",
    disposition: "inline",
    make: ({ snapshot, base }) => whole(JSON.stringify(resultsJson(snapshot, base))),
  }),
  "timeseries.csv": file({
    mediaType: CSV,
    make: async ({ archive, view, snapshot }) => ({
      kind: "series",
      series: await timeSeries(archive, view, snapshot),
      header: csvHeader(SERIES_COLUMNS, PLAIN),
      write: (point) =>
        resultRows(point)
          .map((row) => csvRow(SERIES_COLUMNS, row, PLAIN))
          .join(""),
    }),
  }),
  "timeseries.ndjson": file({
    mediaType: "application/x-ndjson",
    make: async ({ archive, view, snapshot }) => ({
      kind: "series",
      series: await timeSeries(archive, view, snapshot),
      header: "",
      write: seriesLine,
    }),
  }),
  "datapackage.json": file({
    mediaType: "application/json",
    byLanguage: true,
    disposition: "inline",
    make({ snapshot, language, base }) {
      const results = utf8(resultsCsv(snapshot, PLAIN));
      const described = { bytes: results.length, sha256: toHex(sha256(results)) };
      return whole(JSON.stringify(dataPackage(snapshot, language, base, described)));
    },
  }),
} satisfies Record<string, ExportFile>;

export type ExportName = keyof typeof EXPORT_FILES;

export const EXPORT_NAMES = Object.keys(EXPORT_FILES).filter(isExportName);

export function isExportName(name: string): name is ExportName {
  return Object.hasOwn(EXPORT_FILES, name);
}

function file(given: Partial<ExportFile> & Pick<ExportFile, "mediaType" | "make">): ExportFile {
  return { byLanguage: false, disposition: "attachment", ...given };
}

const whole = (text: string): Made => ({ kind: "whole", bytes: utf8(text) });

const resultsCsv = (snapshot: Snapshot, dialect: CsvDialect): string =>
  csvHeader(RESULT_COLUMNS, dialect) +
  resultRows(snapshot)
    .map((row) => csvRow(RESULT_COLUMNS, row, dialect))
    .join("");

/** Two columns for Datawrapper and Flourish, whose header is what a chart shows: the only one that is not ASCII. */
function chartCsv({ snapshot, language, question = "" }: Making): string {
  const strings = words(language, "reader");
  const asked = findQuestion(snapshot.definition, question) ?? mainQuestion(snapshot.definition);
  const lines = resultRows(snapshot)
    .filter((row) => row.question === asked)
    .map(({ option, votes }) => [inLanguage(option.label, language), String(total(votes))]);
  return [[strings["export.answer"], strings["export.votes"]], ...lines]
    .map((cells) => csvRecord(cells, CHART))
    .join("");
}

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
    archive: new Archive(c.env.ARCHIVE),
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
