import { directionOf } from "../../domain/language.ts";
import { words } from "../../i18n/index.ts";
import { isolate } from "../../i18n/plain.ts";
import { CHART_WIDTH, smallPrint, stateOf } from "./bars-tree.ts";
import { heading } from "./card.ts";
import {
  altOfQuestion,
  altOfResult,
  altOfTime,
  type PictureRow,
  type QuestionPicture,
  type ResultPicture,
  type TimePicture,
} from "./model.ts";
import type { Palette } from "./palette.ts";
import { round, svgDocument, svgText, type Words, wrapped } from "./svg.ts";
import { drawTime } from "./time-drawing.ts";
import { LINES, MARGIN } from "./time-tree.ts";

/**
 * Charts for screens: text as text, in the reader's own font, to select, to hear and to search. Drawn from top to bottom:
 * each part adds its height to the cursor.
 */
type Framed = Omit<ResultPicture, "state" | "rows" | "brief"> & Pick<TimePicture, "without">;

const LEFT = 20;
const RIGHT = CHART_WIDTH - 20;

/** Pixels from line to line. Arabic fonts are up to 1.7 em high. */
const LEADING = 1.55;

export function barsSvg(picture: ResultPicture, palette: Palette): string {
  const page = begin(picture, palette);
  page.write({ words: stateOf(picture), size: 14, fill: palette.faint });
  for (const row of picture.rows) drawRow(page, picture, row, palette);
  return end(page, picture, palette, picture.state, altOfResult(picture));
}

export function timeSvg(picture: TimePicture, palette: Palette): string {
  const page = begin(picture, palette);
  page.write({ words: picture.title, size: 14, fill: palette.faint });
  if (picture.kind === "none")
    page.write({ words: words(picture.language, "reader")["pic.time.none"], size: 17, fill: palette.ink });
  else drawLines(page, picture, palette);
  return end(page, picture, palette, picture.title, altOfTime(picture));
}

/** The question and its answers, where there is no result to show. */
export function questionSvg(picture: QuestionPicture, palette: Palette): string {
  const { language, options, hidden, notScience, publisher, address, question } = picture;
  const page = begin(picture, palette);
  for (const option of options) page.write({ words: `– ${option}`, size: 17, fill: palette.ink });
  page.y += 8;
  if (hidden) {
    page.write({ words: hidden.why, size: 16, fill: palette.ink });
    page.write({ words: hidden.total, size: 16, bold: true, fill: palette.ink });
  }
  for (const words of [notScience, publisher]) page.write({ words, size: 14, fill: palette.faint });
  page.write({ words: address, size: 13, fill: palette.faint, direction: "ltr" });
  return svgDocument(
    { language, width: CHART_WIDTH, height: page.y + 14, palette, title: question, alt: altOfQuestion(picture) },
    page.parts.join("\n"),
  );
}

/** What is drawn so far, and how far down. */
class Page {
  readonly #language: ResultPicture["language"];
  readonly parts: string[] = [];
  y = 16;

  constructor(language: ResultPicture["language"]) {
    this.#language = language;
  }

