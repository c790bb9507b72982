import { parseEntry } from "../../log/entry.ts";
import type { BoxBatch, BoxInstruction, BoxWithdrawal } from "../rpc.ts";
import { createTable, STORED } from "../schema.ts";
import { LockIndex } from "./locks.ts";

/**
 * What a box wrote, in order: `ballot …` lines exactly as they will stand in the log, and `withdraw {lock} {secret}`
 * lines. Many lines share a row (a row written costs money), a row is never changed, and none is ever deleted: a lock
 * answers for ever. In memory is where each lock stands, and no line: a ballot costs 11 to 23 bytes there, taken back
 * twice that, however long the poll.
 */
export class BoxJournal {
  readonly #sql: SqlStorage;
  readonly #locks: LockIndex;
  readonly #withdrawals: LockIndex;
  #lastRow = 0;
  /** Rows up to this one are durable and counted. */
  #lastKnownRow = 0;
  #lastFrozenRow = 0;
  #lastBatch = -1;
  /** Lines of known rows that no batch has frozen. */
  #unfrozen = 0;

  /** Creates the tables. `recall` then reads back what a former life of the object wrote. */
  constructor(sql: SqlStorage, seed: number) {
    this.#sql = sql;
    this.#locks = new LockIndex(seed);
    this.#withdrawals = new LockIndex(seed);
    for (const table of Object.values(STORED.ballotBox)) createTable(sql, table);
    for (const row of sql.exec<{ number: number; last: number }>(
      "SELECT number, last FROM batch ORDER BY number DESC LIMIT 1",
    )) {
      this.#lastBatch = row.number;
      this.#lastFrozenRow = row.last;
    }
  }

  /**
   * Gives every line again, in order, a row at a time: `each` must keep none, since a box may hold more of them than
   * an object has memory for.
   */
  recall(each: (line: JournalLine) => void): void {
    const rows = this.#sql.exec<{ id: number; lines: string }>("SELECT id, lines FROM journal ORDER BY id");
    for (const { id, lines } of rows) {
      this.#lastRow = id;
      for (const line of this.remember(id, lines.split("\n"))) each(line);
    }
  }

  get isEmpty(): boolean {
    return this.#lastRow === 0;
  }

  get lastBatch(): number {
    return this.#lastBatch;
  }

  /** Lines not frozen into a batch. */
  get unfrozen(): number {
    return this.#unfrozen;
  }

  readInstruction(): BoxInstruction | undefined {
    const [row] = this.#sql.exec<{ json: string }>("SELECT json FROM instruction").toArray();
    return row && (JSON.parse(row.json) satisfies BoxInstruction);
  }

  writeInstruction(instruction: BoxInstruction): void {
    this.#sql.exec("INSERT OR REPLACE INTO instruction (only, json) VALUES (1, ?)", JSON.stringify(instruction));
  }

  /** Puts lines into storage as one row, and answers its id. They count once the storage has synced: see `remember`. */
  append(lines: readonly string[]): number {
    const row = this.#lastRow + 1;
    this.#sql.exec("INSERT INTO journal (id, lines) VALUES (?, ?)", row, lines.join("\n"));
    this.#lastRow = row;
    return row;
  }

