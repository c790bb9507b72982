import { LANGUAGES, type Language } from "../../../src/domain/language.ts";
import type { Notice } from "../../../src/domain/notice.ts";
import { LIMITS } from "../../../src/domain/numbers.ts";
import type { Snapshot } from "../../../src/web/export/snapshot.ts";
import { bold, CARD, sheet, text } from "../../../src/web/pictures/card.ts";
import { drawingOf } from "../../../src/web/pictures/chart.ts";
import { paint } from "../../../src/web/pictures/engine.ts";
import { type Moment, questionPicture, resultPicture, timePicture } from "../../../src/web/pictures/model.ts";
import { renderCard, renderChart } from "../../../src/web/pictures/paint.ts";
import { PALETTES } from "../../../src/web/pictures/palette.ts";
import { AS_OF, aDefinition, aSnapshot, SEEN, USUAL } from "./a-snapshot.ts";
import { CALM, crowded, wordyDefinition } from "./crowded.ts";
import { layouts } from "./layouts.ts";

/**
 * Five lines that a renderer without bidi, or without Arabic, gets wrong: marks and lam-alef with a percentage, Latin and
 * digits in brackets, isolates on both sides of a preposition, a clock and a date, an address in the middle.
 */
const BIDI_LINES = [
  "سأقلّل من استعماله ساعة في اليوم: 41,3\u200e%\u200e",
  "استعمال Facebook في المغرب (2026): 1187 صوتا",
  "\u206841,3\u200e%\u200e\u2069 من \u20682877\u2069 صوتا",
  "صوّت القراء على الساعة 21:05، 19 يوليوز 2026",
  "الرابط: \u2066https://vote.example/p/facebook?s=qr\u2069 – تصويت",
];

const HOST = "vote.example.org";
const SIX_HOURS = 6 * 3_600_000;
const NOTICES: Notice[] = [
  { kind: "voided", at: AS_OF, reason: { en: "Robots." } },
  { kind: "corrected", at: AS_OF, field: "title", before: {}, after: {}, reason: {} },
];
const FEW = { leave: 3, hour: [12, 2], less: 6, same: 2, nonuser: 1 } as const;

/** Forty seals, in which one answer gains what the others lose. */
const HISTORY: Moment[] = Array.from({ length: 40 }, (_, i) => {
  const part = (i + 1) / 40;
  const lean = { leave: 0.6, hour: -0.4, less: 0.3, same: 0.2, nonuser: 0 };
  const votes = Object.entries(USUAL).map(([id, given]) => {
    const all = typeof given === "number" ? given : given[0] + given[1];
    return [id, Math.round(all * part * (1 + (lean[id as keyof typeof lean] ?? 0) * (1 - part)))] as const;
  });
  const main = aSnapshot(Object.fromEntries(votes)).counts.pledge;
  if (!main) throw new Error("no counts");
  return { at: AS_OF - (39 - i) * SIX_HOURS, counts: main };
});

type Paint = () => Promise<Uint8Array<ArrayBuffer>>;

const inLanguage = (language: Language): [string, Paint][] => {
  const usual = aSnapshot(USUAL, { counters: SEEN });
  const noticed = aSnapshot(FEW, { notices: NOTICES, counters: CALM });
  const question = { definition: aDefinition(), notices: [], language, host: HOST };
  const result = (snapshot: Snapshot) => resultPicture(snapshot, language, HOST);
  const time = timePicture(usual, HISTORY, language, HOST);
  return [
    [`card-question-${language}`, () => renderCard(questionPicture(question))],
    [`card-result-${language}`, () => renderCard(result(usual))],
    [`card-void-${language}`, () => renderCard(result(noticed))],
    [`card-crowded-${language}`, () => renderCard(result(crowded()))],
    [`bars-${language}`, () => renderChart(drawingOf({ kind: "bars", picture: result(usual) }, "light"))],
    [`time-${language}`, () => renderChart(drawingOf({ kind: "time", picture: time }, "light"))],
  ];
};

const PICTURES = new Map<string, Paint>([
  [
    "bidi-lines",
    () =>
      paint(
        sheet(
          "ar",
          PALETTES.light,
          { padding: 40, gap: 20 },
          BIDI_LINES.map((line, i) => text("ar", 44, line, i % 2 === 1 ? bold : {})),
        ),
        { language: "ar", width: CARD.width },
      ),
  ],
  [
    "bars-few-dark-ar",
    () =>
      renderChart(
        drawingOf(
          { kind: "bars", picture: resultPicture(aSnapshot(FEW, { notices: NOTICES, counters: CALM }), "ar", HOST) },
          "dark",
        ),
      ),
  ],
  [
    "bars-crowded-dark-fr",
    () => renderChart(drawingOf({ kind: "bars", picture: resultPicture(crowded(), "fr", HOST) }, "dark")),
  ],
  [
    "card-hidden-ar",
    () =>
      renderCard(
        questionPicture({ definition: aDefinition(), notices: [], language: "ar", host: HOST }, { ballots: 1234 }),
      ),
  ],
  [
    "card-dense-ar",
    () =>
      renderCard(
        resultPicture(
          crowded({ notices: NOTICES, definition: wordyDefinition(LIMITS.textLength) }),
          "ar",
          "votes-of-readers.newspaper.example.org",
        ),
      ),
  ],
  [
    "question-hidden-fr",
    () =>
      renderChart(
        drawingOf(
          {
            kind: "question",
            picture: questionPicture(
              { definition: aDefinition(), notices: NOTICES, language: "fr", host: HOST },
              { ballots: 1234 },
            ),
          },
          "light",
        ),
      ),
  ],
  ...LANGUAGES.flatMap(inLanguage),
]);

/** Paints in workerd, for a test outside it, which can keep files. `/`: the names; `/{name}`: the picture. */
export default {
  async fetch(request: Request): Promise<Response> {
    const name = new URL(request.url).pathname.slice(1);
    if (name === "") return Response.json([...PICTURES.keys()]);
    if (name === "layouts") return Response.json(await layouts());
    const painted = await PICTURES.get(name)?.();
    return painted
      ? new Response(painted, { headers: { "Content-Type": "image/png" } })
      : new Response(null, { status: 404 });
  },
};