  /** One paragraph, in as many lines as it needs between the margins; `keep`: pixels left free at the far edge. */
  write(line: Words, keep = 0): void {
    // Letters of the common fonts are half an em wide on average, bold ones a little more.
    const most = Math.floor((RIGHT - LEFT - keep) / (line.size * (line.bold ? 0.56 : 0.5)));
    for (const words of wrapped(line.words, most)) {
      this.y += line.size * LEADING;
      this.parts.push(svgText(this.#language, { ...line, words }, this.y - line.size * 0.4, LEFT, RIGHT));
    }
  }

  /** At the far edge of the line last written, or of one of its own. */
  writeFar(line: Words, where: "beside" | "below" = "beside"): void {
    if (where === "below") this.y += line.size * LEADING;
    this.parts.push(svgText(this.#language, { ...line, edge: "far" }, this.y - line.size * 0.4, LEFT, RIGHT));
  }

  rect(x: number, width: number, height: number, fill: string): void {
    this.parts.push(
      `<rect x="${round(x)}" y="${round(this.y)}" width="${round(width)}" height="${height}" fill="${fill}"/>`,
    );
  }
}

function begin(
  { language, notices, question }: Pick<Framed, "language" | "notices" | "question">,
  palette: Palette,
): Page {
  const page = new Page(language);
  page.rect(LEFT, RIGHT - LEFT, 2, palette.ink);
  page.y += 4;
  page.rect(LEFT, RIGHT - LEFT, 1, palette.ink);
  page.y += 6;
  for (const each of notices) page.write({ words: heading(each), size: 15, bold: true, fill: palette.alarm });
  page.write({ words: question, size: 22, bold: true, fill: palette.ink });
  return page;
}

function drawRow(page: Page, { language }: ResultPicture, row: PictureRow, palette: Palette): void {
  const { label, votes, share, without } = row;
  const faint = { size: 14, fill: palette.faint };
  const figure = share?.printed ?? votes;
  page.y += 6;
  page.write({ words: label, size: 17, fill: palette.ink }, figure.length * 10 + 20);
  page.writeFar({ words: figure, size: 19, bold: true, fill: palette.ink });
  const whole = RIGHT - LEFT;
  if (!share && without) page.writeFar({ words: without.said, ...faint }, "below");
  page.y += 2;
  if (!share) {
    page.rect(LEFT, whole, 1, palette.rule);
    return;
  }
  const width = whole * share.value;
  page.rect(LEFT, whole, 10, palette.track);
  page.rect(directionOf(language) === "rtl" ? RIGHT - width : LEFT, width, 10, palette.bar);
  page.y += 10;
  page.write({ words: votes, ...faint });
  if (without) page.writeFar({ words: without.said, ...faint });
}

/** Time runs from left to right in every language, as its dates and digits do. */
function drawLines(page: Page, picture: TimePicture, palette: Palette): void {
  const { language, lines, zero, top, from, to } = picture;
  const height = LINES.heightOf(lines.length);
  const drawing = drawTime(picture, palette, { ...LINES, height });
  const left = LEFT + MARGIN.scale;
  const right = left + drawing.width;
  page.y += 10;
  page.parts.push(`<g transform="translate(${left} ${round(page.y)})">${drawing.marks}</g>`);
  // Beside a chart the edges are the chart's, not the reader's.
  const put = (words: string, y: number, x: number, anchor: "left" | "right" | "middle", fill: string) => {
    const text = svgText(language, { words, size: 13, fill }, page.y + y, x, x).replace(' text-anchor="end"', "");
    const anchors = { left: "", right: ' text-anchor="end"', middle: ' text-anchor="middle"' };
    page.parts.push(text.replace("<text", `<text${anchors[anchor]}`));
  };
  put(top, 12, left - 6, "right", palette.faint);
  put(zero, height, left - 6, "right", palette.faint);
  for (const [i, { label }] of lines.entries())
    put(label, (drawing.labels[i] ?? 0) + 4, right + 8, "left", palette.ink);
  page.y += height + 20;
  put(from, 0, left, "left", palette.faint);
  put(words(language, "reader")["pic.time.axis"], 0, (left + right) / 2, "middle", palette.faint);
  put(to, 0, right, "right", palette.faint);
  page.y += 6;
}

function end(page: Page, picture: Framed, palette: Palette, state: string, alt: string): string {
  const { language, total, notScience, asOf, publisher, address, question } = picture;
  const faint = { size: 14, fill: palette.faint };
  page.y += 8;
  page.write({ words: total, size: 16, bold: true, fill: palette.ink });
  for (const words of [...smallPrint(picture), notScience, `${isolate(publisher)} · ${asOf}`])
    page.write({ words, ...faint });
  page.write({ words: address, size: 13, fill: palette.faint, direction: "ltr" });
  const title = `${state} – ${question}`;
  return svgDocument({ language, width: CHART_WIDTH, height: page.y + 14, palette, title, alt }, page.parts.join("\n"));
}