  /** Takes durable lines of a row into the index; answers what they say. */
  remember(row: number, lines: readonly string[]): JournalLine[] {
    this.#lastKnownRow = row;
    if (row > this.#lastFrozenRow) this.#unfrozen += lines.length;
    return lines.map((line) => {
      if (line.startsWith("withdraw ")) {
        const lock = line.split(" ")[1] ?? "";
        this.#withdrawals.add(lock, row);
        return { kind: "withdrawal", ballot: readBallot(this.findBallot(lock)) };
      }
      this.#locks.add(lockIn(line), row);
      return { kind: "ballot", ballot: readBallot(line) };
    });
  }

  /** The ballot line with this lock. */
  findBallot(lock: string): string | undefined {
    for (const row of this.#locks.candidates(lock)) {
      const found = this.#rowLines(row).find((line) => line.startsWith("ballot ") && lockIn(line) === lock);
      if (found) return found;
    }
    return undefined;
  }

  isWithdrawn(lock: string): boolean {
    const start = `withdraw ${lock} `;
    for (const row of this.#withdrawals.candidates(lock))
      if (this.#rowLines(row).some((line) => line.startsWith(start))) return true;
    return false;
  }

  /**
   * Batch `number`, or nothing where nothing waits. Frozen at its first asking: a range of rows whose bytes never change.
   * At most `most` lines but at least one row, and `keepBack` of the newest stay behind (rows are never split, so a few
   * more may).
   */
  batch(number: number, most: number, keepBack: number): BoxBatch | undefined {
    if (number > this.#lastBatch + 1)
      throw new Error(`batch ${number} was asked for before batch ${this.#lastBatch + 1}`);
    if (number === this.#lastBatch + 1 && !this.#freeze(number, most, keepBack)) return undefined;
    return this.#frozen(number);
  }

  /** Batches that were frozen already, from `from` on: as many as hold `most` lines, at least one. Freezes nothing. */
  frozen(from: number, most: number): BoxBatch[] {
    const batches: BoxBatch[] = [];
    let lines = 0;
    for (let number = from; number <= this.#lastBatch && lines < most; number++) {
      const batch = this.#frozen(number);
      lines += batch.ballots.length + batch.withdrawals.length;
      batches.push(batch);
    }
    return batches;
  }

  #frozen(number: number): BoxBatch {
    const [range] = this.#sql.exec<Range>("SELECT first, last FROM batch WHERE number = ?", number).toArray();
    if (!range) throw new Error(`batch ${number} has no range`);

    const lines = this.#sql
      .exec<{ lines: string }>(
        "SELECT lines FROM journal WHERE id BETWEEN ? AND ? ORDER BY id",
        range.first,
        range.last,
      )
      .toArray()
      .flatMap((row) => row.lines.split("\n"));
    return {
      number,
      ballots: lines.filter((line) => line.startsWith("ballot ")),
      withdrawals: lines.filter((line) => line.startsWith("withdraw ")).map((line) => this.#handOver(line)),
    };
  }

  #freeze(number: number, most: number, keepBack: number): boolean {
    // One row at a time, and none beyond the batch: after an outage more may wait than an object has memory for.
    const rows = this.#sql.exec<{ id: number; lines: string }>(
      "SELECT id, lines FROM journal WHERE id BETWEEN ? AND ? ORDER BY id",
      this.#lastFrozenRow + 1,
      this.#lastKnownRow,
    );
    let left = this.#unfrozen;
    let taken = 0;
    let last: number | undefined;
    for (const { id, lines } of rows) {
      const count = lines.split("\n").length;
      if ((taken > 0 && taken + count > most) || left - count < keepBack) break;
      taken += count;
      left -= count;
      last = id;
    }
    if (last === undefined) return false;
    const first = this.#lastFrozenRow + 1;
    this.#sql.exec("INSERT INTO batch (number, first, last) VALUES (?, ?, ?)", number, first, last);
    this.#lastBatch = number;
    this.#lastFrozenRow = last;
    this.#unfrozen = left;
    return true;
  }

  /** A withdrawal as the ledger needs it: with its ballot and the batch that held it, so that the ledger finds its index. */
  #handOver(line: string): BoxWithdrawal {
    const [, lock = "", secret = ""] = line.split(" ");
    for (const row of this.#locks.candidates(lock)) {
      const entry = this.#rowLines(row).find((each) => each.startsWith("ballot ") && lockIn(each) === lock);
      const [held] = this.#sql
        .exec<{ number: number }>("SELECT number FROM batch WHERE ? BETWEEN first AND last", row)
        .toArray();
      if (entry && held) return { entry, batch: held.number, secret };
    }
    throw new Error("a withdrawal was recorded without its ballot");
  }

  #rowLines(row: number): string[] {
    const [found] = this.#sql.exec<{ lines: string }>("SELECT lines FROM journal WHERE id = ?", row).toArray();
    return found ? found.lines.split("\n") : [];
  }
}

/** A line of the journal, as it counts. */
export interface JournalLine {
  kind: "ballot" | "withdrawal";
  ballot: ReturnType<typeof readBallot>;
}

type Range = { first: number; last: number };

const lockIn = (line: string): string => line.split(" ")[3] ?? "";

export function readBallot(line: string | undefined) {
  const entry = line === undefined ? undefined : parseEntry(line);
  if (entry?.kind !== "ballot") throw new Error("the journal holds something that is no ballot");
  return entry;
}
