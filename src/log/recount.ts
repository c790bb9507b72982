import { checkChoice } from "../domain/ballot.ts";
import { type Counts, countBallot, countWithdrawal, emptyCounts } from "../domain/tally.ts";
import { type Entry, parseEntry } from "./entry.ts";
import { compareBytes, leafHash, type Sha256 } from "./hash.ts";
import { lockOf } from "./lock.ts";
import { readQuestions } from "./questions.ts";
import { fromUtf8 } from "./text.ts";

type BallotLine = Extract<Entry, { kind: "ballot" }>;

/** What a recount found: the tally that the entries add up to, or the first entry that is not as it must be. */
export type Recount =
  | { kind: "counted"; size: number; seals: number; counts: Counts; closed: boolean }
  | { kind: "fault"; index: number; fault: string };

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
  add(bytes: Uint8Array): string | undefined {
    const fault = this.#check(bytes);
    if (!fault) this.#index += 1;
    return fault;
  }

  /** The result so far: a fault where the last entry is not a seal. */
  result(): Recount {
    const { length } = PARTS;
    if (this.#index === 0 || this.#part !== length)
      return { kind: "fault", index: this.#index, fault: "the log does not end in a seal" };
    return { kind: "counted", size: this.#index, seals: this.#seals, counts: this.#counts, closed: this.#closed };
  }

  #check(bytes: Uint8Array): string | undefined {
    const entry = readEntry(bytes);
    if (!entry) return "not an entry of the grammar";
    if (this.#index === 0) return this.#open(entry);
    if (entry.kind === "open") return "a second open entry";
    if (this.#index === 1 && entry.kind !== "seal") return "the open entry is not followed by seal 0";
    if (this.#closed) return "an entry after the closing seal";

    const part = PARTS.indexOf(entry.kind);
    if (this.#part === PARTS.length) this.#part = 0;
    if (part < this.#part) return `a ${entry.kind} entry out of its place in the batch`;
    if (this.#closing && entry.kind !== "seal") return "something stands between close and the last seal";
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

  #open(entry: Entry): string | undefined {
    if (entry.kind !== "open") return "the first entry is not open";
    const { origin, vkey, promiseVkey, definition } = entry.json;
    const read = readQuestions(definition);
    if (read.kind === "invalid") return `the definition is not valid: ${read.field}`;
    if (typeof origin !== "string" || typeof vkey !== "string") return "the open entry names no origin or no key";
    this.#origin = origin;
    this.#vkey = vkey;
    if (typeof promiseVkey === "string") this.#promiseVkey = promiseVkey;
    this.#definition = read;
    this.#counts = emptyCounts(read);
    return undefined;
  }

  #unsorted(bytes: Uint8Array): string | undefined {
    const hash = leafHash(this.#sha256, bytes);
    const inOrder = !this.#lastHash || compareBytes(this.#lastHash, hash) < 0;
    this.#lastHash = hash;
    return inOrder ? undefined : "not in ascending order of leaf hash";
  }

  #ballot(ballot: BallotLine): string | undefined {
    if (this.#locks.has(ballot.lock)) return "a lock that stands on an earlier ballot";
    if (!this.#definition) return "a ballot before the definition";
    const checked = checkChoice(this.#definition, ballot.question, ballot.choice);
    if (checked.kind !== "choice") return `a choice the definition does not allow: ${checked.kind}`;
    if (checked.choice.join() !== ballot.choice.join()) return "options out of definition order";
    this.#locks.add(ballot.lock);
    this.#ballots.set(this.#index, ballot);
    countBallot(this.#counts, ballot);
    return undefined;
  }

  #withdraw(entry: Extract<Entry, { kind: "withdraw" }>): string | undefined {
    const ballot = this.#ballots.get(entry.index);
    if (!ballot) return "a withdrawal of no standing ballot";
    const lock = lockOf(this.#sha256, this.#origin, ballot.question, entry.secret);
    if (lock !== ballot.lock) return "a secret that does not open its ballot's lock";
    this.#ballots.delete(entry.index);
    countWithdrawal(this.#counts, ballot);
    return undefined;
  }

  #seal(entry: Extract<Entry, { kind: "seal" }>): string | undefined {
    if (entry.number !== this.#seals) return `seal ${entry.number} where seal ${this.#seals} was due`;
    if (JSON.stringify(entry.counts) !== JSON.stringify(this.#counts))
      return "a seal that is not the sum of the entries before it";
    this.#seals += 1;
    this.#part = PARTS.length;
    this.#closed = this.#closing;
    return undefined;
  }
}

/** Recounts a whole log at once. */
export function recount(sha256: Sha256, entries: Iterable<Uint8Array>): Recount {
  const recounter = new Recounter(sha256);
  let index = 0;
  for (const entry of entries) {
    const fault = recounter.add(entry);
    if (fault) return { kind: "fault", index, fault };
    index += 1;
  }
  return recounter.result();
}

function readEntry(bytes: Uint8Array): Entry | undefined {
  try {
    return parseEntry(fromUtf8(bytes));
  } catch {
    return undefined;
  }
}
