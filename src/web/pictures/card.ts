import { directionOf, type Language } from "../../domain/language.ts";
import { words } from "../../i18n/index.ts";
import { heading, type PictureRow, type QuestionPicture, type ResultPicture, shortened, unbroken } from "./model.ts";
import { PALETTES, type Palette } from "./palette.ts";

/** A picture as the engine takes it: boxes and text, laid out by CSS. Flex and text alone, which other engines have too. */
export type Tree = Box | Words | Image;

type Style = Record<string, string | number>;

interface Box {
  type: "container";
  style: Style;
  children: Tree[];
}

interface Words {
  type: "text";
  text: string;
  style: Style;
}

interface Image {
  type: "image";
  /** An SVG without text: its paths are drawn, its letters would not be shaped. */
  src: Uint8Array<ArrayBuffer>;
  width: number;
  height: number;
  style: Style;
}

/** The one family that both faces are registered under. */
export const FAMILY = "Noto Naskh Arabic";

/** Lines this high hold every mark above and below Arabic letters: the font's own ascent and descent are 1.7 em. */
const ARABIC_LINE = 1.5;
const LATIN_LINE = 1.25;

const box = (style: Style, children: (Tree | "" | false | undefined)[]): Box => ({
  type: "container",
  style: { display: "flex", ...style },
  children: children.filter((each) => each !== undefined && each !== "" && each !== false),
});

const column = (style: Style, children: (Tree | "" | false | undefined)[]): Box =>
  box({ flexDirection: "column", ...style }, children);

/** `size`: pixels. */
export const text = (language: Language, size: number, words: string, style: Style = {}): Words => ({
  type: "text",
  text: words,
  style: {
    fontSize: size,
    lineHeight: language === "ar" ? ARABIC_LINE : LATIN_LINE,
    textAlign: "start",
    ...style,
  },
});

/** An address: left to right in every language. */
const address = (size: number, words: string, style: Style = {}): Words => ({
  type: "text",
  text: words,
  style: { fontSize: size, lineHeight: LATIN_LINE, direction: "ltr", ...style },
});

export const bold = { fontWeight: 700 };

const strip = (style: Style): Box => box(style, []);

/** A whole picture: paper, ink, and the reading direction that everything inside follows. */
export const sheet = (
  language: Language,
  palette: Palette,
  style: Style,
  children: (Tree | "" | false | undefined)[],
): Box =>
  column(
    {
      width: "100%",
      direction: directionOf(language),
      fontFamily: FAMILY,
      color: palette.ink,
      backgroundColor: palette.paper,
      ...style,
    },
    children,
  );

/** What networks and messengers show beside a link: 1200 × 630 pixels (Open Graph). Always light: it stands among others. */
export const CARD = { width: 1200, height: 630 } as const;

const palette = PALETTES.light;

/** Answers that a card with a question has room for. */
const MOST_ANSWERS = 5;

const isResult = (picture: QuestionPicture | ResultPicture): picture is ResultPicture => "rows" in picture;

/** Sizes of a card with a result, in pixels. `print`: of all that stands below the answers. `gap`: between its parts. */
interface CardSizes {
  question: number;
  row: number;
  print: number;
  gap: number;
  /** The small print below the total as one paragraph, where a line for each sentence would be too many. */
  flowing?: true;
}

/** Pixels of the smallest letters of a card. */
export const LEAST = 18;

/** From roomy to dense. The small print stays legible: where it needs more lines, question and answers give way. */
export const CARD_SIZES: readonly [CardSizes, ...CardSizes[]] = [
  { question: 40, row: 24, print: 20, gap: 16 },
  { question: 36, row: 22, print: 20, gap: 12 },
  { question: 34, row: 22, print: LEAST, gap: 12 },
  { question: 32, row: 21, print: LEAST, gap: 8 },
  { question: 28, row: 19, print: LEAST, gap: 8 },
  { question: 25, row: LEAST, print: LEAST, gap: 6 },
  { question: 25, row: LEAST, print: LEAST, gap: 2, flowing: true },
];

export const cardTree = (picture: QuestionPicture | ResultPicture, sizes: CardSizes): Tree =>
  isResult(picture) ? resultCard(picture, sizes) : questionCard(picture);

function questionCard(picture: QuestionPicture): Tree {
  const { language, question, options, hidden, notices } = picture;
  const shown = options.length > MOST_ANSWERS + 1 ? options.slice(0, MOST_ANSWERS) : options;
  const size = fitting(
    options.reduce((sum, each) => sum + each.length, 0),
    [
      [240, 27],
      [360, 23],
      [Number.POSITIVE_INFINITY, 20],
    ],
  );
  return card(picture, [
    text(language, questionSize(question, notices.length > 0 ? 46 : 54), question, bold),
    hidden
      ? column({ gap: 6 }, [text(language, 30, hidden.why), text(language, 30, hidden.total, bold)])
      : column({ gap: 6 }, [
          ...shown.map((label) =>
            box({ alignItems: "center", gap: 16 }, [
              strip({
                width: 20,
                height: 20,
                borderRadius: 10,
                border: `2px solid ${palette.ink}`,
                flexShrink: 0,
              }),
              text(language, size, shortened(label, MOST_LABEL)),
            ]),
          ),
          shown.length < options.length ? text(language, size, `… ${words(language, "reader")["pic.others"]}`) : "",
        ]),
  ]);
}

