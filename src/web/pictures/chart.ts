import { directionOf, type Language } from "../../domain/language.ts";
import { words } from "../../i18n/index.ts";
import { isolate } from "../../i18n/plain.ts";
import { escapedXml } from "../kit/html.ts";
import {
  altOfQuestion,
  altOfResult,
  altOfTime,
  heading,
  type PictureRow,
  type QuestionPicture,
  type ResultPicture,
  type TimePicture,
  unbroken,
} from "./model.ts";
import { PALETTES, type Palette, type Theme } from "./palette.ts";

/** What a chart shows. A question stands in for a result that is not to be shown. */
export type Chart =
  | { kind: "bars"; picture: ResultPicture }
  | { kind: "time"; picture: TimePicture }
  | { kind: "question"; picture: QuestionPicture };

/**
 * A chart as it is drawn, once for all its forms: SVG with text, PNG, and SVG with outlined letters. All is measured in
 * pixels from the upper left corner, in every language.
 */
export interface Drawing {
  language: Language;
  palette: Palette;
  width: number;
  height: number;
  /** What it is, and all that stands in it, for whoever does not see it. Plain text. */
  title: string;
  alt: string;
  marks: readonly Mark[];
}

type Mark =
  | { kind: "rect"; x: number; y: number; width: number; height: number; fill: string }
  /** A line without a fill. `d`: SVG 2, section 9.3. `dash`: lengths of dashes and gaps. */
  | { kind: "path"; d: string; stroke: string; width: number; dash?: string }
  | Line;

/** One line of text. `x`: of its left end, its right end or its middle. `y`: of its baseline. */
export interface Line {
  kind: "line";
  words: string;
  size: number;
  bold: boolean;
  fill: string;
  direction: "ltr" | "rtl";
  anchor: "left" | "right" | "middle";
  x: number;
  y: number;
}

/** Pixels of a chart's width: what an article's column is wide. Its height follows its content. */
const CHART_WIDTH = 600;

const LEFT = 20;
const RIGHT = CHART_WIDTH - LEFT;

/** Pixels from line to line, in em: what holds every mark above and below Arabic letters, and what Latin ones need. */
export const leading = (language: Language): number => (language === "ar" ? 1.55 : 1.35);

/** From a line's upper edge to its baseline, in em: Noto Naskh Arabic stands 1.069 em above it and 0.634 below. */
export const baseline = (language: Language): number => (leading(language) - (1.069 + 0.634)) / 2 + 1.069;

/**
 * How wide letters of the common serif and naskh fonts are on average, in em. Lines are broken by this alone: where a chart
 * is shown, and how wide the letters are there, is not known when it is drawn.
 */
const letter = (language: Language, bold = false): number =>
  language === "ar" ? (bold ? 0.48 : 0.45) : bold ? 0.56 : 0.5;

export function drawingOf(chart: Chart, theme: Theme): Drawing {
  const palette = PALETTES[theme];
  switch (chart.kind) {
    case "bars":
      return drawBars(chart.picture, palette);
    case "time":
      return drawTime(chart.picture, palette);
    case "question":
      return drawQuestion(chart.picture, palette);
  }
}

/** Every answer as a bar, in the order in which they were asked. */
function drawBars(picture: ResultPicture, palette: Palette): Drawing {
  const { state, rows, language } = picture;
  const sheet = begun(picture, palette);
  // Counts alone are no shares.
  const scale = rows.some(({ share }) => share) ? ` · ${words(language, "reader")["pic.bars"]}` : "";
  sheet.write(state + scale, { size: 14, fill: palette.faint });
  for (const row of rows) drawRow(sheet, row);
  writePrint(sheet, picture);
  return sheet.drawing(`${state} – ${picture.question}`, altOfResult(picture));
}

/**
 * An answer, its figure at the far edge, and a bar grown from the reading edge on a track that is 100 %. Below it stand the
 * votes and, at the far edge, the figure without class `c`. A rule closes a row that has counts alone.
 */
function drawRow(sheet: Sheet, { label, votes, share, without }: PictureRow): void {
  const { palette } = sheet;
  const faint = { size: 14, fill: palette.faint };
  sheet.y += 6;
  sheet.writeBeside(label, { size: 17, fill: palette.ink }, share?.printed ?? votes, {
    size: 19,
    bold: true,
    fill: palette.ink,
  });
  if (!share) {
    if (without) sheet.writeBeside("", faint, without.said, faint);
    sheet.y += 2;
    sheet.bar(1, 1, palette.rule);
    return;
  }
  sheet.y += 2;
  sheet.bar(1, BAR, palette.track);
  sheet.bar(share.value, BAR, palette.bar);
  sheet.y += BAR + 2;
  sheet.writeBeside(votes, faint, without?.said ?? "", faint);
}

