import { type Language, languageAmong } from "../../domain/language.ts";
import { KvStore, type PollView, sha256 } from "../../engine/index.ts";
import { toBase64url, toHex, utf8 } from "../../log/text.ts";
import type { File } from "../http/answer.ts";
import { csvHeader, csvRow } from "../http/csv.ts";
import { streamOf } from "../http/stream.ts";
import { dataPackage } from "./data-package.ts";
import { RESULT_COLUMNS, resultRows, SERIES_COLUMNS } from "./results.ts";
import { resultsJson } from "./results-json.ts";
import { type Audience, newestSnapshot, type Snapshot } from "./snapshot.ts";
import { type TimeSeries, timeSeries } from "./time-series.ts";
import { resultsWorkbook } from "./workbook.ts";

/** What a file is made of. */
interface Making {
  snapshot: Snapshot;
  view: PollView;
  archive: KvStore;
  language: Language;
  /** Scheme and host that readers see, without a slash. */
  site: string;
}

/** A file is small and there at once, bounded by the definition, or grows with the seals and is written as it is read. */
type Made =
  | { kind: "whole"; bytes: Uint8Array }
  | { kind: "series"; series: TimeSeries; header: string; write: (point: Snapshot) => string };

export interface ExportFile {
  type: string;
  /** Does its content depend on the language asked for? */
  byLanguage: boolean;
  /** Opened in the browser, or kept. */
  disposition: "inline" | "attachment";
  make(making: Making): Made | Promise<Made>;
}

const CSV = "text/csv; charset=utf-8; header=present";
const JSON_TYPE = "application/json";

/** Every export by its file name, the one that most people want first. */
export const EXPORT_FILES = {
  "results.xlsx": {
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    byLanguage: true,
    disposition: "attachment",
    make: ({ snapshot, language, site }) => ({ kind: "whole", bytes: resultsWorkbook(snapshot, language, site) }),
  },
  "results.csv": {
    type: CSV,
    byLanguage: false,
    disposition: "attachment",
    make: ({ snapshot }) => whole(resultsCsv(snapshot)),
  },
  "results.json": {
    type: JSON_TYPE,
    byLanguage: false,
    disposition: "inline",
    make: ({ snapshot, site }) => whole(JSON.stringify(resultsJson(snapshot, site))),
  },
  "timeseries.csv": {
    type: CSV,
    byLanguage: false,
    disposition: "attachment",
    make: async ({ archive, view, snapshot }) => ({
      kind: "series",
      series: await timeSeries(archive, view, snapshot),
      header: csvHeader(SERIES_COLUMNS),
      write: (point) =>
        resultRows(point)
          .map((row) => csvRow(SERIES_COLUMNS, row))
          .join(""),
    }),
  },
  "datapackage.json": {
    type: JSON_TYPE,
    byLanguage: true,
    disposition: "inline",
    make({ snapshot, language, site }) {
      const results = utf8(resultsCsv(snapshot));
      const described = { bytes: results.length, sha256: toHex(sha256(results)) };
      return whole(JSON.stringify(dataPackage(snapshot, language, site, described)));
    },
  },
} satisfies Record<string, ExportFile>;

export type ExportName = keyof typeof EXPORT_FILES;

export const EXPORT_NAMES = Object.keys(EXPORT_FILES).filter(isExportName);

function isExportName(name: string): name is ExportName {
  return Object.hasOwn(EXPORT_FILES, name);
}

/** Files of other days, and the one with the same figures: who asks for one is told. */
export const GONE_FILES: Record<string, ExportName> = {
  "results.excel.csv": "results.xlsx",
  "results.dw.csv": "results.csv",
  "timeseries.ndjson": "timeseries.csv",
};

const whole = (text: string): Made => ({ kind: "whole", bytes: utf8(text) });

const resultsCsv = (snapshot: Snapshot): string =>
  csvHeader(RESULT_COLUMNS) +
  resultRows(snapshot)
    .map((row) => csvRow(RESULT_COLUMNS, row))
    .join("");

/**
 * A file as an answer. That this audience may see the snapshot was decided when it was read: what is for the desk goes to no
 * cache and to no other site's script. `Sawt-Seals` says of a series from how many seals it is read, for showing progress:
 * its length in bytes is unknown before it is sent.
 */
export async function fileOf(name: ExportName, making: Making, audience: Audience): Promise<File> {
  const { type, byLanguage, disposition, make }: ExportFile = EXPORT_FILES[name];
  const { snapshot } = making;
  const made = await make(making);
  return {
    kind: "file",
    type,
    // A seal a minute at most: a file is never two minutes old.
    caching: audience === "public" ? "minute" : "own",
    ...contentOf(made, snapshot),
    headers: {
      "Content-Disposition": `${disposition}; filename="${snapshot.definition.id}-${snapshot.size}-${name}"`,
      ...(byLanguage && { "Content-Language": languageAmong(snapshot.definition.languages, making.language) }),
      ...(made.kind === "series" && { "Sawt-Seals": String(made.series.seals) }),
      ...(audience === "public" && {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Content-Disposition, Sawt-Seals",
      }),
    },
  };
}

/** A series is told by all that it is made of, as reading it would cost as much as sending it. */
function contentOf(made: Made, snapshot: Snapshot): Pick<File, "body" | "tag" | "weak"> {
  if (made.kind === "whole") return { body: made.bytes };
  const { series, header, write } = made;
  const tag = toBase64url(sha256(utf8(`${series.seals}\n${JSON.stringify(snapshot)}`)).subarray(0, 16));
  return { body: streamOf(header, series.points(), write), tag, weak: true };
}

interface AtDesk {
  env: Env;
  language: Language;
  site: string;
}

/** Files of the newest seal for the desk, also while readers may not have them. */
export const filesAtDesk = {
  /** With what tells one from another: its SHA-256, or of a series how many seals it is read from, for whoever waits for it. */
  async list(view: PollView, at: AtDesk) {
    const making = await makingOf(view, at);
    if (!making) return undefined;
    const { asOf, seal, size, root } = making.snapshot;
    const files = EXPORT_NAMES.map(async (name) => {
      const { make }: ExportFile = EXPORT_FILES[name];
      const made = await make(making);
      return made.kind === "whole" ? { name, sha256: toHex(sha256(made.bytes)) } : { name, seals: made.series.seals };
    });
    return { sealed: { asOf, seal, size, root }, files: await Promise.all(files) };
  },

  async one(view: PollView, name: string, at: AtDesk): Promise<{ size: number; file: File } | undefined> {
    const making = isExportName(name) ? await makingOf(view, at) : undefined;
    if (!isExportName(name) || !making) return undefined;
    return { size: making.snapshot.size, file: await fileOf(name, making, "desk") };
  },
};

async function makingOf(view: PollView, { env, language, site }: AtDesk): Promise<Making | undefined> {
  const archive = new KvStore(env.ARCHIVE);
  const outcome = await newestSnapshot(archive, view, "desk");
  return outcome.kind === "snapshot" ? { snapshot: outcome.snapshot, view, archive, language, site } : undefined;
}
