import { barsTree, CHART_WIDTH } from "../../../src/embed/pictures/bars-tree.ts";
import { CARD, cardTree } from "../../../src/embed/pictures/card.ts";
import { paint } from "../../../src/embed/pictures/engine.ts";
import type { QuestionPicture, ResultPicture } from "../../../src/embed/pictures/model.ts";
import { PALETTES, type Theme } from "../../../src/embed/pictures/palette.ts";
import type { TimePicture } from "../../../src/embed/pictures/time-model.ts";
import { timeTree } from "../../../src/embed/pictures/time-tree.ts";
import { bold, sheet, text } from "../../../src/embed/pictures/tree.ts";
import type { Language } from "../../../src/poll/language.ts";

export type Order =
  | { kind: "card"; picture: QuestionPicture | ResultPicture }
  | { kind: "bars"; picture: ResultPicture; theme: Theme }
  | { kind: "time"; picture: TimePicture; theme: Theme }
  | { kind: "lines"; language: Language; lines: string[] };

/** Paints in workerd what a test orders. */
export default {
  async fetch(request: Request): Promise<Response> {
    const order: Order = await request.json();
    return new Response(await painted(order), { headers: { "Content-Type": "image/png" } });
  },
};

function painted(order: Order): Promise<Uint8Array<ArrayBuffer>> {
  switch (order.kind) {
    case "card":
      return paint(cardTree(order.picture), { language: order.picture.language, ...CARD });
    case "bars":
      return paint(barsTree(order.picture, PALETTES[order.theme]), {
        language: order.picture.language,
        width: CHART_WIDTH,
        scale: 2,
      });
    case "time":
      return paint(timeTree(order.picture, PALETTES[order.theme]), {
        language: order.picture.language,
        width: CHART_WIDTH,
        scale: 2,
      });
    case "lines":
      return paint(
        sheet(
          order.language,
          PALETTES.light,
          { padding: 40, gap: 20 },
          order.lines.map((line, i) => text(order.language, 44, line, i % 2 === 1 ? bold : {})),
        ),
        { language: order.language, width: CARD.width },
      );
  }
}
