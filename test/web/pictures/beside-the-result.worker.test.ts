import { describe, expect, it } from "vitest";
import { REFUSAL_KINDS } from "../../../src/domain/counters.ts";
import { LANGUAGES, type Language } from "../../../src/domain/language.ts";
import type { Snapshot } from "../../../src/web/export/snapshot.ts";
import { doorLine } from "../../../src/web/kit/results.ts";
import { CARD_SIZES, cardTree, LEAST, type Tree } from "../../../src/web/pictures/card.ts";
import { type Chart, drawingOf, svgOf } from "../../../src/web/pictures/chart.ts";
import { altOfResult, altOfTime, resultPicture, timePicture, unbroken } from "../../../src/web/pictures/model.ts";
import { treeOf } from "../../../src/web/pictures/paint.ts";
import { PALETTES } from "../../../src/web/pictures/palette.ts";
import { aSnapshot, SEEN, USUAL } from "./a-snapshot.ts";
import { crowded } from "./crowded.ts";

const HOST = "vote.example.org";
const DAY = 24 * 3_600_000;

const bare = (text: string) => text.replace(/[\u2066-\u2069\u200e]/g, "").replace(/[\u00a0\u202f]/g, " ");

/** Everything that is written in a picture, from top to bottom. */
function wordsOf(tree: Tree): string[] {
  if (tree.type === "text") return [bare(tree.text)];
  return tree.type === "container" ? tree.children.flatMap(wordsOf) : [];
}

const wordsOfChart = (chart: Chart) =>
  drawingOf(chart, "light").marks.flatMap((mark) => (mark.kind === "line" ? [bare(mark.words)] : []));

/** The same result as card, as bars and over time. */
function drawn(snapshot: Snapshot, language: Language = "en") {
  const picture = resultPicture(snapshot, language, HOST);
  const { pledge } = snapshot.counts;
  if (!pledge) throw new Error("no main question");
  const history = [
    { at: snapshot.asOf - DAY, counts: pledge },
    { at: snapshot.asOf, counts: pledge },
  ];
  const time = timePicture(snapshot, history, language, HOST);
  return {
    card: wordsOf(cardTree(picture, CARD_SIZES[0])),
    bars: wordsOfChart({ kind: "bars", picture }),
    time: wordsOfChart({ kind: "time", picture: time }),
    alts: [bare(altOfResult(picture)), bare(altOfTime(time))],
  };
}

const usual = aSnapshot(USUAL, { counters: SEEN });

describe("what was seen at the door", () => {
  const line = "Votes refused: 41 · largest network: 120 · allowances forgotten: 2";

  it("stands on card and charts, and in the words that stand in their place", () => {
    const { alts, ...pictures } = drawn(usual);
    for (const [name, words] of Object.entries(pictures))
      expect([name, words]).toEqual([name, expect.arrayContaining([line])]);
    for (const alt of alts) expect(alt).toContain(` ${line}. `);
  });

  it("stands there in the words of the pages, in every language", () => {
    for (const language of LANGUAGES) {
      const ofPages = bare(String(doorLine(SEEN, language)).replace(/<[^>]*>/g, ""));
      expect(drawn(usual, language).card).toContain(ofPages);
    }
  });

  it("says zero where nothing was seen", () => {
    const calm = { ...SEEN, refused: { ...SEEN.refused } };
    for (const kind of ["invalid", "foreign", "already-voted", "too-many"] as const) calm.refused[kind] = 0;
    const { card, bars } = drawn(aSnapshot(USUAL, { counters: { ...calm, largestNetwork: 0, restarts: 0 } }));
    for (const words of [card, bars]) {
      expect(words).toContain("Votes refused: 0 · largest network: fewer than 30 · allowances forgotten: 0");
      expect(words.join(" ")).not.toContain("Reasons for refusal");
    }
  });

  it("is followed by what was refused by kind, the kinds that there were, on card and charts and in words", () => {
    const { alts, ...pictures } = drawn(usual);
    const said =
      "Reasons for refusal: malformed 3 · other sites’ pages 1 · browser that had voted 30 · network at its ceiling 7";
    for (const [name, words] of Object.entries(pictures))
      expect([name, words.join(" ")]).toEqual([name, expect.stringContaining(`${line} ${said}`)]);
    for (const alt of alts) expect(alt).toContain(` ${line}. ${said}. `);
  });

  it("is on a card of every size, with all kinds and every caution, in the densest as one paragraph", () => {
    for (const language of LANGUAGES) {
      const picture = resultPicture(crowded(), language, HOST);
      const { cautions, door = { line: "" } } = picture;
      const [seen = "", kinds = ""] = [door.line, door.refused ?? ""].map(bare);
      expect([cautions.length, kinds.split(" · ").length]).toEqual([2, REFUSAL_KINDS.length]);
      const lines = [...cautions.map(bare), seen, kinds];
      for (const sizes of CARD_SIZES) {
        const words = wordsOf(cardTree(picture, sizes));
        const paragraph = [...cautions.map(bare), `${seen}.`, `${kinds}.`].join(" ");
        expect(words).toEqual(expect.arrayContaining(sizes.flowing ? [paragraph] : lines));
      }
    }
    expect(CARD_SIZES.map(({ flowing = false }) => flowing)).toEqual([...CARD_SIZES.slice(1).map(() => false), true]);
  });

  it("breaks only after the dots between its parts", () => {
    expect(unbroken("a 1 · b: 2 · c d 3")).toBe("a\u00a01\u00a0· b:\u00a02\u00a0· c\u00a0d\u00a03");
  });

  it("is not made up where the record of a seal does not say", () => {
    const { alts, ...pictures } = drawn(aSnapshot(USUAL));
    expect([...Object.values(pictures).flat(), ...alts].filter((each) => /refused|refusal/.test(each))).toEqual([]);
    const picture = resultPicture(aSnapshot(USUAL), "en", HOST);
    for (const sizes of CARD_SIZES) expect(wordsOf(cardTree(picture, sizes))).not.toContain("");
  });
});

