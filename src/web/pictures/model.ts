import type { PollCounters } from "../../domain/counters.ts";
import type { PollDefinition, Question } from "../../domain/definition.ts";
import { classSplit, DIFFERENCE_POINTS, shareDecimals } from "../../domain/disclosure.ts";
import { mainQuestion } from "../../domain/find-question.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import { type QuestionCounts, standing, total } from "../../domain/tally.ts";
import { formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { fillPlain } from "../../i18n/plain.ts";
import type { Snapshot } from "../export/snapshot.ts";
import { doorInBrief, refusedByKind } from "../kit/results.ts";

/** One answer of a result. */
export interface PictureRow {
  label: string;
  /** "1187 votes". */
  votes: string;
  /** 0 to 1 and as it is printed; left out below 30 ballots, which have counts alone (DESIGN 6, small numbers). */
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
    ...frameOf({ definition, notices, language, address: `${host}/p/${definition.id}` }),
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
    ...frameOf({ definition, notices, language, address: `${host}/p/${definition.id}/at/${size}` }),
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
export const spellShare = (value: number, decimals: 0 | 1, language: Language): string =>
  words(language, "reader").percent.replace("{n}", formatterOf(language).percentage(value, decimals));

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
