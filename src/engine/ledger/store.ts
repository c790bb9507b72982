import { castByClass } from "../../domain/tally.ts";
import { type LaidBatch, type LogHead, layBatch, type PendingWithdrawal } from "../../log/batch.ts";
import { formatCheckpoint } from "../../log/checkpoint.ts";
import type { JsonObject } from "../../log/entry.ts";
import { type NoteSigner, signNote } from "../../log/note.ts";
import { nodesFromTiles } from "../../log/tiles.ts";
import { EMPTY_EDGE, edgeOf, rootOf } from "../../log/tree.ts";
import { sha256 } from "../keys.ts";
import type { BoxBatch, BoxWithdrawal, SealedPace } from "../rpc.ts";
import { createTable, STORED } from "../schema.ts";
import { StaffActs } from "../staff-acts.ts";
import { LogStore } from "./log-store.ts";
import { type LedgerMemory, publishedCounters, type SealRecord } from "./memory.ts";

/** What a seal takes in: for each box its next batch, or nothing. */
interface SealInput {
  batches: readonly (BoxBatch | undefined)[];
  close?: JsonObject;
  now: number;
}

/** A log that is being rebuilt. */
export interface StagedLog {
  log: LogStore;
  add: (seal: SealRecord) => void;
}

const LOG_TABLES = ["bundle", "tile", "seal"];
const STAGED = "staged_";

/**
 * The ledger's SQLite storage: the log, its seals, and the ledger's memory. `open` and `seal` are one synchronous
 * transaction each, that appends, recomputes the root and signs: a log that was half appended, or one that was signed
 * and is not stored, does not exist.
 */