describe("the result without class c", () => {
  const without = (words: string[]) => words.filter((each) => each.startsWith("Without (c)"));

  it("stands beside each answer of card and bars, and below a chart over time", () => {
    const { card, bars, time, alts } = drawn(usual);
    const figures = ["14.5%", "40.5%", "21.2%", "18.0%", "5.8%"].map((figure) => `Without (c): ${figure}`);
    for (const words of [card, bars]) expect(without(words)).toEqual(figures);
    const below =
      "Without (c): 14.5% Leave for good · 40.5% Cut an hour or more · 21.2% Cut under an hour · 18.0% No change · 5.8% Non-users";
    expect(time.join(" ")).toContain(below);
    for (const alt of alts) expect(alt).toContain(": 41.3% (1187 votes), without (c): 40.5%; ");
  });

  it("stands there also where it is another one, which is said in a sentence", () => {
    const { card, bars } = drawn(aSnapshot({ leave: [50, 50], hour: 100 }));
    for (const words of [card, bars]) {
      expect(without(words).slice(0, 2)).toEqual(["Without (c): 33%", "Without (c): 67%"]);
      expect(words).toContain("Without crowded or uncertain networks, some share moves by more than 5 points.");
    }
  });

  it.each([
    ["of few votes in all", { leave: [9, 1], hour: 5 }],
    ["of enough for shares of all", { leave: [9, 1], hour: 20 }],
    ["of mostly class c", { leave: [9, 100], hour: 20 }],
  ] as const)("has votes and no shares where class a has fewer than 30 ballots: %s", (_, votes) => {
    const { card, bars, time, alts } = drawn(aSnapshot(votes));
    const figures = ["9 votes", `${votes.hour} votes`, "0 votes", "0 votes", "0 votes"];
    for (const words of [card, bars]) expect(without(words)).toEqual(figures.map((each) => `Without (c): ${each}`));
    expect(without(time)).toEqual([]);
    expect(alts[0]).toContain(", without (c): 9 votes; ");
  });

  it("adds up what a card has no room for", () => {
    const words = { ar: "x", fr: "x", en: "x" };
    const options = ["p", "q", "r", "s", "t", "u", "v"].map((id) => ({ id, label: words }));
    const [main] = usual.definition.questions;
    if (!main) throw new Error("no main question");
    const snapshot = aSnapshot({});
    const counts = { p: 40, q: 30, r: 20, s: 10, t: 3, u: 2, v: 1 };
    const seven = {
      ...snapshot,
      definition: { ...snapshot.definition, questions: [{ ...main, options }] },
      counts: {
        pledge: {
          ballots: { a: 106, c: 10 },
          withdrawn: { a: 0, c: 0 },
          options: Object.fromEntries(Object.entries(counts).map(([id, a]) => [id, { a, c: id === "v" ? 10 : 0 }])),
        },
      },
    };
    const { card, bars } = drawn(seven);
    expect(without(card)).toEqual(["38%", "28%", "19%", "1%", "14%"].map((each) => `Without (c): ${each}`));
    expect(without(bars)).toHaveLength(7);
  });

  it("is not there where no ballot is of class c: it is the result", () => {
    const { alts, ...pictures } = drawn(aSnapshot({ leave: 100, hour: 200 }, { counters: SEEN }));
    expect(without(Object.values(pictures).flat())).toEqual([]);
    expect(alts.join(" ")).not.toContain("without (c)");
  });

  it("never comes with a margin of error", () => {
    for (const language of LANGUAGES)
      expect(Object.values(drawn(usual, language)).flat().join(" ")).not.toMatch(/±|margin|marge|هامش/);
  });
});

describe("a chart", () => {
  it("has in its painting, line by line, the text of its SVG", () => {
    for (const language of LANGUAGES) {
      const drawing = drawingOf({ kind: "bars", picture: resultPicture(usual, language, HOST) }, "light");
      const inSvg = [...svgOf(drawing).matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = ""]) => bare(text));
      expect(inSvg.length).toBeGreaterThan(20);
      expect(wordsOf(treeOf(drawing))).toEqual(inSvg);
    }
  });
});

describe("the small print", () => {
  it("of a card is never smaller than 18 pixels, nor is anything else on it", () => {
    const sizesIn = (tree: Tree): number[] =>
      tree.type === "text"
        ? [Number(tree.style.fontSize)]
        : tree.type === "container"
          ? tree.children.flatMap(sizesIn)
          : [];
    const longQuestion = { ...resultPicture(usual, "fr", HOST), question: "x ".repeat(300) };
    for (const sizes of CARD_SIZES) expect(Math.min(...sizesIn(cardTree(longQuestion, sizes)))).toBe(LEAST);
    expect(LEAST).toBe(18);
  });

  it("stands out from the paper, light and dark (WCAG 2.2, 1.4.6: 7 to 1)", () => {
    const luminance = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
        const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    for (const { paper, faint } of Object.values(PALETTES)) {
      const [dark = 0, light = 0] = [luminance(paper), luminance(faint)].sort((one, other) => one - other);
      expect((light + 0.05) / (dark + 0.05)).toBeGreaterThan(7);
    }
  });
});
