import type { PollCounters } from "../../domain/counters.ts";
import { mainQuestion, type PollDefinition, type Question } from "../../domain/definition.ts";
import { classSplit, DIFFERENCE_POINTS, shareDecimals, shareOf } from "../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import { DECIMALS_FROM, SHARES_FROM } from "../../domain/numbers.ts";
import { type QuestionCounts, standing, total } from "../../domain/tally.ts";
import type { KvStore } from "../../engine/index.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { fillPlain, isolate } from "../../i18n/plain.ts";
import type { Snapshot } from "../export/snapshot.ts";
import { apart } from "../export/time-series.ts";
import { frozenPath, pollPath } from "../http/addresses.ts";
import { doorInBrief, refusedByKind } from "../kit/results.ts";

/** One answer of a result. */
export interface PictureRow {
  label: string;
  /** "1187 votes". */
  votes: string;
  /** 0 to 1 and as it is printed; left out below 30 ballots, which have counts alone: of so few a share means nothing. */
  share?: { value: number; printed: string; spelled: string };
  /** The same without class `c`, where there is any: a share, or votes alone where class `a` has fewer than 30 ballots. */
  without?: { printed: string; spelled: string; said: string };
}

/** What a picture says of a question that has no result to show, or none yet. */
export interface QuestionPicture {
  language: Language;
  publisher: string;
  /** That this is no science: inside every picture, as pictures travel without their page. */
  notScience: string;
  question: string;
  options: readonly string[];
  /** Corrections, and that the vote is void. */
  notices: readonly string[];
  /** Where to vote or to check, without `https://`. */
  address: string;
  /** While results are hidden: that they are, and how many ballots there are. */
  hidden?: { why: string; total: string };
}

/** A result as one seal states it. */
export interface ResultPicture extends Omit<QuestionPicture, "options" | "hidden"> {
  /** "Provisional results". */
  state: string;
  rows: readonly PictureRow[];
  /** The same, at most five: where there are more answers, the most chosen ones and, where they add up, the others as one. */
  brief: readonly PictureRow[];
  total: string;
  /** Ballots within the network allowance and beyond it, always both. */
  split: string;
  /** That leaving class `c` out would change the result, or that there are too few ballots for shares. */
  cautions: readonly string[];
  /** What was seen at the door up to this seal, and what was refused there by kind; left out where its record does not say. */
  door?: { line: string; refused?: string };
  asOf: string;
}

interface Shown {
  definition: PollDefinition;
  notices: readonly Notice[];
  language: Language;
  /** Host, as in `vote.example.org`. */
  host: string;
}

export function questionPicture(
  { definition, notices, language, host }: Shown,
  hidden?: { ballots: number },
): QuestionPicture {
  const strings = words(language, "reader");
  const question = mainQuestion(definition);
  return {
    ...frameOf({ definition, notices, language, address: host + pollPath(language, definition.id) }),
    options: question.options.map((option) => inLanguage(option.label, language)),
    ...(hidden && {
      hidden: {
        why: strings["pic.hidden"],
        total: fillPlain(strings.total, { total: formatterOf(language).votes(hidden.ballots) }),
      },
    }),
  };
}

export function resultPicture(snapshot: Snapshot, language: Language, host: string): ResultPicture {
  const { definition, notices, final, asOf, size, counters } = snapshot;
  const strings = words(language, "reader");
  const formatter = formatterOf(language);
  const question = mainQuestion(definition);
  const counts = countsOf(snapshot, question);
  const split = classSplit(counts);
  const decimals = shareDecimals(standing(counts));
  return {
    ...frameOf({ definition, notices, language, address: host + frozenPath(language, definition.id, size) }),
    state: final ? strings["results.final"] : strings["results.live"],
    rows: question.options.map((option) => rowOf(question, counts, option.id, language)),
    brief: briefRows(question, counts, language),
    total: fillPlain(strings.total, { total: formatter.votes(standing(counts)) }),
    split: fillPlain(strings["pic.split"], {
      a: formatter.integer(split.ballots.a),
      c: formatter.integer(split.ballots.c),
    }),
    cautions: [
      ...(decimals === "counts-only" ? [strings.few] : []),
      ...(split.without === "moves"
        ? [fillPlain(strings["pic.differs"], { points: formatter.integer(DIFFERENCE_POINTS) })]
        : []),
      ...(question.kind === "multiple" ? [strings["multiple.note"]] : []),
    ],
    ...(counters && { door: doorOf(counters, language) }),
    asOf: fillPlain(strings["pic.as_of"], { date: formatter.longDate(asOf), time: formatter.time(asOf) }),
  };
}

