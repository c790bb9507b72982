import { directionOf } from "../../domain/language.ts";
import { words } from "../../i18n/index.ts";
import { utf8 } from "../../log/text.ts";
import { CHART_WIDTH, chartSheet } from "./bars-tree.ts";
import { box, column, type Tree, text } from "./card.ts";
import type { TimePicture } from "./model.ts";
import type { Palette } from "./palette.ts";
import { drawTime } from "./time-drawing.ts";

/** Pixels beside and below the lines, for the words there. */
export const MARGIN = { scale: 44, labels: 224, sheet: 20 } as const;
export const LINES = {
  width: CHART_WIDTH - 2 * MARGIN.sheet - MARGIN.scale - MARGIN.labels,
  lineHeight: 22,
  /** As high as the words at the ends need, and never less than a chart. */
  heightOf: (lines: number): number => Math.max(220, lines * 24),
} as const;

/** Time runs from left to right in every language, as its dates and digits do: the sheet around it keeps its own direction. */
export function timeTree(picture: TimePicture, palette: Palette): Tree {
  const { language, title, kind } = picture;
  const faint = { color: palette.faint };
  if (kind === "none")
    return chartSheet(picture, palette, [
      text(language, 14, title, faint),
      text(language, 17, words(language, "reader")["pic.time.none"]),
    ]);
  return chartSheet(picture, palette, [text(language, 14, title, faint), plot(picture, palette)]);
}

function plot(picture: TimePicture, palette: Palette): Tree {
  const { language, lines, zero, top, from, to } = picture;
  const height = LINES.heightOf(lines.length);
  const drawing = drawTime(picture, palette, { ...LINES, height });
  const faint = { color: palette.faint };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${drawing.width}" height="${height}">${drawing.marks}</svg>`;
  const inSheet = (words: string, size: number, style: Record<string, string | number> = {}) =>
    text(language, size, words, { direction: directionOf(language), textAlign: "left", ...style });
  return column({ direction: "ltr", gap: 4 }, [
    box({ height }, [
      column(
        { width: MARGIN.scale, height, justifyContent: "space-between", alignItems: "flex-end", paddingRight: 6 },
        [inSheet(top, 13, faint), inSheet(zero, 13, faint)],
      ),
      {
        type: "image",
        src: new Uint8Array(utf8(svg)),
        width: drawing.width,
        height,
        style: { width: drawing.width, height },
      },
      box(
        { position: "relative", width: MARGIN.labels, height },
        lines.map(({ label }, i) =>
          inSheet(label, 13, {
            position: "absolute",
            left: 8,
            top: (drawing.labels[i] ?? 0) - LINES.lineHeight / 2,
            width: MARGIN.labels - 8,
            lineHeight: `${LINES.lineHeight}px`,
            whiteSpace: "nowrap",
          }),
        ),
      ),
    ]),
    box({ paddingLeft: MARGIN.scale, width: MARGIN.scale + LINES.width, justifyContent: "space-between" }, [
      inSheet(from, 13, faint),
      inSheet(words(language, "reader")["pic.time.axis"], 13, faint),
      inSheet(to, 13, faint),
    ]),
  ]);
}