/** Pixels of a bar's height. */
const BAR = 10;

/** The question and its answers, where there is no result to show. */
function drawQuestion(picture: QuestionPicture, palette: Palette): Drawing {
  const { options, hidden, notScience, publisher, address, question } = picture;
  const sheet = begun(picture, palette);
  for (const option of options) sheet.write(`– ${option}`, { size: 17, fill: palette.ink });
  sheet.y += 8;
  if (hidden) {
    sheet.write(hidden.why, { size: 16, fill: palette.ink });
    sheet.write(hidden.total, { size: 16, bold: true, fill: palette.ink });
  }
  for (const each of [notScience, publisher]) sheet.write(each, { size: 14, fill: palette.faint });
  sheet.writeAddress(address);
  return sheet.drawing(question, altOfQuestion(picture));
}

/** Pixels beside the lines of a chart over time, for its scale and for the words at the lines' ends. */
const MARGIN = { scale: 44, labels: 224 } as const;
const PLOT_WIDTH = RIGHT - LEFT - MARGIN.scale - MARGIN.labels;
/** As high as the words at the ends need, and never less than a chart. */
const plotHeight = (lines: number): number => Math.max(220, lines * 24);
/** Between the middles of two words at the ends of lines. */
const LABEL_GAP = 22;

/** How a result came about. Time runs from left to right in every language, as its dates and digits do. */
function drawTime(picture: TimePicture, palette: Palette): Drawing {
  const { language, kind, title, question } = picture;
  const sheet = begun(picture, palette);
  sheet.write(title, { size: 14, fill: palette.faint });
  if (kind === "none") sheet.write(words(language, "reader")["pic.time.none"], { size: 17, fill: palette.ink });
  else plot(sheet, picture);
  writePrint(sheet, picture);
  return sheet.drawing(`${title} – ${question}`, altOfTime(picture));
}

function plot(sheet: Sheet, { language, lines, zero, top, from, to }: TimePicture): void {
  const { palette } = sheet;
  const height = plotHeight(lines.length);
  const left = LEFT + MARGIN.scale;
  const right = left + PLOT_WIDTH;
  sheet.y += 10;
  const upper = sheet.y;
  const y = (value: number) => upper + height - value * (height - 4) - 2;
  const put = (said: string, x: number, middle: number, anchor: Line["anchor"], fill: string = palette.faint) =>
    sheet.put(said, { size: 13, fill }, x, middle, anchor);

  for (const at of [0, 0.5, 1])
    sheet.marks.push({ kind: "path", d: `M${left} ${round(y(at))}H${right}`, stroke: palette.rule, width: 1 });
  put(top, left - 6, y(1) + 6, "right");
  put(zero, left - 6, y(0) - 6, "right");
  for (const [i, { points }] of lines.entries()) {
    const d = points.map(([px, py], at) => `${at === 0 ? "M" : "L"}${round(left + px * PLOT_WIDTH)} ${round(y(py))}`);
    const dash = DASHES[i];
    sheet.marks.push({
      kind: "path",
      d: d.join(""),
      stroke: palette.bar,
      width: 2.5,
      ...(dash !== undefined && { dash }),
    });
  }
  const ends = spread(
    lines.map(({ points }) => y(points.at(-1)?.[1] ?? 0) - upper),
    LABEL_GAP,
    height,
  );
  for (const [i, { label }] of lines.entries()) put(label, right + 8, upper + (ends[i] ?? 0), "left", palette.ink);
  sheet.y += height + 14;
  put(from, left, sheet.y, "left");
  put(words(language, "reader")["pic.time.axis"], (left + right) / 2, sheet.y, "middle");
  put(to, right, sheet.y, "right");
  sheet.y += 12;
}

/** All answers have one colour, since to highlight one is an editorial statement: dashes tell lines apart where they cross. */
const DASHES = [
  undefined,
  "9 4",
  "3 3",
  "14 4 3 4",
  "6 3 2 3 2 3",
  "1 4",
  "18 5",
  "12 3 3 3 3 3",
  "5 8",
  "2 6",
  "16 3 6 3",
  "8 2",
];

/**
 * Heights as near as may be to the wanted ones, but `gap` apart and inside 0 to `height` where they fit: words at the
 * ends of lines that end close together.
 */
