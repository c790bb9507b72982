import { ID_PATTERN } from "../../domain/id.ts";
import { sha256 } from "../../engine/index.ts";
import { addColumns, createTable, STORED } from "../../engine/schema.ts";

import { toHex, utf8 } from "../../log/text.ts";
import { ACTS, type Account, type Act, type By, type Role, roleNamed } from "./contract.ts";

/** What happened, to what, and what it was before and after: whatever JSON says it best. */
export interface Deed {
  act: Act;
  /** Id of the poll it concerns, if any. */
  poll?: string;
  before?: unknown;
  after?: unknown;
}

/** The same as it is written down: what was before and after, as JSON text. */
interface WrittenDeed {
  act: Act;
  poll?: string;
  before?: string;
  after?: string;
}

export const written = ({ act, poll, before, after }: Deed): WrittenDeed => ({
  act,
  ...(poll !== undefined && { poll }),
  ...(before !== undefined && { before: JSON.stringify(before) }),
  ...(after !== undefined && { after: JSON.stringify(after) }),
});

/** A deed of another object than `Staff`, and whose it was. */
export interface RecordRequest extends WrittenDeed {
  by: By;
}

/**
 * What came of a deed of another object. `before`, `after`: left out, they are as they were when it was intended.
 */
export interface OutcomeNote extends Pick<WrittenDeed, "before" | "after"> {
  request: string;
  outcome: "done" | "not-done";
}

/**
 * How far a line's deed had come when the line was written. `intended`: it was about to be asked of another object; the later line of
 * the same request says what came of it, and until there is one nobody knows. A line without this was written in one commit with
 * its deed, which is done.
 */
export const PROGRESS = ["intended", "done", "not-done"] as const;
type Progress = (typeof PROGRESS)[number];

/** One line of the record. It is written once and never changed. */
export interface RecordEntry extends WrittenDeed {
  /** Counts from 1, without gaps. */
  number: number;
  /** Milliseconds since 1970. */
  at: number;
  /** Who, as they were called and what they might do at that moment. No one: whoever holds the machine. */
  account: string | null;
  name: string;
  role: Role | null;
  /** By which our own log lines and answers find it; it says nothing of who asked. */
  request: string;
  /** Ties the entry to all before it. */
  hash: string;
  outcome?: Progress;
}

/** Which entries, newest first. */
export interface RecordQuery {
  /** Only what concerns this poll. */
  poll?: string;
  /** Only entries with a lower number. */
  before?: number;
  most: number;
}

/** Entries on a page of the record, and in an answer of the API: what one screen or two hold. */
const PAGE = 50;

/** Reads the query of an address, of a page or of the API. `wrong`: a field that says nothing we know, and is left out. */
export function recordQuery({ poll, before }: Record<string, string>): RecordQuery & { wrong?: "poll" | "before" } {
  const isPoll = poll === undefined || ID_PATTERN.test(poll);
  const isNumber = before === undefined || /^[1-9]\d{0,14}$/.test(before);
  return {
    most: PAGE,
    ...(poll !== undefined && isPoll && { poll }),
    ...(before !== undefined && isNumber && { before: Number(before) }),
    ...(!isNumber && { wrong: "before" }),
    ...(!isPoll && { wrong: "poll" }),
  };
}

export interface RecordPage {
  /** Newest first. */
  entries: RecordEntry[];
  /** Number to ask before for the next page; left out on the last. */
  older?: number;
}

/** What the first entry follows. */
const CHAIN_START = "0".repeat(64);

/** SHA-256, in hex, of the hash before it and the entry: whoever changes or drops an entry changes every later hash. */
function entryHash(previous: string, entry: Omit<RecordEntry, "hash">): string {
  const { number, at, account, name, role, act, poll = null, before = null, after = null, request, outcome } = entry;
  const said = [previous, number, at, account, name, role, act, poll, before, after, request];
  return toHex(sha256(utf8(JSON.stringify(outcome === undefined ? said : [...said, outcome]))));
}

type Row = {
  number: number;
  at: number;
  account: string | null;
  name: string;
  role: string | null;
  act: string;
  poll: string | null;
  before: string | null;
  after: string | null;
  request: string;
  hash: string;
  outcome: string | null;
};

/** Whose deed a line tells of, as they were at that moment. */
type Who = Pick<RecordEntry, "account" | "name" | "role">;

/** Open deeds that are looked at together: each asks another object. */
const MOST_OPEN = 20;

/**
 * The record of every act. It only grows: there is no statement here that changes or deletes, SQLite itself refuses
 * both, and each entry's hash covers all before it.
 */
