import { words } from "../../i18n/index.ts";
import { fillPlain } from "../../i18n/plain.ts";
import type { PictureRow, QuestionPicture, ResultPicture } from "./model.ts";
import type { TimePicture } from "./time-model.ts";

/**
 * What stands in a picture, in words: for `alt`, for `desc` of an SVG and for the card's meta. Plain text, every value
 * isolated. It ends with what makes a figure honest: that it is no science, and notices.
 */
export function altOfQuestion(picture: QuestionPicture): string {
  const strings = words(picture.language, "reader");
  const { publisher, question, options, hidden } = picture;
  const said = hidden
    ? fillPlain(strings["alt.hidden"], { publisher, question, hidden: hidden.why, total: hidden.total })
    : fillPlain(strings["alt.question"], {
        publisher,
        question,
        options: options.join(strings["alt.separator"]),
      });
  return ending(said, picture);
}

export function altOfResult(picture: ResultPicture): string {
  const strings = words(picture.language, "reader");
  const { state, publisher, question, total, split, asOf } = picture;
  const values = { state, publisher, question, rows: rowsOf(picture.rows, picture), total, split, as_of: asOf };
  return ending(fillPlain(strings["alt.results"], values), picture);
}

export function altOfTime(picture: TimePicture): string {
  const strings = words(picture.language, "reader");
  const { title, publisher, question, total, split, asOf, from, to } = picture;
  const values = { title, publisher, question, total, split, as_of: asOf, from, to };
  if (picture.kind === "none")
    return ending(
      `${fillPlain(strings["alt.results"], { ...values, state: title, rows: strings["pic.time.none"] })}`,
      picture,
    );
  return ending(
    picture.kind === "shares"
      ? fillPlain(strings["alt.time.shares"], { ...values, rows: rowsOf(picture.rows, picture) })
      : fillPlain(strings["alt.time.votes"], values),
    picture,
  );
}

function rowsOf(rows: readonly PictureRow[], { language }: { language: ResultPicture["language"] }): string {
  const strings = words(language, "reader");
  return rows
    .map(({ label, votes, share, without }) => {
      const row = share
        ? fillPlain(strings["alt.row"], { label, percent: share.spelled, votes })
        : fillPlain(strings["alt.row.few"], { label, votes });
      return without ? `${row}${fillPlain(strings["alt.row.without"], { figure: without.spelled })}` : row;
    })
    .join(strings["alt.separator"]);
}

const ending = (
  said: string,
  {
    notScience,
    notices,
    cautions = [],
    door,
  }: Pick<QuestionPicture, "notScience" | "notices"> & Partial<Pick<ResultPicture, "cautions" | "door">>,
): string =>
  [
    said,
    ...cautions,
    ...[door?.line, door?.refused, notScience].flatMap((each) => (each === undefined ? [] : [`${each}.`])),
    ...notices,
  ].join(" ");