export function spread(wanted: readonly number[], gap: number, height: number): number[] {
  const order = wanted.map((at, i) => ({ at, i })).toSorted((one, other) => one.at - other.at);
  const placed: { at: number; i: number }[] = [];
  for (const { at, i } of order) {
    const above = placed.at(-1);
    placed.push({ at: Math.max(at, above ? above.at + gap : gap / 2), i });
  }
  let floor = height - gap / 2;
  for (const each of placed.toReversed()) {
    each.at = Math.min(each.at, floor);
    floor = each.at - gap;
  }
  return placed.toSorted((one, other) => one.i - other.i).map(({ at }) => round(at));
}

interface Type {
  /** Pixels. */
  size: number;
  bold?: boolean;
  fill: string;
}

/** A chart that is being drawn from top to bottom: each part moves `y` down by its height. */
class Sheet {
  readonly palette: Palette;
  readonly #language: Language;
  readonly #direction: Line["direction"];
  /** Of a line and its baseline, in em. */
  readonly #leading: number;
  readonly #baseline: number;
  readonly marks: Mark[] = [];
  y = 16;

  constructor(language: Language, palette: Palette) {
    this.#language = language;
    this.palette = palette;
    this.#direction = directionOf(language);
    this.#leading = leading(language);
    this.#baseline = baseline(language);
  }

