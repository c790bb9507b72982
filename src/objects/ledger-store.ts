import { type LaidBatch, type LogHead, layBatch, type PendingWithdrawal } from "../log/batch.ts";
import { BUNDLE_SIZE, cutBundle, decodeBundle, encodeBundle } from "../log/bundle.ts";
import { compareBytes, leafHash } from "../log/hash.ts";
import { fromUtf8, utf8 } from "../log/text.ts";
import type { PollState } from "../poll/phase.ts";
import type { Counts } from "../poll/tally.ts";
import type { BoxBatch, BoxWithdrawal, PublishedPoll } from "./contract.ts";
import { sha256 } from "./keys.ts";

/** One seal of the log, as the ledger remembers it. `next`: for each box, the first batch that is not in the log yet. */
export interface SealRecord {
  number: number;
  /** Entries in the log up to and including this seal. */
  size: number;
  next: number[];
  counts: Counts;
  /** Milliseconds since 1970. Seals have a time, ballots have none. */
  sealedAt: number;
}

/** Everything the ledger must not forget besides the log itself. */
export interface LedgerMemory {
  poll: PublishedPoll;
  /** The state that people asked for; shown as `poll.state` once every box has acknowledged it. */
  ordered: PollState;
  /** JSON of notes that the next batch will carry. */
  notes: unknown[];
  closeReason?: string;
  /** Last seal, and last version of the state, that the archive holds. */
  publishedSeal: number;
  publishedVersion: number;
}

/** What a seal takes in: for each box its next batch, or nothing. */
export interface SealInput {
  batches: readonly (BoxBatch | undefined)[];
  close?: unknown;
  now: number;
}

/**
 * The ledger's SQLite storage: the log in bundles of 256 entries, its seals, and the ledger's memory.
 * `seal` is one synchronous transaction: a log that was half appended does not exist.
 */
