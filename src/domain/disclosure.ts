import type { Rules } from "./definition.ts";
import { DECIMALS_FROM, SHARES_FROM } from "./numbers.ts";
import type { Phase } from "./phase.ts";
import { actsIn, type ByClass, type Counts, standing, total } from "./tally.ts";

/** What a poll knows about its counts at one moment. Not yet fit for the public: see `disclose`. */
export interface Tally {
  poll: string;
  phase: Phase;
  /** Milliseconds since 1970. */
  asOf: number;
  /** Sum of the boxes' versions: grows with every ballot and withdrawal. */
  sequence: number;
  counts: Counts;
  sealed: Sealed;
}

/** How far the log has come: number of the last seal, entries in the log, ballots of all questions among them. */
interface Sealed {
  seal: number;
  size: number;
  ballots: number;
}

export interface PublicQuestion {
  ballots: ByClass;
  withdrawn: ByClass;
  options?: Record<string, ByClass>;
  hidden?: "after-close";
}

/** The JSON of `GET tally` and of live messages. */
export interface PublicTally {
  poll: string;
  phase: Phase;
  asOf: string;
  sequence: number;
  questions: Record<string, PublicQuestion>;
  sealed: Sealed;
}

/**
 * May this viewer see option counts? invariant 7: before close, `after-close` shows them nowhere, and `after-vote`
 * only on the reader's own pages to a browser that carries the device mark.
 */
export function showsCounts(results: Rules["results"], phase: Phase, viewer: "anyone" | "voter"): boolean {
  if (results === "always" || phase === "closed") return true;
  return results === "after-vote" && viewer === "voter";
}

/** The tally as a viewer may see it, in the shape that docs/design.md gives it (The API). */
export function disclose(tally: Tally, rules: Pick<Rules, "results">, viewer: "anyone" | "voter"): PublicTally {
  const shown = showsCounts(rules.results, tally.phase, viewer);
  return {
    poll: tally.poll,
    phase: tally.phase,
    asOf: new Date(tally.asOf).toISOString().replace(/\.\d{3}Z$/, "Z"),
    sequence: tally.sequence,
    questions: Object.fromEntries(
      Object.entries(tally.counts).map(([id, { ballots, withdrawn, options }]) => [
        id,
        shown ? { ballots, withdrawn, options } : { ballots, withdrawn, hidden: "after-close" },
      ]),
    ),
    sealed: tally.sealed,
  };
}

/** How precisely shares of `ballots` standing ballots may be printed: decimals, or none at all. Never a margin of error. */
export function shareDecimals(ballots: number): 0 | 1 | "counts-only" {
  if (ballots < SHARES_FROM) return "counts-only";
  return ballots < DECIMALS_FROM ? 0 : 1;
}

/** Share of an option, 0 to 1, of the standing ballots of the same classes; 0 while there are none. */
export function shareOf(question: Required<Pick<PublicQuestion, "options">> & PublicQuestion, option: string): number {
  const votes = question.options[option];
  if (!votes) throw new Error(`no counts for the option ${option}`);
  const all = standing(question);
  return all === 0 ? 0 : total(votes) / all;
}

/** A question's result by class: everything that a page, a picture or an export needs to show class `c` apart. */
export interface ClassSplit {
  /** Ballots that stand, by class. */
  ballots: ByClass;
  /** By option, in definition order: its votes with class `c` and without. */
  options: Record<string, { all: number; a: number }>;
  /**
   * What leaving class `c` out does to the shares: some option's moves by more than DIFFERENCE_POINTS, none does, or there
   * are not both results, each of enough ballots for shares.
   */
  without: "moves" | "steady" | "not-comparable";
}

/** Percentage points between the results with and without class `c` beyond which it is said in words. */
export const DIFFERENCE_POINTS = 5;

/**
 * The result with class `c` and without it, compared exactly, on whole numbers. Fewer than SHARES_FROM ballots in class `a`
 * are counts alone (docs/design.md, Numbers): of those no share is printed, so none is compared either.
 */
export function classSplit(
  question: Required<Pick<PublicQuestion, "options">> & Pick<PublicQuestion, "ballots" | "withdrawn">,
): ClassSplit {
  const { ballots, withdrawn } = question;
  const standingOf = { a: ballots.a - withdrawn.a, c: ballots.c - withdrawn.c };
  const all = total(standingOf);
  const options = Object.fromEntries(
    Object.entries(question.options).map(([option, votes]) => [option, { all: total(votes), a: votes.a }]),
  );
  const moves = (votes: { all: number; a: number }) =>
    100 * Math.abs(votes.all * standingOf.a - votes.a * all) > DIFFERENCE_POINTS * all * standingOf.a;
  const comparable = standingOf.a >= SHARES_FROM && standingOf.c > 0;
  const without = !comparable ? "not-comparable" : Object.values(options).some(moves) ? "moves" : "steady";
  return { ballots: standingOf, options, without };
}

/** The tally of a poll that stands in the archive alone: what the last seal says. */
export const sealedTally = (tally: Omit<Tally, "sequence">): Tally => ({ ...tally, sequence: actsIn(tally.counts) });
