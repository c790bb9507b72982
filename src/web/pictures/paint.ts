import { utf8 } from "../../log/text.ts";
import { CARD, CARD_SIZES, cardTree, FAMILY, type Tree } from "./card.ts";
import { baseline, type Drawing, type Line, leading, svgMark } from "./chart.ts";
import type { QuestionPicture, ResultPicture } from "./model.ts";

type Bytes = Uint8Array<ArrayBuffer>;

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

/** A chart as PNG, twice as fine as it is drawn. */
export async function renderChart(drawing: Drawing): Promise<Bytes> {
  const { language, width, height } = drawing;
  return (await engine()).paint(treeOf(drawing), { language, width, height, scale: 2 });
}

/** A chart as SVG whose letters are outlines: for print, where page-layout software need not shape Arabic. */
export async function outlineChart(drawing: Drawing): Promise<Bytes> {
  const { language, width, height } = drawing;
  return new Uint8Array(utf8(await (await engine()).outline(treeOf(drawing), { language, width, height })));
}

/** A drawing as the engine takes it: what is not text as one image, and every line of text where it stands. */
export function treeOf({ language, palette, width, height, marks }: Drawing): Tree {
  const shapes = marks.filter((mark) => mark.kind !== "line");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes.map(svgMark).join("")}</svg>`;
  const place = { position: "absolute", left: 0, top: 0, width, height };
  return {
    type: "container",
    style: { position: "relative", width, height, backgroundColor: palette.paper, fontFamily: FAMILY },
    children: [
      { type: "image", src: new Uint8Array(utf8(svg)), width, height, style: place },
      ...marks.flatMap((mark) => (mark.kind === "line" ? [textOf(mark)] : [])),
    ],
  };

  /** The line in a box that reaches from its `x` to the edge of the drawing, or as far to both sides. */
  function textOf({ words, size, bold, fill, direction, anchor, x, y }: Line): Tree {
    const reach = anchor === "left" ? width - x : anchor === "right" ? x : 2 * Math.min(x, width - x);
    return {
      type: "text",
      text: words,
      style: {
        position: "absolute",
        left: anchor === "left" ? x : anchor === "right" ? 0 : x - reach / 2,
        top: y - size * baseline(language),
        width: reach,
        direction,
        textAlign: anchor === "middle" ? "center" : anchor,
        whiteSpace: "nowrap",
        fontSize: size,
        fontWeight: bold ? 700 : 400,
        lineHeight: leading(language),
        color: fill,
      },
    };
  }
}

/** Loaded by whoever first asks for a picture: a vote, and every page, go without. */
const engine = () => import("./engine.ts");