function doorOf(counters: PollCounters, language: Language): NonNullable<ResultPicture["door"]> {
  const strings = words(language, "reader");
  const { template, values } = doorInBrief(counters, language);
  const kinds = refusedByKind(counters, language).join(" · ");
  return {
    line: fillPlain(template, values),
    ...(kinds !== "" && { refused: fillPlain(strings["pic.refused"], { kinds }) }),
  };
}

/** Counts of a question in a snapshot of its own poll. */
export function countsOf({ counts }: Pick<Snapshot, "counts">, question: Question): QuestionCounts {
  const found = counts[question.id];
  if (!found) throw new Error(`the seal has no counts of the question ${question.id}`);
  return found;
}

export function rowOf(question: Question, counts: QuestionCounts, optionId: string, language: Language): PictureRow {
  const option = question.options.find((each) => each.id === optionId);
  if (!option) throw new Error(`no such option as ${optionId}`);
  return row(inLanguage(option.label, language), [optionId], counts, language);
}

/** `options`: those whose votes stand in this row together. */
function row(label: string, options: readonly string[], counts: QuestionCounts, language: Language): PictureRow {
  const votes = options.reduce((sum, id) => sum + votesOf(counts, id), 0);
  const without = withoutCrowded(options, counts, language);
  const all = standing(counts);
  const decimals = shareDecimals(all);
  const formatter = formatterOf(language);
  const value = all === 0 ? 0 : votes / all;
  return {
    label,
    votes: formatter.votes(votes),
    ...(decimals !== "counts-only" && {
      share: { value, printed: formatter.share(value, decimals), spelled: spellShare(value, decimals, language) },
    }),
    ...(without && { without }),
  };
}

function withoutCrowded(options: readonly string[], counts: QuestionCounts, language: Language): PictureRow["without"] {
  const { ballots, options: votes } = classSplit(counts);
  if (ballots.c === 0) return undefined;
  const formatter = formatterOf(language);
  const left = options.reduce((sum, id) => sum + (votes[id]?.a ?? 0), 0);
  const decimals = shareDecimals(ballots.a);
  const value = left / ballots.a;
  const printed = decimals === "counts-only" ? formatter.votes(left) : formatter.share(value, decimals);
  return {
    printed,
    spelled: decimals === "counts-only" ? printed : spellShare(value, decimals, language),
    said: fillPlain(words(language, "reader")["pic.without"], { figure: printed }),
  };
}

/** In the order in which they were asked, as everywhere: rows that change places would lose their reader. */
function briefRows(question: Question, counts: QuestionCounts, language: Language): PictureRow[] {
  const ids = question.options.map(({ id }) => id);
  // One ballot may name several answers of a multiple question: the votes of the others are not those of so many voters.
  const named = ids.length <= MOST_BRIEF_ROWS || question.kind === "multiple" ? MOST_BRIEF_ROWS : MOST_BRIEF_ROWS - 1;
  const chosen = new Set(ids.toSorted((one, other) => votesOf(counts, other) - votesOf(counts, one)).slice(0, named));
  const others = ids.filter((id) => !chosen.has(id));
  return [
    ...ids.filter((id) => chosen.has(id)).map((id) => rowOf(question, counts, id, language)),
    ...(named < MOST_BRIEF_ROWS ? [row(words(language, "reader")["pic.others"], others, counts, language)] : []),
  ];
}