export class ActsRecord {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    createTable(sql, STORED.staff.audit);
    addColumns(sql, STORED.staff.audit);
    createTable(sql, STORED.staff.openAct);
    for (const event of ["UPDATE", "DELETE"])
      sql.exec(
        `CREATE TRIGGER IF NOT EXISTS audit_no_${event.toLowerCase()} BEFORE ${event} ON audit BEGIN SELECT RAISE(ABORT, 'the record only grows'); END`,
      );
  }

  append(who: Account | undefined, deed: WrittenDeed, request: string, now: number): void {
    this.#append(whoOf(who), deed, request, now);
  }

  /** Writes that a deed is about to be asked of another object. */
  intend(who: Account, deed: WrittenDeed, request: string, now: number): void {
    const number = this.#append(whoOf(who), deed, request, now, "intended");
    this.#sql.exec("INSERT INTO open_act (number) VALUES (?)", number);
  }

  /** Writes what came of an intended deed, once: a second note of the same request changes nothing. */
  conclude({ request, outcome, ...found }: OutcomeNote, now: number): void {
    const intended = this.#open("request = ?", request)[0];
    if (!intended) return;
    const { number, account, name, role, act, poll, before, after } = intended;
    const deed: WrittenDeed = {
      act,
      ...(poll !== undefined && { poll }),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
      ...found,
    };
    this.#append({ account, name, role }, deed, request, now, outcome);
    this.#sql.exec("DELETE FROM open_act WHERE number = ?", number);
  }

  /** Deeds intended at `until` (milliseconds since 1970) or before, of which nobody knows what came. The oldest of them. */
  open(until: number): RecordEntry[] {
    return this.#open("at <= ? ORDER BY number LIMIT ?", until, MOST_OPEN);
  }

  #open(where: string, ...values: (string | number)[]): RecordEntry[] {
    return this.#sql
      .exec<Row>(`SELECT audit.* FROM open_act JOIN audit USING (number) WHERE ${where}`, ...values)
      .toArray()
      .map(entryOf);
  }

  /** The number of the new line. */
  #append(who: Who, deed: WrittenDeed, request: string, now: number, outcome?: Progress): number {
    const [last] = this.#sql.exec<Row>("SELECT * FROM audit ORDER BY number DESC LIMIT 1").toArray();
    const entry: Omit<RecordEntry, "hash"> = {
      number: (last?.number ?? 0) + 1,
      at: now,
      ...who,
      request,
      ...deed,
      ...(outcome !== undefined && { outcome }),
    };
    this.#sql.exec(
      "INSERT INTO audit (number, at, account, name, role, act, poll, before, after, request, hash, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      entry.number,
      entry.at,
      entry.account,
      entry.name,
      entry.role,
      entry.act,
      entry.poll ?? null,
      entry.before ?? null,
      entry.after ?? null,
      entry.request,
      entryHash(last?.hash ?? CHAIN_START, entry),
      entry.outcome ?? null,
    );
    return entry.number;
  }

  /** Each deed once: the line that intended it only while no line says what came of it. */
  page({ before, poll, most }: RecordQuery): RecordPage {
    const rows = this.#sql
      .exec<Row>(
        `SELECT * FROM audit WHERE number < ? AND (? IS NULL OR poll = ?)
           AND (outcome IS NULL OR outcome <> 'intended' OR number IN (SELECT number FROM open_act))
         ORDER BY number DESC LIMIT ?`,
        before ?? Number.MAX_SAFE_INTEGER,
        poll ?? null,
        poll ?? null,
        most + 1,
      )
      .toArray();
    const entries = rows.slice(0, most).map(entryOf);
    const oldest = entries.at(-1);
    return { entries, ...(rows.length > most && oldest && { older: oldest.number }) };
  }

  /** Every line, oldest first, from the one after `number`. */
  after(number: number, most: number): RecordEntry[] {
    return this.#sql
      .exec<Row>("SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?", number, most)
      .toArray()
      .map(entryOf);
  }
}

const whoOf = (who: Account | undefined): Who => ({
  account: who?.id ?? null,
  name: who?.name ?? "",
  role: who?.role ?? null,
});

function entryOf(row: Row): RecordEntry {
  const { number, at, account, name, role, poll, before, after, request, hash } = row;
  const act = ACTS.find((each) => each === row.act);
  if (!act) throw new Error(`entry ${number} of the record is of an unknown act`);
  const outcome = PROGRESS.find((each) => each === row.outcome);
  return {
    number,
    at,
    account,
    name,
    role: roleNamed(role) ?? null,
    act,
    ...(poll !== null && { poll }),
    ...(before !== null && { before }),
    ...(after !== null && { after }),
    request,
    hash,
    ...(outcome && { outcome }),
  };
}
