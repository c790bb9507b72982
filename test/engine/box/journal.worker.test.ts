import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { BoxJournal } from "../../../src/engine/box/journal.ts";
import { LockIndex } from "../../../src/engine/box/locks.ts";
import { bytes32 } from "../a-poll.ts";

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

it("freezes no row before it is durable, nor reads it, and counts none as waiting twice, also in a next life", () =>
  withStorage("durable", (sql) => {
    write(sql, [[ballot("one")], [ballot("two")]]);
    const read: number[] = [];
    const journal = new BoxJournal(
      watched(sql, (id) => read.push(id)),
      7,
    );
    journal.recall(() => {});
    read.length = 0;
    const lines = [ballot("three")];
    const underWay = journal.append(lines);
    expect(journal.batch(0, 10, 1)?.ballots).toEqual([ballot("one")]);
    expect(journal.batch(1, 10, 0)?.ballots).toEqual([ballot("two")]);
    expect(journal.batch(2, 10, 0)).toBeUndefined();
    expect(read).toEqual([1, 2, 2]);
    expect(journal.unfrozen).toBe(0);
    journal.remember(underWay, lines);
    expect(journal.unfrozen).toBe(1);
    expect(journal.batch(2, 10, 0)?.ballots).toEqual([ballot("three")]);
    const next = new BoxJournal(sql, 8);
    next.recall(() => {});
    expect([journal.unfrozen, next.unfrozen]).toEqual([0, 0]);
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

it("tells a ballot from one whose lock leaves the same mark in its index", () =>
  withStorage("twins", (sql) => {
    const [one, twin] = ["twin 27300", "twin 111488"];
    // They do so from this seed: without that, the test would ask about two strangers.
    const index = new LockIndex(7);
    index.add(bytes32(one), 1);
    expect([...index.candidates(bytes32(twin))]).toEqual([1]);

    const journal = write(sql, [[ballot(one)], [`withdraw ${bytes32(one)} ${bytes32("its secret")}`]]);
    expect(journal.findBallot(bytes32(twin))).toBeUndefined();
    expect(journal.isWithdrawn(bytes32(twin))).toBe(false);
    expect(journal.findBallot(bytes32(one))).toBe(ballot(one));
    expect(journal.isWithdrawn(bytes32(one))).toBe(true);
    const lines = [ballot(twin), `withdraw ${bytes32(twin)} ${bytes32("another")}`];
    journal.remember(journal.append(lines), lines);
    expect(journal.batch(0, 10, 0)?.withdrawals.map(({ entry }) => entry)).toEqual([ballot(one), ballot(twin)]);
  }));