const MOST_BRIEF_ROWS = 5;

/** Votes of an option, of both classes. */
export function votesOf(counts: QuestionCounts, option: string): number {
  const votes = counts.options[option];
  if (!votes) throw new Error(`no counts for the option ${option}`);
  return total(votes);
}

/** A share for running text: the percent sign changes sides between Arabic letters, so there it is spelled out. */
const spellShare = (value: number, decimals: 0 | 1, language: Language): string =>
  words(language, "reader").percent.replace("{n}", formatterOf(language).percentage(value, decimals));

/** A sentence as a line of its own, without its full stop. */
export const heading = (sentence: string): string => sentence.replace(/\.$/, "");

/** A line of parts between dots, which breaks after these alone: no number is parted from what it counts. */
export const unbroken = (line: string): string =>
  line
    .split(" · ")
    .map((part) => part.replaceAll(" ", NO_BREAK_SPACE))
    .join(`${NO_BREAK_SPACE}· `);

const NO_BREAK_SPACE = "\u00a0";

/** Words that must stand on one line, cut between words where there are more than `most` characters. */
export function shortened(words: string, most: number): string {
  if (words.length <= most) return words;
  const cut = words.slice(0, most);
  const space = cut.lastIndexOf(" ");
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

function frameOf({ definition, notices, language, address }: Omit<Shown, "host"> & { address: string }) {
  const strings = words(language, "reader");
  return {
    language,
    publisher: inLanguage(definition.publisher, language),
    notScience: strings["notsci.short"],
    question: inLanguage(mainQuestion(definition).text, language),
    notices: noticeLines(notices, language),
    address,
  };
}

/** That the vote is void before all else; of corrections the last. */
export function noticeLines(notices: readonly Notice[], language: Language): string[] {
  const strings = words(language, "reader");
  const dated = (template: string, at: number) => fillPlain(template, { date: formatterOf(language).longDate(at) });
  const voided = notices.findLast((each) => each.kind === "voided");
  const corrected = notices.findLast((each) => each.kind === "corrected");
  return [
    ...(voided ? [dated(strings["pic.voided"], voided.at)] : []),
    ...(corrected ? [dated(strings["notice.corrected"], corrected.at)] : []),
  ];
}

/** Cumulative counts of the main question at one seal. */
export interface Moment {
  /** Milliseconds since 1970. */
  at: number;
  counts: QuestionCounts;
}

/** From 0 to 1 each: of the time shown, and of the scale's height. */
type Point = readonly [x: number, y: number];

interface TimeLine {
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
    ...(kind === "shares" && withoutInShort(question, result, language)),
  };
}

/** "Without (c): 41.0% I would · 14.2% I would not". */
function withoutInShort(question: Question, { rows }: Pick<ResultPicture, "rows">, language: Language) {
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

/** Seals that a chart over time is drawn from: a point every few pixels, and one question to KV. */
const MOST_SEALS = 90;

/** How the main question came to what the snapshot says, from the archive alone; its own seal is the last. */
export async function historyOf(archive: KvStore, snapshot: Snapshot): Promise<Moment[]> {
  const { id } = snapshot.definition;
  const question = mainQuestion(snapshot.definition);
  // A listing may be late, and it may know of a seal that no checkpoint names yet.
  const sizes = (await archive.listSealSizes(id)).filter((size) => size < snapshot.size);
  const seals = await archive.readSeals(id, evenly(sizes, MOST_SEALS));
  const earlier = [...seals.values()].toSorted((one, other) => one.size - other.size);
  const moments: Moment[] = [];
  // Thinned out like the exported series, for the same reason: a quiet poll's only voter is not told by the minute.
  for await (const { counts, at } of apart(
    inTurn([
      ...earlier.map(({ counts, sealedAt: at }) => ({ counts, at })),
      { counts: snapshot.counts, at: snapshot.asOf },
    ]),
  ))
    moments.push({ at, counts: countsOf({ counts }, question) });
  return moments;
}

async function* inTurn<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

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