export class LedgerStore {
  readonly log: LogStore;
  readonly acts: StaffActs;
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.log = new LogStore(storage.sql);
    for (const table of Object.values(STORED.ledger)) createTable(storage.sql, table);
    this.acts = new StaffActs(storage.sql, STORED.ledger.staffAct);
  }

  remember(memory: LedgerMemory): void {
    this.#storage.sql.exec("INSERT OR REPLACE INTO memory (only, json) VALUES (1, ?)", JSON.stringify(memory));
  }

  recall(): LedgerMemory | undefined {
    const [row] = this.#storage.sql.exec<{ json: string }>("SELECT json FROM memory").toArray();
    return row && (JSON.parse(row.json) satisfies LedgerMemory);
  }

  /** Writes the first entries of a log that opens, and the ledger's memory with them. */
  open(memory: LedgerMemory, opening: LaidBatch, signer: NoteSigner, now: number): void {
    this.#storage.transactionSync(() => {
      this.remember(memory);
      const next = Array.from({ length: memory.poll.definition.rules.boxes }, () => 0);
      const counters = publishedCounters(memory);
      this.#append(opening, { number: 0, size: 0, next, counts: opening.head.counts, sealedAt: now, counters }, signer);
    });
  }

  /** Appends a batch and its seal; notes that waited go with it. */
  seal(memory: LedgerMemory, input: SealInput, signer: NoteSigner): LedgerMemory {
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
      const next = last.next.map((wanted, box) => {
        const taken = batches[box]?.number;
        return taken === undefined ? wanted : taken + 1;
      });
      this.#append(
        laid,
        {
          number: last.number + 1,
          size: last.size,
          next,
          counts: laid.head.counts,
          sealedAt: input.now,
          counters: publishedCounters(memory),
        },
        signer,
      );
      const after: LedgerMemory = { ...memory, notes: [] };
      this.remember(after);
      return after;
    });
  }

  /** Empty tables for a log that is rebuilt beside the one that stands, which nothing touches until `adopt`. */
  stage(): StagedLog {
    const { sql } = this.#storage;
    this.discardStaged();
    createTable(sql, STORED.ledger.seal, STAGED);
    return { log: new LogStore(sql, STAGED), add: (seal) => this.#insertSeal(seal, STAGED) };
  }

  /** The staged log becomes the log, and `memory` what the ledger knows: in one transaction, or not at all. */
  adopt(memory: LedgerMemory): void {
    const { sql } = this.#storage;
    this.#storage.transactionSync(() => {
      for (const table of LOG_TABLES) {
        sql.exec(`DROP TABLE ${table}`);
        sql.exec(`ALTER TABLE ${STAGED}${table} RENAME TO ${table}`);
      }
      this.remember(memory);
    });
  }

  /** Forgets a staged log. */
  discardStaged(): void {
    for (const table of LOG_TABLES) this.#storage.sql.exec(`DROP TABLE IF EXISTS ${STAGED}${table}`);
  }

  lastSeal(): SealRecord {
    const [row] = this.#storage.sql
      .exec<{ json: string }>("SELECT json FROM seal ORDER BY number DESC LIMIT 1")
      .toArray();
    if (!row) throw new Error("the log has no seal");
    return JSON.parse(row.json) satisfies SealRecord;
  }

  /** The newest seals, at most so many, oldest first. */
  newestSeals(most: number): SealRecord[] {
    return this.#storage.sql
      .exec<{ json: string }>("SELECT json FROM seal ORDER BY number DESC LIMIT ?", most)
      .toArray()
      .map(({ json }) => JSON.parse(json) satisfies SealRecord)
      .reverse();
  }

  readSeal(number: number): SealRecord {
    const [row] = this.#storage.sql.exec<{ json: string }>("SELECT json FROM seal WHERE number = ?", number).toArray();
    if (!row) throw new Error(`there is no seal ${number}`);
    return JSON.parse(row.json) satisfies SealRecord;
  }

  /** Seals from a time on, in order, and the last one before it. */
  paceSince(from: number): SealedPace[] {
    const rows = this.#storage.sql.exec<{ json: string }>("SELECT json FROM seal ORDER BY number DESC");
    const found: SealedPace[] = [];
    for (const { json } of rows) {
      const { sealedAt, counts }: SealRecord = JSON.parse(json);
      found.push({ at: sealedAt, ballots: castByClass(counts) });
      if (sealedAt < from) break;
    }
    return found.reverse();
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

  /** Appends to the log whose size is `before.size`, and signs the root it then has. */
  #append(laid: LaidBatch, before: Omit<SealRecord, "checkpoint">, signer: NoteSigner): void {
    const edge = this.log.append(this.#edge(before.size), laid.entries, laid.leaves);
    const text = formatCheckpoint({ origin: signer.name, size: edge.size, root: rootOf(sha256, edge) });
    const seal: SealRecord = { ...before, size: edge.size, checkpoint: signNote(sha256, signer, text) };
    this.#insertSeal(seal);
  }

  #insertSeal(seal: SealRecord, prefix = ""): void {
    const { number, size } = seal;
    const json = JSON.stringify(seal);
    this.#storage.sql.exec(`INSERT INTO ${prefix}seal (number, size, json) VALUES (?, ?, ?)`, number, size, json);
  }

  /** The right edge of the tree, read back from the stored hashes each time: what is wrong on disk is never carried on. */
  #edge(size: number) {
    if (size === 0) return EMPTY_EDGE;
    return edgeOf(
      nodesFromTiles(sha256, size, (level, number, width) => this.log.readTile(level, number, width)),
      size,
    );
  }

  /**
   * A withdrawal with the index of its ballot. No index of locks is kept: the box says which of its batches held the
   * ballot, the seals say which entries that batch became, and those are sorted.
   */
  #pending({ entry, batch, secret }: BoxWithdrawal, box: number, current: number): PendingWithdrawal {
    if (batch === current) return { ballot: entry, index: "this-batch", secret };
    const number = this.#sealThatTook(box, batch);
    const index = this.log.indexOfBallot(entry, this.readSeal(number - 1).size, this.readSeal(number).size);
    return { ballot: entry, index, secret };
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
