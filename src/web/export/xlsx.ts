import { strToU8, zipSync } from "fflate";
import { casablancaOffset } from "../../i18n/format.ts";
import { escapedXml } from "../kit/html.ts";

/**
 * A workbook of Office Open XML (ECMA-376 part 1, SpreadsheetML), by hand: six parts in a zip. Every text is an inline
 * string, so nothing that anybody wrote can be a formula.
 */
interface Workbook {
  title: string;
  /** Milliseconds since 1970; the file's own date, so that the same content gives the same bytes. */
  at: number;
  sheets: readonly Sheet[];
}

interface Sheet {
  name: string;
  rightToLeft: boolean;
  /** Widths in characters. */
  widths: readonly number[];
  /** The first row stays in sight while the others scroll. */
  frozenHeader: boolean;
  rows: readonly (readonly Cell[])[];
}

export type Cell =
  | { kind: "header" | "text" | "label" | "code"; text: string }
  | { kind: "count"; value: number }
  /** 0 to 1; decimals of the percentage. */
  | { kind: "share"; value: number; decimals: 0 | 1 }
  /** Milliseconds since 1970 on the clock that the sheet shows: spreadsheets know no time zones. */
  | { kind: "moment"; clock: number }
  | { kind: "empty" };

/** A moment, in milliseconds since 1970, as the clocks of Casablanca showed it, to the second. */
export const casablancaClock = (ms: number): Cell => ({
  kind: "moment",
  clock: Math.floor(ms / 1_000) * 1_000 + casablancaOffset(ms) * 60_000,
});

/** Indexes of `cellXfs` below; those of texts are left to right, and the next one is right to left. */
const STYLE = { header: 1, text: 3, label: 5, code: 7, count: 9, share0: 10, share1: 11, moment: 12 } as const;

export function xlsx({ title, at, sheets }: Workbook): Uint8Array {
  const parts: Record<string, string> = {
    "[Content_Types].xml": contentTypes(sheets.length),
    "_rels/.rels": relationships([
      ["officeDocument", "xl/workbook.xml"],
      ["core", "docProps/core.xml"],
    ]),
    "docProps/core.xml": coreProperties(title, at),
    "xl/workbook.xml": workbookPart(sheets),
    "xl/_rels/workbook.xml.rels": relationships([
      ...sheets.map((_, i): Relationship => ["worksheet", `worksheets/sheet${i + 1}.xml`]),
      ["styles", "styles.xml"],
    ]),
    "xl/styles.xml": STYLES,
    ...Object.fromEntries(sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, worksheet(sheet)])),
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, strToU8(HEAD + xml)])), {
    mtime: at,
  });
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const contentTypes = (sheets: number): string =>
  `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${Array.from(
    { length: sheets },
    (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`,
  ).join("")}</Types>`;

type Relationship = [type: "officeDocument" | "core" | "worksheet" | "styles", target: string];

const relationships = (list: readonly Relationship[]): string =>
  `<Relationships xmlns="${PACKAGE}/relationships">${list
    .map(([type, target], i) => {
      const name = type === "core" ? `${PACKAGE}/relationships/metadata/core-properties` : `${OFFICE}/${type}`;
      return `<Relationship Id="rId${i + 1}" Type="${name}" Target="${target}"/>`;
    })
    .join("")}</Relationships>`;

const coreProperties = (title: string, at: number): string =>
  `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapedXml(title)}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">${new Date(at).toISOString()}</dcterms:created></cp:coreProperties>`;

