import type { Question } from "../../domain/definition.ts";
import { shareDecimals, shareOf } from "../../domain/disclosure.ts";
import { mainQuestion } from "../../domain/find-question.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { DECIMALS_FROM, SHARES_FROM } from "../../domain/numbers.ts";
import { type QuestionCounts, standing } from "../../domain/tally.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { isolate } from "../../i18n/plain.ts";
import type { Snapshot } from "../export/snapshot.ts";
import { type ResultPicture, resultPicture, shortened } from "./model.ts";

/** Cumulative counts of the main question at one seal. */
export interface Moment {
  /** Milliseconds since 1970. */
  at: number;
  counts: QuestionCounts;
}

/** From 0 to 1 each: of the time shown, and of the scale's height. */
export type Point = readonly [x: number, y: number];

export interface TimeLine {
  /** What stands at the line's end. */
  label: string;
  points: readonly Point[];
}

/**
 * How a result came about. `shares`: a line for each answer. `votes`: one line of all ballots, as long as there are too
 * few for shares to mean anything. `none`: not even that.
 */
export interface TimePicture extends Omit<ResultPicture, "state"> {
  kind: "shares" | "votes" | "none";
  title: string;
  lines: readonly TimeLine[];
  /** The scale begins at 0 and ends here, as printed. */
  zero: string;
  top: string;
  from: string;
  to: string;
  /** The result without class `c`, where the shares of all stand at the lines' ends and there is any. */
  without?: string;
}

/** Characters of an answer that stand beside the end of its line. */
const MOST_LABEL = 27;

/** `history`: ascending, the snapshot's own seal last. */
export function timePicture(
  snapshot: Snapshot,
  history: readonly Moment[],
  language: Language,
  host: string,
): TimePicture {
  const { state: _, ...result } = resultPicture(snapshot, language, host);
  const strings = words(language, "reader");
  const question = mainQuestion(snapshot.definition);
  const last = history.at(-1);
  const all = last ? standing(last.counts) : 0;
  const kind = all >= DECIMALS_FROM ? "shares" : "votes";
  // Shares of few ballots leap about and mean nothing: the lines begin where shares may be printed.
  const shown = kind === "shares" ? history.filter(({ counts }) => standing(counts) >= SHARES_FROM) : history;
  const first = shown[0];
  const formatter = formatterOf(language);
  const title = kind === "shares" ? strings["pic.time.shares"] : strings["pic.time.votes"];
  if (!first || !last || first.at === last.at || all === 0)
    return { ...result, kind: "none", title, lines: [], zero: "", top: "", from: "", to: "" };

  const sameDay = formatter.longDate(first.at) === formatter.longDate(last.at);
  const moment = (at: number) => `${formatter.longDate(at)}${sameDay ? ` ${formatter.time(at)}` : ""}`;
  const x = (at: number) => (at - first.at) / (last.at - first.at);
  const scale = kind === "shares" ? shareScale(question, shown) : voteScale(shown);
  return {
    ...result,
    kind,
    title,
    lines:
      kind === "shares"
        ? question.options.map((option) => ({
            label: `${isolate(printedShare(last.counts, option.id, language))} ${isolate(shortLabel(option, language))}`,
            points: shown.map(({ at, counts }) => [x(at), shareOf(counts, option.id) / scale] as const),
          }))
        : [
            {
              label: formatter.votes(all),
              points: steps(shown.map(({ at, counts }) => [x(at), standing(counts) / scale])),
            },
          ],
    zero: kind === "shares" ? formatter.share(0, 0) : formatter.integer(0),
    top: kind === "shares" ? formatter.share(scale, 0) : formatter.integer(scale),
    from: moment(first.at),
    to: moment(last.at),
    ...(kind === "shares" && withoutCrowded(question, result, language)),
  };
}

/** "Without (c): 41.0% I would · 14.2% I would not". */
function withoutCrowded(question: Question, { rows }: Pick<ResultPicture, "rows">, language: Language) {
  const strings = words(language, "reader");
  const each = question.options.flatMap((option, i) => {
    const figure = rows[i]?.without?.printed;
    return figure === undefined ? [] : `${isolate(figure)} ${isolate(shortLabel(option, language))}`;
  });
  return each.length > 0 && { without: fill(strings["pic.without"], { figure: each.join(" · ") }) };
}

/** What stands for an answer where there is little room. */
const shortLabel = (option: Question["options"][number], language: Language): string =>
  shortened(inLanguage(option.short ?? option.label, language), MOST_LABEL);

function printedShare(counts: QuestionCounts, option: string, language: Language): string {
  const decimals = shareDecimals(standing(counts));
  return formatterOf(language).share(shareOf(counts, option), decimals === "counts-only" ? 0 : decimals);
}

/** The highest share, up to the next tenth: the scale begins at 0, and 100 % is never far away. */
const shareScale = (question: Question, history: readonly Moment[]): number =>
  Math.min(
    1,
    (Math.floor(
      Math.max(...history.flatMap(({ counts }) => question.options.map(({ id }) => shareOf(counts, id)))) * 10,
    ) +
      1) /
      10,
  );

const voteScale = (history: readonly Moment[]): number => Math.max(1, ...history.map(({ counts }) => standing(counts)));

/** Between two seals nothing is known: the count stays until the next one. */
const steps = (points: readonly Point[]): Point[] =>
  points.flatMap(([x, y], i) => {
    const before = points[i - 1];
    return before ? [[x, before[1]] as const, [x, y] as const] : [[x, y] as const];
  });

/** At most `most` of these, evenly spread, the first and the last among them. */
export function evenly<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  const step = (all.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => all[Math.round(i * step)]).filter((each) => each !== undefined);
}
