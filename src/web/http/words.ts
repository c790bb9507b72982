import type { Question } from "../../domain/definition.ts";
import type { Phase, PollAct } from "../../domain/phase.ts";

/** Last segment of a problem's `type`. Stable: programs decide by it. */
export const PROBLEM_KINDS = [
  "invalid",
  "not-found",
  "gone",
  "not-open",
  "not-possible",
  "already-used",
  "already-voted",
  "conflict",
  "too-many",
  "busy",
  "forbidden",
] as const;

export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** What was asked for. A refused act says in its last sentence that nothing was counted, or taken back. */
export type Act = "ballot" | "withdrawal";

/** What can be wrong with one field; the schemas' messages are these keys. */
export type FieldRule = "missing" | "object" | "id" | "choice" | "code" | "shape";

/** Everything that the API says to people, in one language. */
export interface Words {
  titles: Record<ProblemKind | "failure", string>;
  nothingDone: Record<Act, string>;
  noPoll: string;
  noAddress: string;
  /** Of the desk: a route that the table of rights does not name. */
  noRule: string;
  noToken: string;
  tokenScope: (scope: string) => string;
  tokenRole: (role: "viewer" | "editor" | "owner") => string;
  /** A session or a token that is not there. */
  noSuchThing: string;
  /** Addresses that are no more: why, and what there is instead. */
  goneChannels: string;
  noBallot: string;
  /** A part of the log that its checkpoint does not reach. */
  notInLog: string;
  /** invariant 7: entries and hashes of a poll whose results are hidden. */
  hiddenUntilClose: string;
  indexMalformed: string;
  /** A prefix that too few ballots share; `longest`: digits allowed, 0 where `all` alone is. */
  indexTooLong: (longest: number) => string;
  indexTooShort: (shortest: number) => string;
  allowedMethods: (methods: string) => string;
  tooLarge: (bytes: number) => string;
  mediaType: string;
  notJson: string;
  wrongFields: string;
  needsWebSocket: string;
  notOpen: (phase: Phase) => string;
  /** Of the desk: the poll's phase does not allow the act. `acts`: what it allows; a draft has no phase of its own. */
  notPossible: (phase: Phase, acts: readonly PollAct[]) => string;
  /** Of the desk: why a draft was not opened. */
  noHost: string;
  ledgerRefuses: (why: string) => string;
  alreadyUsed: string;
  alreadyVoted: string;
  /** Of the desk: somebody saved a draft first, or an id is taken. */
  conflict: (by: string) => string;
  taken: string;
  tooMany: string;
  busy: string;
  /** Of what is only read: nobody can say now what it says. */
  unreachable: string;
  /** In place of `busy` and `nothingDone`: the answer was lost, and the act may have been done. */
  unconfirmed: Record<Act, string>;
  forbidden: string;
  failure: string;
  fields: Record<FieldRule, string> & {
    unknownField: (allowed: string) => string;
    unknownQuestion: string;
    noneChosen: (kind: Question["kind"]) => string;
    tooManyChosen: (max: number) => string;
    unknownOption: (option: string) => string;
    repeatedOption: (option: string) => string;
    exclusive: (option: string) => string;
  };
}
