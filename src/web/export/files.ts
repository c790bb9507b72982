import { findQuestion, mainQuestion } from "../../domain/find-question.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { total } from "../../domain/tally.ts";
import type { PollView } from "../../engine/index.ts";
import { sha256 } from "../../engine/keys.ts";
import type { KvStore } from "../../engine/kv.ts";
import { words } from "../../i18n/index.ts";
import { toHex, utf8 } from "../../log/text.ts";
import { CHART, type CsvDialect, csvHeader, csvRecord, csvRow, EXCEL, PLAIN } from "./csv.ts";
import { dataPackage } from "./data-package.ts";
import { resultsJson, seriesLine } from "./results-json.ts";
import { RESULT_COLUMNS, resultRows, SERIES_COLUMNS } from "./results-table.ts";
import type { Snapshot } from "./snapshot.ts";
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
