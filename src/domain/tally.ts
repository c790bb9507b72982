import type { BallotClass } from "./ballot.ts";
import type { PollDefinition } from "./definition.ts";

/** Numbers of ballots by class. */
export type ByClass = Record<BallotClass, number>;

/**
 * Counts of one question. `ballots`: all that were cast; `withdrawn`: those taken back; `options`: net of
 * withdrawals, every option of the definition present, in definition order.
 */
export interface QuestionCounts {
  ballots: ByClass;
  withdrawn: ByClass;
  options: Record<string, ByClass>;
}

/** Counts by question id, in definition order. This is the JSON of a `seal` entry. */
export type Counts = Record<string, QuestionCounts>;

/** A ballot as it counts: what was answered, in which class. */
export interface Counted {
  question: string;
  choice: readonly string[];
  class: BallotClass;
}

/** Counts of a poll in which nobody has voted. */
export const emptyCounts = (definition: Pick<PollDefinition, "questions">): Counts =>
  Object.fromEntries(
    definition.questions.map((question) => [
      question.id,
      {
        ballots: { a: 0, c: 0 },
        withdrawn: { a: 0, c: 0 },
        options: Object.fromEntries(question.options.map((option) => [option.id, { a: 0, c: 0 }])),
      },
    ]),
  );

/** Adds a cast ballot to `counts`, in place. */
export function countBallot(counts: Counts, ballot: Counted): void {
  const question = countsOf(counts, ballot.question);
  question.ballots[ballot.class] += 1;
  moveOptions(question, ballot, +1);
}

/** Takes a ballot back in `counts`, in place: it stays among those cast and leaves its options. */
export function countWithdrawal(counts: Counts, ballot: Counted): void {
  const question = countsOf(counts, ballot.question);
  question.withdrawn[ballot.class] += 1;
  moveOptions(question, ballot, -1);
}

/** Adds `more` to `counts`, in place. Both come from the same definition. */
export function addCounts(counts: Counts, more: Counts): void {
  for (const [id, from] of Object.entries(more)) {
    const to = countsOf(counts, id);
    addByClass(to.ballots, from.ballots);
    addByClass(to.withdrawn, from.withdrawn);
    for (const [option, votes] of Object.entries(from.options)) addByClass(optionOf(to, option), votes);
  }
}

/** Acts recorded in `counts`: it grows by one with every ballot and withdrawal, and so serves as their version. */
export const actsIn = (counts: Counts): number =>
  Object.values(counts).reduce((sum, each) => sum + total(each.ballots) + total(each.withdrawn), 0);

/** Ballots cast, over all questions and classes, withdrawn ones included. */
export const ballotsIn = (counts: Counts): number =>
  Object.values(counts).reduce((sum, each) => sum + total(each.ballots), 0);

/** The same by class. */
export const castByClass = (counts: Counts): ByClass =>
  Object.values(counts).reduce((sum, { ballots }) => ({ a: sum.a + ballots.a, c: sum.c + ballots.c }), { a: 0, c: 0 });

export const total = (votes: ByClass): number => votes.a + votes.c;

/** Ballots of one question that stand: cast and not taken back. A share is an option divided by this. */
export const standing = (counts: Pick<QuestionCounts, "ballots" | "withdrawn">): number =>
  total(counts.ballots) - total(counts.withdrawn);

const countsOf = (counts: Counts, question: string): QuestionCounts => {
  const found = counts[question];
  if (!found) throw new Error(`no counts for the question ${question}`);
  return found;
};

const optionOf = (question: QuestionCounts, option: string): ByClass => {
  const found = question.options[option];
  if (!found) throw new Error(`no counts for the option ${option}`);
  return found;
};

const addByClass = (to: ByClass, from: ByClass): void => {
  to.a += from.a;
  to.c += from.c;
};

const moveOptions = (question: QuestionCounts, ballot: Counted, by: 1 | -1): void => {
  for (const option of ballot.choice) optionOf(question, option)[ballot.class] += by;
};