  /** One paragraph from the reading edge, in as many lines as it needs between the margins. */
  write(words: string, type: Type, direction = this.#direction): void {
    for (const line of wrapped(words, this.#lettersIn(RIGHT - LEFT, type))) {
      this.#line(line, type, this.y, "reading", direction);
      this.y += type.size * this.#leading;
    }
  }

  /** A paragraph, and at the far edge of its first line something short. Each may be empty. */
  writeBeside(words: string, type: Type, far: string, farType: Type): void {
    const taken = far === "" ? 0 : lengthOf(far) * this.#letter(farType) + 24;
    const lines = words === "" ? [] : wrapped(words, this.#lettersIn(RIGHT - LEFT - taken, type));
    const height = Math.max(type.size, far === "" ? 0 : farType.size) * this.#leading;
    // Both stand on one baseline, that of the larger letters.
    const first = this.y + height * (this.#baseline / this.#leading);
    const topOf = ({ size }: Type) => first - size * this.#baseline;
    if (far !== "") this.#line(far, farType, topOf(farType), "far");
    for (const [i, line] of lines.entries())
      this.#line(line, type, topOf(type) + i * type.size * this.#leading, "reading");
    this.y += height + Math.max(0, lines.length - 1) * type.size * this.#leading;
  }

  /** Pixels of a letter's width. */
  #letter({ size, bold }: Type): number {
    return size * letter(this.#language, bold);
  }

  #lettersIn(width: number, type: Type): number {
    return Math.floor(width / this.#letter(type));
  }

  /** Left to right in every language, from the reading edge. */
  writeAddress(address: string): void {
    this.write(address, { size: 13, fill: this.palette.faint }, "ltr");
  }

  /** Words beside a plot, whose edges are its own and not the reader's. `middle`: of the line's height. */
  put(words: string, type: Type, x: number, middle: number, anchor: Line["anchor"]): void {
    const upper = middle - (type.size * this.#leading) / 2;
    this.#push(words, type, x, upper, anchor, this.#direction);
  }

  /** A rectangle as wide as `part` of the sheet, from the reading edge; `y` stays. */
  bar(part: number, height: number, fill: string): void {
    const width = (RIGHT - LEFT) * part;
    const x = this.#direction === "rtl" ? RIGHT - width : LEFT;
    this.marks.push({ kind: "rect", x: round(x), y: round(this.y), width: round(width), height, fill });
  }

  drawing(title: string, alt: string): Drawing {
    const { marks, palette } = this;
    return { language: this.#language, palette, width: CHART_WIDTH, height: Math.ceil(this.y + 14), title, alt, marks };
  }

  #line(words: string, type: Type, upper: number, edge: "reading" | "far", direction = this.#direction) {
    const atRight = (this.#direction === "rtl") === (edge === "reading");
    this.#push(words, type, atRight ? RIGHT : LEFT, upper, atRight ? "right" : "left", direction);
  }

  #push(
    words: string,
    { size, bold = false, fill }: Type,
    x: number,
    upper: number,
    anchor: Line["anchor"],
    direction: Line["direction"],
  ) {
    const y = round(upper + size * this.#baseline);
    this.marks.push({ kind: "line", words, size, bold, fill, direction, anchor, x, y });
  }
}

/** A sheet with what every chart begins with: its rules, notices and question. */
function begun(
  { language, notices, question }: Pick<QuestionPicture, "language" | "notices" | "question">,
  palette: Palette,
): Sheet {
  const sheet = new Sheet(language, palette);
  sheet.bar(1, 2, palette.ink);
  sheet.y += 4;
  sheet.bar(1, 1, palette.ink);
  sheet.y += 9;
  for (const each of notices) sheet.write(heading(each), { size: 15, bold: true, fill: palette.alarm });
  sheet.write(question, { size: 22, bold: true, fill: palette.ink });
  sheet.y += 3;
  return sheet;
}

/** What keeps the figures honest: the total, classes, what to be careful about, what was seen at the door, who, when and where. */
function writePrint(
  sheet: Sheet,
  picture: Omit<ResultPicture, "state" | "rows" | "brief"> & Pick<TimePicture, "without">,
): void {
  const { total, split, without, cautions, door, notScience, publisher, asOf, address } = picture;
  const { palette } = sheet;
  sheet.y += 8;
  sheet.write(total, { size: 16, bold: true, fill: palette.ink });
  const parted = (line: string | undefined) => (line === undefined ? [] : [unbroken(line)]);
  for (const each of [
    split,
    ...parted(without),
    ...cautions,
    ...parted(door?.line),
    ...parted(door?.refused),
    notScience,
    `${isolate(publisher)} · ${asOf}`,
  ])
    sheet.write(each, { size: 14, fill: palette.faint });
  sheet.writeAddress(address);
}

/** Letters, without the marks that steer directions. */
const lengthOf = (words: string): number => words.replace(/\p{Cf}/gu, "").length;

/** Words in lines of at most `most` letters, broken between words: SVG does not wrap. A longer word stays whole. */
function wrapped(words: string, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words.split(" ")) {
    if (line !== "" && lengthOf(line) + 1 + lengthOf(word) > most) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The fonts of the pages: a chart on a screen is set in what the reader's device has. */
const FONTS: Record<Language, string> = {
  ar: "'Noto Naskh Arabic','Geeza Pro','Times New Roman',serif",
  fr: "Georgia,'Noto Serif','Times New Roman',serif",
  en: "Georgia,'Noto Serif','Times New Roman',serif",
};

/** A chart as SVG with text: to select, to hear and to search, in the reader's own font. Costs as little as a page. */
export function svgOf({ language, palette, width, height, title, alt, marks }: Drawing): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xml:lang="${language}" lang="${language}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title alt" font-family="${FONTS[language]}">
<title id="title">${escapedXml(title)}</title>
<desc id="alt">${escapedXml(alt)}</desc>
<rect width="100%" height="100%" fill="${palette.paper}"/>
${marks.map(svgMark).join("\n")}
</svg>
`;
}

const RIGHT_TO_LEFT_ISOLATE = "\u2067";
const LEFT_TO_RIGHT_ISOLATE = "\u2066";
const POP_DIRECTIONAL_ISOLATE = "\u2069";

const ANCHORS: Record<Line["anchor"], string> = {
  left: "",
  right: ' text-anchor="end"',
  middle: ' text-anchor="middle"',
};

/**
 * Text has neither `direction` nor `unicode-bidi`, which some readers of SVG ignore: an isolate gives the line its
 * direction, `text-anchor` its edge.
 */
export function svgMark(mark: Mark): string {
  switch (mark.kind) {
    case "rect":
      return `<rect x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}" fill="${mark.fill}"/>`;
    case "path": {
      const dash = mark.dash === undefined ? "" : ` stroke-dasharray="${mark.dash}"`;
      return `<path d="${mark.d}" stroke="${mark.stroke}" stroke-width="${mark.width}" fill="none" stroke-linejoin="round"${dash}/>`;
    }
    case "line": {
      const isolate = mark.direction === "rtl" ? RIGHT_TO_LEFT_ISOLATE : LEFT_TO_RIGHT_ISOLATE;
      const weight = mark.bold ? ' font-weight="700"' : "";
      return `<text x="${mark.x}" y="${mark.y}" font-size="${mark.size}"${weight} fill="${mark.fill}"${ANCHORS[mark.anchor]}>${isolate}${escapedXml(mark.words)}${POP_DIRECTIONAL_ISOLATE}</text>`;
    }
  }
}
