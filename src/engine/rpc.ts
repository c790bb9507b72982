/**
 * What the objects and the Worker say to each other. Plain data only: classes and thrown types do not survive RPC,
 * so every expected outcome is a value. New fields are optional: Worker and objects change version separately.
 */

import type { UnusualSeal } from "../domain/arrivals.ts";
import type { Ballot, BallotClass } from "../domain/ballot.ts";
import type { PollCounters, Refused, Told } from "../domain/counters.ts";
import type { PollDefinition, Rules } from "../domain/definition.ts";
import type { Tally } from "../domain/disclosure.ts";
import type { CorrectionOutcome, Notice } from "../domain/notice.ts";
import type { Phase, PollState } from "../domain/phase.ts";
import type { ByClass, Counts } from "../domain/tally.ts";
import type { Fault } from "../log/fault.ts";
import type { Network } from "./limiter/allowance.ts";

/** What came of asking an object. `lost`: it may have acted, and its answer did not reach us. */
export type Asked<T> = { kind: "answered"; answer: T } | { kind: "overloaded" } | { kind: "lost" };

export interface Patience {
  attempts: number;
  /** Of one attempt. */
  timeoutMs: number;
}

/** A vote is worth waiting for: repeats are harmless, its lock makes them one. */
export const VOTE_PATIENCE: Patience = { attempts: 3, timeoutMs: 5_000 };

/** A limiter answers out of its memory. A vote does not wait long for its class: it counts without. */
export const LIMITER_PATIENCE: Patience = { attempts: 2, timeoutMs: 1_000 };

/** A reader who only looks waits no longer than this. */
export const READ_PATIENCE: Patience = { attempts: 1, timeoutMs: 2_000 };

/** A ledger asks its boxes while a reader waits for it: it must give up first, else a silent box takes the ledger's answer too. */
export const BOX_COUNTS_PATIENCE: Patience = { attempts: 1, timeoutMs: 1_000 };

const FIRST_PAUSE_MS = 100;

/**
 * Asks an object again where its answer is lost: fresh stub each time (a stub is broken once it threw), full jitter in
 * between, and no more once the object says that it is overloaded. `ask` must be harmless to repeat.
 */
export async function askAgain<T>(ask: () => Promise<T>, patience: Patience): Promise<Asked<T>> {
  for (let attempt = 0; attempt < patience.attempts; attempt++) {
    if (attempt > 0) await pause(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    try {
      return { kind: "answered", answer: await within(patience.timeoutMs, ask()) };
    } catch (error) {
      if (isOverloaded(error)) return { kind: "overloaded" };
    }
  }
  return { kind: "lost" };
}

/** The promise's value, or an error after `ms` milliseconds. */
export const within = <T>(ms: number, promise: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });

export const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

/** workerd marks errors of an object that cannot take more with `overloaded`. */
const isOverloaded = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "overloaded" in error && error.overloaded === true;

/** Seconds after which whoever was refused may come again. */
const RETRY_SECONDS = { least: 2, most: 10 };

/** Drawn at random, so that those refused together part. */
export const retryAfterSeconds = (): number =>
  RETRY_SECONDS.least + Math.floor(Math.random() * (RETRY_SECONDS.most - RETRY_SECONDS.least + 1));

/** Where a poll's log stands and which keys sign it; part of its `open` entry. */
export interface LogIdentity {
  /** `{PUBLIC_HOST}/log/{poll}`, fixed when the poll opened. */
  origin: string;
  /** Verifier keys (C2SP signed-note) of checkpoints and of promises. */
  vkey: string;
  promiseVkey: string;
}

/** A poll as everyone may know it: what `poll/{poll}` holds in the archive. */
export interface PublishedPoll {
  /** As it is shown: with every correction. The `open` entry of the log keeps the first wording. */
  definition: PollDefinition;
  state: PollState;
  log: LogIdentity;
  /** Corrections and declarations, oldest first. */
  notices?: Notice[];
}

export interface CastRequest extends Ballot {
  /** The browser carries the device mark: it may repeat its ballot, not cast another. */
  marked: boolean;
  /** Set where no class was given: a ballot that is in the box is answered all the same, a new one is told this. */
  barred?: Barred;
  /** Set where the box counts networks itself, and gives the class. */
  network?: Network & Untold;
}

/** `unasked`: no limiter was asked, since nothing but a repeated ballot was expected. */
export type Barred = { kind: "too-many"; retryAfterSeconds: number } | { kind: "unasked" };

/** Requests that the Worker itself refused since it last asked, by kind. */
interface Untold {
  refused?: Partial<Refused>;
}

/** What a limiter is asked about a ballot. Its network stays in memory, under a salted hash, and nowhere else. */
export interface AdmissionRequest extends Untold {
  poll: string;
  question: string;
  lock: string;
  rules: Pick<Rules, "allowance" | "ceiling">;
  network: Network;
}

export type Admission = { kind: "admitted"; class: BallotClass } | Extract<Barred, { kind: "too-many" }>;