const workbookPart = (sheets: readonly Sheet[]): string =>
  `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${sheets
    .map(({ name }, i) => `<sheet name="${escapedXml(sheetName(name))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
    .join("")}</sheets></workbook>`;

/** At most 31 characters, none of those that a reference to a sheet would stumble over. */
const sheetName = (name: string): string => name.replace(/[[\]:*?/\\']/g, " ").slice(0, 31);

function worksheet({ rightToLeft, widths, frozenHeader, rows }: Sheet): string {
  const pane = frozenHeader
    ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
    : "";
  const columns = widths
    .map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
    .join("");
  const lines = rows
    .map((cells, i) => {
      const height = Math.max(...cells.map((each, at) => linesOf(each, widths[at] ?? 1))) * LINE_POINTS;
      const filled = cells.map((each, at) => cell(each, columnName(at) + (i + 1))).join("");
      return `<row r="${i + 1}" ht="${height}" customHeight="1">${filled}</row>`;
    })
    .join("");
  return `<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView${rightToLeft ? ' rightToLeft="1"' : ""} workbookViewId="0">${pane}</sheetView></sheetViews><cols>${columns}</cols><sheetData>${lines}</sheetData><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`;
}

/** Points of a line of 11-point text: programs measure wrapped rows only when somebody edits them. */
const LINE_POINTS = 15;
/** Bold letters are wider than those that a column's width counts. */
const BOLD = 0.8;

function linesOf(content: Cell, width: number): number {
  if (!("text" in content)) return 1;
  const fits = content.kind === "header" || content.kind === "label" ? width * BOLD : width;
  return content.text
    .trimEnd()
    .split("\n")
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / fits)), 0);
}

/** A, B, … Z: no sheet of ours is wider. */
const columnName = (index: number): string => String.fromCharCode(65 + index);

function cell(content: Cell, at: string): string {
  switch (content.kind) {
    case "empty":
      return "";
    case "count":
      return number(content.value, STYLE.count);
    case "share":
      return number(content.value, content.decimals === 0 ? STYLE.share0 : STYLE.share1);
    case "moment":
      return number(serialDay(content.clock), STYLE.moment);
    case "header":
    case "text":
    case "label":
    case "code":
      return `<c r="${at}" s="${STYLE[content.kind] + (startsRightToLeft(content.text) ? 1 : 0)}" t="inlineStr"><is><t xml:space="preserve">${escapedXml(content.text)}</t></is></c>`;
  }
  function number(value: number, style: number): string {
    return `<c r="${at}" s="${style}"><v>${value}</v></c>`;
  }
}

/** The direction of the first letter, which programs would only guess at. */
const startsRightToLeft = (text: string): boolean => /\p{Script=Arabic}/u.test(/\p{L}/u.exec(text)?.[0] ?? "");

const DAY_MS = 86_400_000;
/** Days from the spreadsheets' epoch, 30 December 1899, to 1970. */
const DAYS_TO_1970 = 25_569;

const serialDay = (clock: number): number => clock / DAY_MS + DAYS_TO_1970;

/**
 * Texts carry `quotePrefix`: typed over or entered again, `=SUM(1)` stays the text that it is. Reading order: 1 left to
 * right, 2 right to left.
 */
const STYLES = (() => {
  const texts = [
    { font: 1, border: 1 },
    { font: 0, border: 0 },
    { font: 1, border: 0 },
    { font: 0, border: 0 },
  ].flatMap(({ font, border }) =>
    [1, 2].map(
      (order) =>
        `<xf numFmtId="0" fontId="${font}" fillId="0" borderId="${border}" xfId="0" quotePrefix="1" applyFont="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1" readingOrder="${order}"/></xf>`,
    ),
  );
  const numbers = [3, 9, 164, 165].map(
    (format) =>
      `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" readingOrder="1"/></xf>`,
  );
  const plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>';
  const cells = [plain, ...texts, ...numbers];
  const fonts = ["", "<b/>"].map(
    (weight) => `<font>${weight}<sz val="11"/><name val="Arial"/><family val="2"/></font>`,
  );
  const sides = (bottom: string) => `<border><left/><right/><top/>${bottom}<diagonal/></border>`;
  return [
    `<styleSheet xmlns="${MAIN}">`,
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>',
    `<fonts count="2">${fonts.join("")}</fonts>`,
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    `<borders count="2">${sides("<bottom/>")}${sides('<bottom style="medium"><color auto="1"/></bottom>')}</borders>`,
    `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`,
    `<cellXfs count="${cells.length}">${cells.join("")}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ].join("");
})();
