import { stringsOf } from "../../i18n/strings.ts";
import { type PictureRow, type QuestionPicture, type ResultPicture, shortened } from "./model.ts";
import { PALETTES, type Palette } from "./palette.ts";
import { address, bold, box, column, sheet, strip, type Tree, text } from "./tree.ts";

/** What networks and messengers show beside a link: 1200 × 630 pixels (Open Graph). Always light: it stands among others. */
export const CARD = { width: 1200, height: 630 } as const;

const palette = PALETTES.light;

/** Answers that a card with a question has room for. */
const MOST_ANSWERS = 5;

export const isResult = (picture: QuestionPicture | ResultPicture): picture is ResultPicture => "rows" in picture;

export const cardTree = (picture: QuestionPicture | ResultPicture): Tree =>
  isResult(picture) ? resultCard(picture) : questionCard(picture);

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
          shown.length < options.length ? text(language, size, `… ${stringsOf(language)["pic.others"]}`) : "",
        ]),
  ]);
}

function resultCard(picture: ResultPicture): Tree {
  const { language, question, brief, total, split, asOf, state, cautions, notices } = picture;
  const noticed = notices.length > 0;
  const size = noticed ? 22 : 24;
  const faint = { color: palette.faint };
  return card(
    picture,
    [
      text(language, questionSize(question, noticed ? 34 : 40), question, bold),
      column(
        { gap: 5 },
        brief.map((row) => bar(picture, { ...row, label: shortened(row.label, MOST_LABEL) }, size, palette)),
      ),
      column({ gap: 0 }, [
        box({ gap: 16, alignItems: "baseline", flexWrap: "wrap" }, [
          text(language, 22, total, bold),
          text(language, 20, split, faint),
        ]),
        cautions[0] ? text(language, 18, cautions[0], faint) : "",
      ]),
    ],
    text(language, 20, `${state} ${asOf}`, faint),
  );
}

/** Masthead, notices, what the card is about, and where to go. */
function card(picture: QuestionPicture | ResultPicture, content: Tree[], state?: Tree): Tree {
  const { language, publisher, notScience, notices } = picture;
  const strings = stringsOf(language);
  return sheet(
    language,
    palette,
    { height: "100%", padding: "26px 60px 24px", justifyContent: "space-between", gap: 8 },
    [
      column({ gap: 10 }, [
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
      box({ justifyContent: "space-between", alignItems: "baseline" }, [
        state,
        picture.address !== "" &&
          box({ gap: 10, alignItems: "baseline" }, [
            text(language, 20, isResult(picture) ? strings["pic.check_at"] : strings["pic.vote_at"], {
              color: palette.faint,
            }),
            address(20, picture.address, { color: palette.faint }),
          ]),
      ]),
    ],
  );
}

/** An answer, its figure at the far end, and its bar below, grown from the reading edge on a track that is 100 %. */
export function bar({ language }: ResultPicture, row: PictureRow, size: number, colours: Palette): Tree {
  const { label, votes, share } = row;
  return column({ gap: 0 }, [
    box({ justifyContent: "space-between", alignItems: "flex-end", gap: 24 }, [
      text(language, size, label, { flexGrow: 1, flexShrink: 1 }),
      text(language, size + 2, share?.printed ?? votes, { ...bold, flexShrink: 0 }),
    ]),
    share
      ? box({ height: Math.round(size / 2.2), backgroundColor: colours.track }, [
          strip({ width: `${(share.value * 100).toFixed(2)}%`, backgroundColor: colours.bar }),
        ])
      : strip({ height: 1, backgroundColor: colours.rule }),
  ]);
}

/** A sentence as a line of its own, without its full stop. */
export const heading = (sentence: string): string => sentence.replace(/\.$/, "");

/** Characters of an answer that stand on one line beside its figure. */
const MOST_LABEL = 72;

/** Pixels by the length of the question: two lines, three of a long one. `most`: of a short one. */
const questionSize = (question: string, most: number): number =>
  Math.round(
    most *
      fitting(question.length, [
        [90, 1],
        [130, 0.9],
        [220, 0.7],
        [340, 0.55],
        [Number.POSITIVE_INFINITY, 0.45],
      ]),
  );

const fitting = (length: number, sizes: readonly (readonly [upTo: number, size: number])[]): number =>
  sizes.find(([upTo]) => length <= upTo)?.[1] ?? 1;
