import { utf8 } from "../../log/text.ts";
import { barsTree, CHART_WIDTH } from "./bars-tree.ts";
import { CARD, CARD_SIZES, cardTree, type Tree } from "./card.ts";
import { barsSvg, questionSvg, timeSvg } from "./chart-svg.ts";
import type { QuestionPicture, ResultPicture, TimePicture } from "./model.ts";
import { PALETTES, type Theme } from "./palette.ts";
import { timeTree } from "./time-tree.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What a chart shows. A question stands in for a result that is not to be shown. */
export type Chart =
  | { kind: "bars"; picture: ResultPicture }
  | { kind: "time"; picture: TimePicture }
  | { kind: "question"; picture: QuestionPicture };

/** A card of 1200 × 630 pixels, as PNG. The engine behind it can be changed for another here and in engine.ts. */
export async function renderCard(picture: QuestionPicture | ResultPicture): Promise<Bytes> {
  return (await engine()).paint(await fittingCard(picture), { language: picture.language, ...CARD });
}

/** The roomiest card that holds all that is to be said: nothing is left out for want of room, nor runs over the edge. */
export async function fittingCard(picture: QuestionPicture | ResultPicture): Promise<Tree> {
  const { layoutOf } = await engine();
  const { language } = picture;
  const [roomy, ...denser] = CARD_SIZES;
  let tree = cardTree(picture, roomy);
  for (const sizes of denser) {
    if ((await layoutOf(tree, { language, width: CARD.width })).height <= CARD.height) break;
    tree = cardTree(picture, sizes);
  }
  return tree;
}

/** A chart 1200 pixels wide, twice as fine as it is laid out, as PNG. */
export async function renderChart(chart: Chart, theme: Theme): Promise<Bytes> {
  if (chart.kind === "question") return renderCard(chart.picture);
  const { language } = chart.picture;
  return (await engine()).paint(await treeOf(chart, theme), { language, width: CHART_WIDTH, scale: 2 });
}

/** A chart as SVG whose letters are outlines: for print, where page-layout software need not shape Arabic. */
export async function outlineChart(chart: Chart, theme: Theme): Promise<Bytes> {
  const { language } = chart.picture;
  const size = chart.kind === "question" ? CARD : { width: CHART_WIDTH };
  const tree = await treeOf(chart, theme);
  return new Uint8Array(utf8(await (await engine()).outline(tree, { language, ...size })));
}

/** A chart as SVG with text, for screens. Costs as little as a page. */
export function chartSvg(chart: Chart, theme: Theme): string {
  switch (chart.kind) {
    case "bars":
      return barsSvg(chart.picture, PALETTES[theme]);
    case "time":
      return timeSvg(chart.picture, PALETTES[theme]);
    case "question":
      return questionSvg(chart.picture, PALETTES[theme]);
  }
}

async function treeOf(chart: Chart, theme: Theme): Promise<Tree> {
  switch (chart.kind) {
    case "bars":
      return barsTree(chart.picture, PALETTES[theme]);
    case "time":
      return timeTree(chart.picture, PALETTES[theme]);
    case "question":
      return fittingCard(chart.picture);
  }
}

/** Loaded by whoever first asks for a picture: a vote, and every page, go without. */
const engine = () => import("./engine.ts");
