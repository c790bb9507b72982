/** A column of a table whose rows are made of `Row`. Its key is ASCII and never changes: programs read by it. */
export interface Column<Row> {
  key: string;
  /** Types of Frictionless Table Schema v2. A `datetime` is milliseconds since 1970. */
  type: "string" | "integer" | "number" | "datetime";
  /** What it holds, for the data package and the documentation. */
  says: string;
  value(row: Row): string | number | undefined;
}

/**
 * U+FEFF, the signature of UTF-8 (RFC 3629 section 6): without it Excel reads Arabic in Windows-1252. Programs that
 * read tables skip it.
 */
const SIGNATURE = "\uFEFF";

/** The first record of a file: the columns' keys. */
export const csvHeader = <Row>(columns: readonly Column<Row>[]): string =>
  SIGNATURE + csvRecord(columns.map(({ key }) => key));

export const csvRow = <Row>(columns: readonly Column<Row>[], row: Row): string =>
  `${columns.map((column) => cell(column.value(row), column.type)).join(",")}\r\n`;

/** A record of texts and its CRLF. RFC 4180 section 2. */
export const csvRecord = (cells: readonly string[]): string => `${cells.map(field).join(",")}\r\n`;

/** A moment in UTC, to the second. ISO 8601. `ms`: since 1970. */
export const isoSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, -".123Z".length)}Z`;

/** Numbers and moments need no quotes. Shares are the only `number`: 0 to 1 with four decimals. */
function cell(value: string | number | undefined, type: Column<never>["type"]): string {
  if (value === undefined) return "";
  if (typeof value === "string") return field(value);
  if (type === "datetime") return isoSeconds(value);
  return type === "number" ? value.toFixed(4) : String(value);
}

/** Marks that steer the direction of text on a page. In a cell they only make equal labels differ. Unicode UAX #9. */
const BIDI_MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
 * What starts a formula in a spreadsheet, its full-width forms included (OWASP, CSV injection). It gets an apostrophe. No
 * definition has such a label (`src/domain/definition.ts`); this is the second line of defence.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function field(text: string): string {
  // Ids and hashes, which are most cells.
  if (/^[a-z0-9][a-z0-9-]*$/.test(text)) return text;
  const bare = text.replace(BIDI_MARKS, "");
  const safe = FORMULA.test(bare) ? `'${bare}` : bare;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
