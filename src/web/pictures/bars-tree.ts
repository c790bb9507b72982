import type { Language } from "../../domain/language.ts";
import { words } from "../../i18n/index.ts";
import { isolate } from "../../i18n/plain.ts";
import {
  address,
  answer,
  bold,
  box,
  column,
  heading,
  sheet,
  strip,
  type Tree,
  text,
  track,
  whole,
  withoutCrowded,
} from "./card.ts";
import type { PictureRow, ResultPicture, TimePicture } from "./model.ts";
import type { Palette } from "./palette.ts";

/** Pixels of a chart's width before it is enlarged: what an article's column is wide. Its height follows its content. */
export const CHART_WIDTH = 600;

/** Every answer as a bar, in the order in which they were asked. */
export const barsTree = (picture: ResultPicture, palette: Palette): Tree =>
  chartSheet(picture, palette, [
    text(picture.language, 14, stateOf(picture), { color: palette.faint }),
    column(
      { gap: 8 },
      picture.rows.map((row) => barRow(picture.language, row, palette)),
    ),
  ]);

/** Below the bar its votes, and at the far end, under the figure, the one without class `c`. A rule closes a row without a bar. */
function barRow(language: Language, row: PictureRow, palette: Palette): Tree {
  const without = withoutCrowded(language, row, 14, palette);
  const parts = row.share
    ? [
        answer(language, row, 17),
        track(row, 17, palette),
        box({ justifyContent: "space-between", gap: 24, paddingTop: 2 }, [
          text(language, 14, row.votes, { color: palette.faint }),
          without,
        ]),
      ]
    : [answer(language, row, 17), box({ justifyContent: "flex-end" }, [without]), track(row, 17, palette)];
  return column({ gap: 0 }, parts);
}

/** "Provisional results · share of all voters"; counts alone are no shares. */
export const stateOf = ({ state, rows, language }: ResultPicture): string =>
  rows.some(({ share }) => share) ? `${state} · ${words(language, "reader")["pic.bars"]}` : state;

/** Below the total: classes, what to be careful about, and what was seen at the door. */
export const smallPrint = ({ split, without, cautions, door }: SmallPrint): string[] => [
  split,
  ...whole(without),
  ...cautions,
  ...whole(door?.line),
  ...whole(door?.refused),
];

type SmallPrint = Pick<ResultPicture, "split" | "cautions" | "door"> & Pick<TimePicture, "without">;

/** What every chart has around its drawing: who asks what, and below it what keeps the figures honest. */
export function chartSheet(
  picture: Omit<ResultPicture, "state" | "rows" | "brief"> & SmallPrint,
  palette: Palette,
  drawing: Tree[],
): Tree {
  const { language, publisher, question, notices, notScience, total, asOf } = picture;
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
      ...smallPrint(picture).map((each) => text(language, 14, each, faint)),
      text(language, 14, notScience, faint),
      text(language, 14, `${isolate(publisher)} · ${asOf}`, faint),
      address(13, picture.address, { ...faint, alignSelf: "flex-start" }),
    ]),
  ]);
}
