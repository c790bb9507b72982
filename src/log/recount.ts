import { checkChoice } from "../domain/ballot.ts";
import { type Counts, countBallot, countWithdrawal, emptyCounts } from "../domain/tally.ts";
import { type Entry, parseEntry } from "./entry.ts";
import type { Fault } from "./fault.ts";
import { compareBytes, leafHash, type Sha256 } from "./hash.ts";
import { lockOf } from "./lock.ts";
import { readQuestions } from "./questions.ts";
import { fromUtf8 } from "./text.ts";

type BallotLine = Extract<Entry, { kind: "ballot" }>;

/** What a recount found: the tally that the entries add up to, or the first entry that is not as it must be. */
export type Recount =
  | { kind: "counted"; size: number; seals: number; counts: Counts; closed: boolean }
  | { kind: "fault"; index: number; fault: Fault };

/** Parts of a batch in the order they must stand in. */
const PARTS = ["note", "ballot", "withdraw", "close", "seal"] as const;

/**
 * Recounts a log from its entries alone: every seal must state what the entries before it add up to (invariant 2),
 * batches must stand in their order, ballots and withdrawals sorted by leaf hash, locks unique, each withdrawal must open
 * the lock of an earlier ballot, once. Entries arrive in order, so a log of any size takes only its locks in memory.
 */
export class Recounter {
  readonly #sha256: Sha256;
  #origin = "";
  #vkey = "";
  #promiseVkey: string | undefined;
  #definition: Parameters<typeof checkChoice>[0] | undefined;
  #counts: Counts = {};
  #index = 0;
  #seals = 0;
  #part = 0;
  #lastHash: Uint8Array | undefined;
  #closed = false;
  #closing = false;
  readonly #locks = new Set<string>();
  /** Ballots by index; taken out when withdrawn. */
  readonly #ballots = new Map<number, BallotLine>();

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /** What the `open` entry says of the log itself. */
  get identity(): { origin: string; vkey: string; promiseVkey: string | undefined } {
    return { origin: this.#origin, vkey: this.#vkey, promiseVkey: this.#promiseVkey };
  }

  /** Takes the next entry; answers what is wrong with it, or nothing. */
  add(bytes: Uint8Array): Fault | undefined {
    const fault = this.#check(bytes);
    if (!fault) this.#index += 1;
    return fault;
  }

  /** The result so far: a fault where the last entry is not a seal. */
  result(): Recount {
    const { length } = PARTS;
    if (this.#index === 0 || this.#part !== length)
      return { kind: "fault", index: this.#index, fault: { kind: "missing", what: "last-seal" } };
    return { kind: "counted", size: this.#index, seals: this.#seals, counts: this.#counts, closed: this.#closed };
  }

  #check(bytes: Uint8Array): Fault | undefined {
    const entry = readEntry(bytes);
    if (!entry) return { kind: "form", what: "grammar" };
    if (this.#index === 0) return this.#open(entry);
    if (entry.kind === "open") return { kind: "order", what: "second-open" };
    if (this.#index === 1 && entry.kind !== "seal") return { kind: "order", what: "no-seal-0" };
    if (this.#closed) return { kind: "order", what: "after-close" };

    const part = PARTS.indexOf(entry.kind);
    if (this.#part === PARTS.length) this.#part = 0;
    if (part < this.#part) return { kind: "order", what: "misplaced", entry: entry.kind };
    if (this.#closing && entry.kind !== "seal") return { kind: "order", what: "before-last-seal" };
    if (part > this.#part) this.#lastHash = undefined;
    this.#part = part;

    switch (entry.kind) {
      case "note":
        return undefined;
      case "ballot":
        return this.#unsorted(bytes) ?? this.#ballot(entry);
      case "withdraw":
        return this.#unsorted(bytes) ?? this.#withdraw(entry);
      case "close":
        this.#closing = true;
        return undefined;
      case "seal":
        return this.#seal(entry);
    }
  }

  #open(entry: Entry): Fault | undefined {
    if (entry.kind !== "open") return { kind: "form", what: "no-open" };
    const { origin, vkey, promiseVkey, definition } = entry.json;
    const read = readQuestions(definition);
    if (read.kind === "invalid") return { kind: "form", what: "definition", field: read.field };
    if (typeof origin !== "string" || typeof vkey !== "string") return { kind: "form", what: "no-identity" };
    this.#origin = origin;
    this.#vkey = vkey;
    if (typeof promiseVkey === "string") this.#promiseVkey = promiseVkey;
    this.#definition = read;
    this.#counts = emptyCounts(read);
    return undefined;
  }

  #unsorted(bytes: Uint8Array): Fault | undefined {
    const hash = leafHash(this.#sha256, bytes);
    const inOrder = !this.#lastHash || compareBytes(this.#lastHash, hash) < 0;
    this.#lastHash = hash;
    return inOrder ? undefined : { kind: "order", what: "unsorted" };
  }

  #ballot(ballot: BallotLine): Fault | undefined {
    if (this.#locks.has(ballot.lock)) return { kind: "lock" };
    if (!this.#definition) return { kind: "form", what: "no-open" };
    const checked = checkChoice(this.#definition, ballot.question, ballot.choice);
    if (checked.kind !== "choice") return { kind: "choice", what: checked.kind };
    if (checked.choice.join() !== ballot.choice.join()) return { kind: "choice", what: "option-order" };
    this.#locks.add(ballot.lock);
    this.#ballots.set(this.#index, ballot);
    countBallot(this.#counts, ballot);
    return undefined;
  }

  #withdraw(entry: Extract<Entry, { kind: "withdraw" }>): Fault | undefined {
    const ballot = this.#ballots.get(entry.index);
    if (!ballot) return { kind: "withdrawal", what: "no-ballot" };
    const lock = lockOf(this.#sha256, this.#origin, ballot.question, entry.secret);
    if (lock !== ballot.lock) return { kind: "withdrawal", what: "secret" };
    this.#ballots.delete(entry.index);
    countWithdrawal(this.#counts, ballot);
    return undefined;
  }

  #seal(entry: Extract<Entry, { kind: "seal" }>): Fault | undefined {
    if (entry.number !== this.#seals) return { kind: "seal", what: "number", number: entry.number, due: this.#seals };
    if (JSON.stringify(entry.counts) !== JSON.stringify(this.#counts)) return { kind: "seal", what: "sum" };
    this.#seals += 1;
    this.#part = PARTS.length;
    this.#closed = this.#closing;
    return undefined;
  }
}

function readEntry(bytes: Uint8Array): Entry | undefined {
  try {
    return parseEntry(fromUtf8(bytes));
  } catch {
    return undefined;
  }
}
