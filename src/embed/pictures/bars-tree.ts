import { isolate } from "../../i18n/plain.ts";
import { stringsOf } from "../../i18n/strings.ts";
import { bar, heading } from "./card.ts";
import type { ResultPicture } from "./model.ts";
import type { Palette } from "./palette.ts";
import { address, bold, column, sheet, strip, type Tree, text } from "./tree.ts";

/** Pixels of a chart's width before it is enlarged: what an article's column is wide. Its height follows its content. */
export const CHART_WIDTH = 600;

/** Every answer as a bar, in the order in which they were asked. */
export const barsTree = (picture: ResultPicture, palette: Palette): Tree =>
  chartSheet(picture, palette, [
    text(picture.language, 14, stateOf(picture), { color: palette.faint }),
    column(
      { gap: 8 },
      picture.rows.map((row) =>
        column({ gap: 0 }, [
          bar(picture, row, 17, palette),
          row.share ? text(picture.language, 14, row.votes, { color: palette.faint }) : "",
        ]),
      ),
    ),
  ]);

/** "Provisional results · share of all voters"; counts alone are no shares. */
export const stateOf = ({ state, rows, language }: ResultPicture): string =>
  rows.some(({ share }) => share) ? `${state} · ${stringsOf(language)["pic.bars"]}` : state;

/** What every chart has around its drawing: who asks what, and below it what keeps the figures honest. */
export function chartSheet(
  picture: Omit<ResultPicture, "state" | "rows" | "brief">,
  palette: Palette,
  drawing: Tree[],
): Tree {
  const { language, publisher, question, notices, notScience, total, split, cautions, asOf } = picture;
  const faint = { color: palette.faint };
  return sheet(language, palette, { padding: "16px 20px", gap: 10 }, [
    column({ gap: 2 }, [
      strip({ height: 2, backgroundColor: palette.ink }),
      strip({ height: 1, backgroundColor: palette.ink }),
    ]),
    ...notices.map((each) => text(language, 15, heading(each), { ...bold, color: palette.alarm })),
    text(language, 22, question, bold),
    ...drawing,
    column({ gap: 1 }, [
      text(language, 16, total, bold),
      text(language, 14, split, faint),
      ...cautions.map((each) => text(language, 14, each, faint)),
      text(language, 14, notScience, faint),
      text(language, 14, `${isolate(publisher)} · ${asOf}`, faint),
      address(13, picture.address, { ...faint, alignSelf: "flex-start" }),
    ]),
  ]);
}