export class LedgerStore {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    for (const table of [
      "memory (only INTEGER PRIMARY KEY CHECK (only = 1), json TEXT NOT NULL)",
      "bundle (number INTEGER PRIMARY KEY, data BLOB NOT NULL)",
      "seal (number INTEGER PRIMARY KEY, size INTEGER NOT NULL, json TEXT NOT NULL)",
      "gallery (number INTEGER PRIMARY KEY)",
    ])
      storage.sql.exec(`CREATE TABLE IF NOT EXISTS ${table}`);
  }

  remember(memory: LedgerMemory): void {
    this.#storage.sql.exec("INSERT OR REPLACE INTO memory (only, json) VALUES (1, ?)", JSON.stringify(memory));
  }

  recall(): LedgerMemory | undefined {
    const [row] = this.#storage.sql.exec<{ json: string }>("SELECT json FROM memory").toArray();
    return row && (JSON.parse(row.json) satisfies LedgerMemory);
  }

  /** Writes the first entries of a log that opens, and the ledger's memory with them. */
  open(memory: LedgerMemory, opening: LaidBatch, now: number): void {
    this.#storage.transactionSync(() => {
      this.remember(memory);
      const next = Array.from({ length: memory.poll.definition.rules.boxes }, () => 0);
      this.#append(0, opening.entries);
      this.#addSeal({ number: 0, size: opening.head.size, next, counts: opening.head.counts, sealedAt: now });
    });
  }

  /** Appends a batch and its seal; notes that waited go with it. */
  seal(memory: LedgerMemory, input: SealInput): { memory: LedgerMemory } {
    return this.#storage.transactionSync(() => {
      const last = this.lastSeal();
      const { batches } = input;
      const head: LogHead = { size: last.size, seals: last.number + 1, counts: last.counts };
      const laid = layBatch(sha256, head, {
        notes: memory.notes,
        ballots: batches.flatMap((batch) => batch?.ballots ?? []),
        withdrawals: batches.flatMap((batch, box) =>
          (batch?.withdrawals ?? []).map((each) => this.#pending(each, box, batch?.number ?? 0)),
        ),
        ...(input.close !== undefined && { close: input.close }),
      });
      this.#append(last.size, laid.entries);
      const seal: SealRecord = {
        number: last.number + 1,
        size: laid.head.size,
        next: last.next.map((next, box) => batches[box]?.number ?? next - 1).map((taken) => taken + 1),
        counts: laid.head.counts,
        sealedAt: input.now,
      };
      this.#addSeal(seal);
      const after: LedgerMemory = { ...memory, notes: [] };
      this.remember(after);
      return { memory: after };
    });
  }

  lastSeal(): SealRecord {
    const [row] = this.#storage.sql
      .exec<{ json: string }>("SELECT json FROM seal ORDER BY number DESC LIMIT 1")
      .toArray();
    if (!row) throw new Error("the log has no seal");
    return JSON.parse(row.json) satisfies SealRecord;
  }

  readSeal(number: number): SealRecord {
    const [row] = this.#storage.sql.exec<{ json: string }>("SELECT json FROM seal WHERE number = ?", number).toArray();
    if (!row) throw new Error(`there is no seal ${number}`);
    return JSON.parse(row.json) satisfies SealRecord;
  }

  /** The first `width` entries of a bundle, encoded. */
  readBundle(number: number, width: number): Uint8Array {
    return cutBundle(this.#bundle(number), width);
  }

  galleries(): number[] {
    return this.#storage.sql
      .exec<{ number: number }>("SELECT number FROM gallery")
      .toArray()
      .map((row) => row.number);
  }

  addGallery(number: number): void {
    this.#storage.sql.exec("INSERT OR IGNORE INTO gallery (number) VALUES (?)", number);
  }

  removeGallery(number: number): void {
    this.#storage.sql.exec("DELETE FROM gallery WHERE number = ?", number);
  }

  #append(size: number, entries: readonly Uint8Array[]): void {
    const first = Math.floor(size / BUNDLE_SIZE);
    const all = [...(size % BUNDLE_SIZE > 0 ? decodeBundle(this.#bundle(first)) : []), ...entries];
    for (let i = 0; i * BUNDLE_SIZE < all.length; i++)
      this.#storage.sql.exec(
        "INSERT OR REPLACE INTO bundle (number, data) VALUES (?, ?)",
        first + i,
        encodeBundle(all.slice(i * BUNDLE_SIZE, (i + 1) * BUNDLE_SIZE)),
      );
  }

  #addSeal(seal: SealRecord): void {
    this.#storage.sql.exec(
      "INSERT INTO seal (number, size, json) VALUES (?, ?, ?)",
      seal.number,
      seal.size,
      JSON.stringify(seal),
    );
  }

  #bundle(number: number): Uint8Array {
    const [row] = this.#storage.sql
      .exec<{ data: ArrayBuffer }>("SELECT data FROM bundle WHERE number = ?", number)
      .toArray();
    if (!row) throw new Error(`the log has no bundle ${number}`);
    return new Uint8Array(row.data);
  }

  #entry(index: number): Uint8Array {
    const entry = decodeBundle(this.#bundle(Math.floor(index / BUNDLE_SIZE)))[index % BUNDLE_SIZE];
    if (!entry) throw new Error(`the log has no entry ${index}`);
    return entry;
  }

  /**
   * A withdrawal with the index of its ballot. No index of locks is kept: the box says which of its batches held the
   * ballot, the seals say which entries that batch became, and those stand in ascending order of leaf hash.
   */
  #pending({ entry, batch, secret }: BoxWithdrawal, box: number, current: number): PendingWithdrawal {
    if (batch === current) return { ballot: entry, index: "this-batch", secret };
    const number = this.#sealThatTook(box, batch);
    const [from, to] = [this.readSeal(number - 1).size, this.readSeal(number).size];
    const wanted = leafHash(sha256, utf8(entry));
    let [low, high] = [from, to - 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#standsBefore(middle, wanted)) low = middle + 1;
      else high = middle;
    }
    if (fromUtf8(this.#entry(low)) !== entry) throw new Error("a withdrawn ballot is not where its box says");
    return { ballot: entry, index: low, secret };
  }

  /** Does the entry stand before a ballot of this leaf hash? Notes come before all ballots of a batch, the rest after. */
  #standsBefore(index: number, wanted: Uint8Array): boolean {
    const entry = this.#entry(index);
    const text = fromUtf8(entry);
    if (text.startsWith("note ")) return true;
    return text.startsWith("ballot ") && compareBytes(leafHash(sha256, entry), wanted) < 0;
  }

  /** The first seal after which the ledger wanted a later batch of this box. */
  #sealThatTook(box: number, batch: number): number {
    let [low, high] = [1, this.lastSeal().number];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.readSeal(middle).next[box] ?? 0) > batch) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