/** A box's answer to a ballot. It leaves the box only after the commit that holds the ballot (invariant 1). */
export type BoxOutcome =
  | { kind: "counted"; entry: string; repeated: boolean }
  | { kind: "already-used" }
  | { kind: "already-voted" }
  | { kind: "not-open"; phase: Phase }
  | Barred
  | { kind: "busy" };

export interface WithdrawRequest {
  question: string;
  lock: string;
  secret: string;
}

export type WithdrawOutcome =
  | { kind: "withdrawn"; repeated: boolean }
  | { kind: "not-found" }
  | { kind: "not-open"; phase: Phase }
  | { kind: "busy" };

/** Cumulative counts of one box. The one with the higher `version` is newer and replaces the other. */
export interface RunningCounts {
  box: number;
  version: number;
  counts: Counts;
  /** Ballots and withdrawals not yet handed over to the ledger. */
  waiting: number;
}

/** A withdrawal as a box hands it over. `batch`: number of the box's batch that held the ballot. */
export interface BoxWithdrawal {
  entry: string;
  batch: number;
  secret: string;
}

/** Batch `number` of a box. Its bytes never change once it has been handed over. */
export interface BoxBatch {
  number: number;
  ballots: string[];
  withdrawals: BoxWithdrawal[];
}

/** What a box froze into batches, read again for a ledger that is rebuilt; and the state it last took. */
export interface FrozenBatches {
  batches: BoxBatch[];
  state?: PollState;
}

/** What a box hands over: a batch, where anything waits, and its counts at that moment. */
export interface HandOver {
  batch?: BoxBatch;
  /** What the box refused. */
  door?: Told;
  running: RunningCounts;
}

/** What the ledger tells a box of a poll: all it needs to decide at commit, also when the ledger is unreachable. */
export interface BoxInstruction {
  box: number;
  definition: PollDefinition;
  state: PollState;
}

/** The poll and its running tally, from the ledger. */
export interface LedgerView {
  poll: PublishedPoll;
  tally: Tally;
  /** What was seen at the door, as of the last seal. */
  counters?: PollCounters;
  /** Seals that took in far more than usual, oldest first. */
  unusual?: UnusualSeal[];
  refused?: Refusal;
}

/**
 * Why a log is signed no more, for good, until somebody repairs it (invariant 3): the archive holds a later or another
 * history, what is stored is not what was signed, or the ledger lost everything.
 */
export const REFUSALS = ["archive-is-ahead", "histories-differ", "log-damaged", "ledger-lost"] as const;
export type Refusal = (typeof REFUSALS)[number];

export type LedgerOpening = { kind: "opened"; poll: PublishedPoll } | { kind: "refused"; refusal: Refusal };

/** What came of asking to pause, resume or close. `ordered`: it will happen, but not every box has answered yet. */
export interface OrderOutcome {
  kind: "done" | "ordered" | "not-possible";
  phase: Phase;
}

/** What came of a correction or declaration. `logged`: a note tells of it; a log that is closed takes no more. */
export type NoticeOutcome =
  | { kind: "published"; notice: Notice; logged: boolean }
  | { kind: "not-found" }
  | { kind: "too-many" }
  | Exclude<CorrectionOutcome, { kind: "corrected" }>;

/** How a poll's log, archive and boxes are. Times are milliseconds since 1970. */
export interface LedgerHealth {
  seal: number;
  size: number;
  /** Root of the log, in base64, as the checkpoint of this size signs it. */
  root: string;
  sealedAt: number;
  /** Last seal that the archive holds; behind `seal` while the archive does not take it. */
  publishedSeal: number;
  /** Steps of the ledger that failed in a row. */
  failures: number;
  /** Lines that wait in each box; nothing where a box does not answer. */
  waiting: (number | null)[];
  /** Notes that the next seal will carry. */
  notes: number;
  /** An order is given that not every box has taken. */
  ordering: boolean;
  refused?: Refusal;
}

/** One seal of a curve: its time, and ballots of all questions cast up to it, by class. */
export interface SealedPace {
  at: number;
  ballots: ByClass;
}

/** What came of rebuilding a ledger. `why` is a sentence without its full stop; a refusal has changed nothing. */
export type Recovery =
  | {
      kind: "recovered";
      from: Refusal;
      /** The log as it was rebuilt. */
      size: number;
      seals: number;
      ballots: number;
      /** The log as it stands after the seal that notes the act; a closed log takes no note. */
      sealed: { seal: number; size: number };
      noted: boolean;
    }
  | { kind: "not-needed" }
  | { kind: "refused"; why: string };

/** What an audit of a poll's log in the archive found. */
export type AuditedLog =
  | {
      kind: "true";
      poll: string;
      size: number;
      seals: number;
      ballots: number;
      /** The signed note that it was audited against. */
      checkpoint: string;
      /** Its entries are not public before it closes (invariant 7). */
      hidden: boolean;
    }
  | { kind: "false"; poll: string; fault: Fault }
  | { kind: "unknown"; poll: string };
