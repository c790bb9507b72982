import type { UnusualSeal } from "../../domain/arrivals.ts";
import { type HeardCounters, nothingHeard, type PollCounters } from "../../domain/counters.ts";
import type { PollState } from "../../domain/phase.ts";
import type { Counts } from "../../domain/tally.ts";
import type { JsonObject } from "../../log/entry.ts";
import type { PublishedPoll, Refusal } from "../rpc.ts";

/** One seal of the log, as the ledger remembers it. `next`: for each box, the first batch that is not in the log yet. */
export interface SealRecord {
  number: number;
  /** Entries in the log up to and including this seal. */
  size: number;
  next: number[];
  counts: Counts;
  /** Milliseconds since 1970. Seals have a time, ballots have none. */
  sealedAt: number;
  /** The signed checkpoint of this size. */
  checkpoint: string;
  /** What was seen at the door, as the log states it up to here. */
  counters?: PollCounters;
}

/** Everything the ledger must not forget besides the log itself. */
export interface LedgerMemory {
  poll: PublishedPoll;
  /** The state that people asked for; shown as `poll.state` once every box has acknowledged it. */
  ordered: PollState;
  /** JSON of notes that the next batch will carry. */
  notes: JsonObject[];
  closeReason?: string;
  /** What was seen at the door, as the log states it, and what it was summed from. */
  counters?: HeardCounters;
  /** Seals that took in far more than usual, the newest of them. */
  unusual?: UnusualSeal[];
  /** Role of whoever ordered it closed; left out where its time came. */
  closedBy?: string;
  /** Last seal, and last version of the state, that the archive holds. */
  publishedSeal: number;
  publishedVersion: number;
  /** Set once the log may be signed no more. */
  refused?: Refusal;
}

/** What may be published of the counters: as the log states them. */
export const publishedCounters = (memory: LedgerMemory): PollCounters => (memory.counters ?? nothingHeard()).sum;
