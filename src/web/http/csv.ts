import type { Column } from "../export/results.ts";

/** How one family of programs reads a CSV file. */
export interface CsvDialect {
  delimiter: "," | ";";
  decimal: "." | ",";
  /** U+FEFF in front: without it Excel takes UTF-8 for Windows-1252, with it R misnames the first column. */
  mark: boolean;
  /** A text that a spreadsheet would run as a formula gets an apostrophe. */
  guarded: boolean;
  moment(ms: number): string;
}

/** For programs: RFC 4180, UTF-8 without a mark, a decimal point, ISO 8601 in UTC. */
export const PLAIN: CsvDialect = { delimiter: ",", decimal: ".", mark: false, guarded: false, moment: isoSeconds };

/** For an Excel whose list separator is the semicolon, as in Morocco and France. It reads this form as a date. */
export const EXCEL: CsvDialect = {
  delimiter: ";",
  decimal: ",",
  mark: true,
  guarded: true,
  moment: (ms) => isoSeconds(ms).replace("T", " ").replace("Z", ""),
};

/** For chart tools, which take what people paste: plain, and guarded. */
export const CHART: CsvDialect = { ...PLAIN, guarded: true };

export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -".123Z".length)}Z`;
}

/** The row of column keys, after the mark where the dialect has one. */
export const csvHeader = <Row>(columns: readonly Column<Row>[], dialect: CsvDialect): string =>
  `${dialect.mark ? "\uFEFF" : ""}${csvRecord(
    columns.map(({ key }) => key),
    dialect,
  )}`;

export const csvRow = <Row>(columns: readonly Column<Row>[], row: Row, dialect: CsvDialect): string =>
  `${columns.map((column) => cell(column.value(row), column.type, dialect)).join(dialect.delimiter)}\r\n`;

/** A record of texts and its CRLF. RFC 4180 section 2. */
export const csvRecord = (cells: readonly string[], dialect: CsvDialect): string =>
  `${cells.map((text) => field(text, dialect)).join(dialect.delimiter)}\r\n`;

/** Numbers and moments need no quotes in any dialect. Shares are the only `number`: 0 to 1 with four decimals. */
function cell(value: string | number | undefined, type: Column<never>["type"], dialect: CsvDialect): string {
  if (value === undefined) return "";
  if (typeof value === "string") return field(value, dialect);
  if (type === "datetime") return dialect.moment(value);
  return type === "number" ? value.toFixed(4).replace(".", dialect.decimal) : String(value);
}

/** Marks that steer the direction of text on a page. In a cell they only make equal labels differ. Unicode UAX #9. */
const BIDI_MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
 * What starts a formula in a spreadsheet, its full-width forms included (OWASP, CSV injection). No definition has such a
 * label (`src/domain/definition.ts`); this is the second line of defence.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function field(text: string, { delimiter, guarded }: CsvDialect): string {
  // Ids and hashes, which are most cells.
  if (/^[a-z0-9][a-z0-9-]*$/.test(text)) return text;
  const bare = text.replace(BIDI_MARKS, "");
  const safe = guarded && FORMULA.test(bare) ? `'${bare}` : bare;
  return /["\r\n]|^\s|\s$/.test(safe) || safe.includes(delimiter) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
