import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { BoxJournal } from "../../src/objects/box-journal.ts";
import { bytes32 } from "./a-poll.ts";

const ballot = (name: string): string => `ballot pledge a ${bytes32(name)} hour`;

/** Runs `act` with the storage of a box that nobody uses. */
const withStorage = (name: string, act: (sql: SqlStorage) => void): Promise<void> =>
  runInDurableObject(env.BALLOT_BOX.getByName(`journal/${name}`), (_, state) => act(state.storage.sql));

/** The same storage, which tells of every row of the journal that is read while a list of them is walked. */
function watched(sql: SqlStorage, onRow: (id: number) => void): SqlStorage {
  const exec = (query: string, ...bindings: SqlStorageValue[]) => {
    const rows = sql.exec(query, ...bindings);
    return query.startsWith("SELECT id, lines") ? walk(rows) : rows;
  };
  function* walk(rows: Iterable<Record<string, SqlStorageValue>>) {
    for (const row of rows) {
      onRow(Number(row.id));
      yield row;
    }
  }
  return { exec } as unknown as SqlStorage;
}

function write(sql: SqlStorage, rows: string[][]): BoxJournal {
  const journal = new BoxJournal(sql, 7);
  for (const lines of rows) journal.remember(journal.append(lines), lines);
  return journal;
}

it("gives what a former life wrote a row at a time, whatever it holds", () =>
  withStorage("recall", (sql) => {
    write(
      sql,
      Array.from({ length: 50 }, (_, i) => [ballot(`${i} one`), ballot(`${i} two`)]),
    );
    const seen: string[] = [];
    const journal = new BoxJournal(
      watched(sql, (id) => seen.push(`row ${id}`)),
      7,
    );
    journal.recall(() => seen.push("line"));
    expect(seen.slice(0, 6)).toEqual(["row 1", "line", "line", "row 2", "line", "line"]);
    expect(seen).toHaveLength(150);
  }));

it("reads no more rows to freeze a batch than the batch holds, however many wait", () =>
  withStorage("freeze", (sql) => {
    write(
      sql,
      Array.from({ length: 50 }, (_, i) => [ballot(`${i} one`), ballot(`${i} two`)]),
    );
    const read: number[] = [];
    const journal = new BoxJournal(
      watched(sql, (id) => read.push(id)),
      7,
    );
    journal.recall(() => {});
    read.length = 0;
    expect(journal.batch(0, 9, 0)?.ballots).toHaveLength(8);
    // Four rows are in it, the fifth is one too many.
    expect(read).toEqual([1, 2, 3, 4, 5]);
    expect(journal.unfrozen).toBe(92);
  }));

it("freezes no row before it is durable, and counts none as waiting twice", () =>
  withStorage("durable", (sql) => {
    const journal = write(sql, [[ballot("one")], [ballot("two")]]);
    const lines = [ballot("three")];
    const underWay = journal.append(lines);
    expect(journal.batch(0, 10, 1)?.ballots).toEqual([ballot("one")]);
    journal.remember(underWay, lines);
    expect(journal.unfrozen).toBe(2);
    expect(journal.batch(1, 10, 0)?.ballots).toEqual([ballot("two"), ballot("three")]);
  }));

it("knows each ballot that was taken back, also in a next life", () =>
  withStorage("withdrawn", (sql) => {
    const withdraw = `withdraw ${bytes32("one")} ${bytes32("its secret")}`;
    const journal = write(sql, [[ballot("one"), ballot("two")], [withdraw]]);
    const next = new BoxJournal(sql, 8);
    next.recall(() => {});
    for (const each of [journal, next])
      expect(["one", "two", "three"].map((name) => each.isWithdrawn(bytes32(name)))).toEqual([true, false, false]);
  }));
