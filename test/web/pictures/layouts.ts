import { LANGUAGES, type Language } from "../../../src/domain/language.ts";
import type { Notice } from "../../../src/domain/notice.ts";
import { LIMITS } from "../../../src/domain/numbers.ts";
import type { Snapshot } from "../../../src/web/export/snapshot.ts";
import { CARD } from "../../../src/web/pictures/card.ts";
import { type Chart, drawingOf } from "../../../src/web/pictures/chart.ts";
import { layoutOf } from "../../../src/web/pictures/engine.ts";
import { questionPicture, resultPicture, timePicture } from "../../../src/web/pictures/model.ts";
import { fittingCard, treeOf } from "../../../src/web/pictures/paint.ts";
import { AS_OF, aSnapshot, SEEN, USUAL } from "./a-snapshot.ts";
import { CALM, crowded, wordyDefinition } from "./crowded.ts";

const HOST = "votes-of-readers.newspaper.example.org";
const notices: Notice[] = [{ kind: "voided", at: AS_OF, reason: { en: "Robots." } }];

const RESULTS: Record<string, Snapshot> = {
  usual: aSnapshot(USUAL, { counters: SEEN }),
  "no votes": aSnapshot({}, { counters: CALM }),
  "few votes": aSnapshot({ leave: [3, 1], hour: [12, 2], less: 6 }, { counters: SEEN }),
  "few of class a": aSnapshot({ leave: [3, 100], hour: [12, 2], less: 6 }, { counters: SEEN }),
  "another result without class c": aSnapshot({ leave: [100, 900], hour: [1150, 37] }, { counters: SEEN }),
  "millions, and long words": crowded(),
  "the same, declared void": crowded({ notices }),
  "words as long as may be": crowded({ notices, definition: wordyDefinition(LIMITS.textLength) }),
  "long words, few votes": aSnapshot({ a: [12, 9] }, { definition: wordyDefinition(), counters: SEEN, notices }),
};

interface Words {
  said: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

type Layout = Awaited<ReturnType<typeof layoutOf>>;

/** Every piece of text with the space that it takes. */
function wordsIn({ transform, height, runs, children }: Layout): Words[] {
  const [, , , , x, top] = transform;
  const own = {
    said: runs.map(({ text }) => text).join(""),
    left: x + Math.min(...runs.map((run) => run.x)),
    right: x + Math.max(...runs.map((run) => run.x + run.width)),
    top,
    bottom: top + height,
  };
  return [...(runs.length > 0 ? [own] : []), ...children.flatMap(wordsIn)];
}

/** Pixels: half of one is rounding, and a space may hang over the margin where a line breaks. */
const SLACK = 0.5;
const SPACE = 12;

/** What stands outside the margins, or over something else. */
function faults(layout: Layout, margin: number): string[] {
  const words = wordsIn(layout);
  const outside = words.filter(
    ({ left, right, top, bottom }) =>
      left < margin - SPACE || right > layout.width - margin + SPACE || top < 0 || bottom > layout.height + SLACK,
  );
  const over = words.flatMap((one, i) =>
    words
      .slice(i + 1)
      .filter(
        (other) =>
          Math.min(one.right, other.right) - Math.max(one.left, other.left) > SLACK &&
          Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > SLACK,
      )
      .map((other) => `${one.said} over ${other.said}`),
  );
  return [...outside.map(({ said }) => `${said} outside`), ...over];
}

/** A card of more than fits has no bars any longer: they are what gives way. */
const tooHigh = (needed: number): string[] => (needed > CARD.height ? [`needs ${needed} pixels`] : []);

const DAY_MS = 24 * 3_600_000;

function charts(snapshot: Snapshot, language: Language): Chart[] {
  const { definition, asOf, counts } = snapshot;
  const main = counts[definition.questions[0]?.id ?? ""];
  if (!main) throw new Error("no main question");
  const history = [
    { at: asOf - DAY_MS, counts: main },
    { at: asOf, counts: main },
  ];
  const shown = { definition, notices: snapshot.notices, language, host: HOST };
  return [
    { kind: "bars", picture: resultPicture(snapshot, language, HOST) },
    { kind: "time", picture: timePicture(snapshot, history, language, HOST) },
    { kind: "question", picture: questionPicture(shown, { ballots: 1_234_567 }) },
  ];
}

/** Cards and charts of every kind of result in every language, and what is wrong with how they are laid out. */
export async function layouts(): Promise<{ looked: number; faults: string[] }> {
  const found: string[][] = [];
  for (const language of LANGUAGES)
    for (const [name, snapshot] of Object.entries(RESULTS)) {
      const picture = resultPicture(snapshot, language, HOST);
      const tree = await fittingCard(picture);
      const card = await layoutOf(tree, { language, ...CARD });
      const needed = (await layoutOf(tree, { language, width: CARD.width })).height;
      const of = (kind: string) => (fault: string) => `${kind}, ${name}, ${language}: ${fault}`;
      found.push([...faults(card, 60), ...tooHigh(needed)].map(of("card")));
      for (const chart of charts(snapshot, language)) {
        const drawing = drawingOf(chart, "light");
        const layout = await layoutOf(treeOf(drawing), drawing);
        found.push(faults(layout, 20).map(of(chart.kind)));
      }
    }
  return { looked: found.length, faults: found.flat() };
}