function resultCard(picture: ResultPicture, sizes: CardSizes): Tree {
  const { language, question, brief, total, split, asOf, state } = picture;
  const { row: size, print } = sizes;
  const faint = { color: palette.faint };
  const longest = Math.max(...brief.map((row) => figureOf(row).replace(/\p{Cf}/gu, "").length));
  return card(
    picture,
    [
      text(language, questionSize(question, sizes.question), question, bold),
      column(
        { gap: Math.min(5, sizes.gap) },
        brief.map((row) => {
          const shown = { ...row, label: shortened(row.label, MOST_LABEL) };
          return column({ gap: 0 }, [
            answer(language, shown, size, { longest, beside: withoutCrowded(language, row, print, palette) }),
            track(row, size, palette),
          ]);
        }),
      ),
      column({ gap: 0 }, [
        box({ columnGap: 16, alignItems: "baseline", flexWrap: "wrap" }, [
          text(language, print + 2, total, bold),
          text(language, print, split, faint),
        ]),
        ...smallPrint(picture, sizes).map((each) => text(language, print, each, faint)),
      ]),
    ],
    text(language, print, `${state} ${asOf}`, faint),
    sizes,
  );
}

/** What to be careful about, what was seen at the door, and what was refused there by kind. */
function smallPrint({ cautions, door }: ResultPicture, { flowing }: CardSizes): string[] {
  const seen = [door?.line, door?.refused].flatMap((each) => (each === undefined ? [] : [unbroken(each)]));
  if (!flowing) return [...cautions, ...seen];
  const paragraph = [...cautions, ...seen.map((each) => `${each}.`)].join(" ");
  return paragraph === "" ? [] : [paragraph];
}

/** Masthead, notices, what the card is about, and where to go. */
function card(
  picture: QuestionPicture | ResultPicture,
  content: Tree[],
  state?: Tree,
  { print, gap }: Pick<CardSizes, "print" | "gap"> = { print: 20, gap: 8 },
): Tree {
  const { language, publisher, notScience, notices } = picture;
  const strings = words(language, "reader");
  return sheet(language, palette, { height: "100%", padding: "26px 60px 24px", justifyContent: "space-between", gap }, [
    column({ gap: Math.min(10, 2 * gap) }, [
      box({ justifyContent: "space-between", alignItems: "flex-end", gap: 30 }, [
        text(language, 30, publisher, bold),
        text(language, 24, notScience, { color: palette.faint }),
      ]),
      column({ gap: 3 }, [
        strip({ height: 3, backgroundColor: palette.ink }),
        strip({ height: 1, backgroundColor: palette.ink }),
      ]),
      // A card has room for one: that the vote is void comes first.
      notices[0] ? text(language, 23, heading(notices[0]), { ...bold, color: palette.alarm }) : "",
    ]),
    ...content,
    box({ justifyContent: "space-between", alignItems: "baseline", columnGap: 24, flexWrap: "wrap" }, [
      state,
      picture.address !== "" &&
        box({ gap: 10, alignItems: "baseline" }, [
          text(language, print, isResult(picture) ? strings["pic.check_at"] : strings["pic.vote_at"], {
            color: palette.faint,
          }),
          address(print, picture.address, { color: palette.faint }),
        ]),
    ]),
  ]);
}

const figureOf = ({ share, votes }: PictureRow): string => share?.printed ?? votes;

/** An answer and, at the far end, its figure: in a column for the `longest` one, in characters, with something `beside` it. */
const answer = (
  language: Language,
  row: PictureRow,
  size: number,
  { longest = 0, beside }: { longest?: number; beside?: Tree | undefined } = {},
): Tree =>
  box({ justifyContent: "space-between", alignItems: "baseline", gap: 24 }, [
    text(language, size, row.label, { flexGrow: 1, flexShrink: 1 }),
    beside,
    text(language, size + 2, figureOf(row), {
      ...bold,
      flexShrink: 0,
      minWidth: Math.round(longest * (size + 2) * BOLD_EM),
      textAlign: "end",
    }),
  ]);

/** The bar below an answer, grown from the reading edge on a track that is 100 %; a rule where there is no share. */
const track = ({ share }: PictureRow, size: number, colours: Palette): Tree =>
  share
    ? box({ height: Math.round(size / 2.2), backgroundColor: colours.track }, [
        strip({ width: `${(share.value * 100).toFixed(2)}%`, backgroundColor: colours.bar }),
      ])
    : strip({ height: 1, backgroundColor: colours.rule });

/** "Without (c): 41.0%". */
const withoutCrowded = (
  language: Language,
  { without }: PictureRow,
  size: number,
  { faint }: Palette,
): Tree | undefined => without && text(language, size, without.said, { color: faint, flexShrink: 0 });

/** What a bold figure is wide on average, in em. */
const BOLD_EM = 0.56;

/** Characters of an answer that stand on one line beside its figure. */
const MOST_LABEL = 72;

/** Pixels by the length of the question: two lines, three of a long one. `most`: of a short one. */
const questionSize = (question: string, most: number): number =>
  Math.max(
    LEAST,
    Math.round(
      most *
        fitting(question.length, [
          [90, 1],
          [130, 0.9],
          [220, 0.7],
          [340, 0.55],
          [Number.POSITIVE_INFINITY, 0.45],
        ]),
    ),
  );

const fitting = (length: number, sizes: readonly (readonly [upTo: number, size: number])[]): number =>
  sizes.find(([upTo]) => length <= upTo)?.[1] ?? 1;
