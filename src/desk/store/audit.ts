import { sha256 } from "../../engine/keys.ts";
import { ACTS, type AuditEntry, type WrittenDeed } from "./act.ts";
import { CHAIN_START, entryHash } from "./audit-chain.ts";
import type { Account, AuditPage } from "./contract.ts";
import { roleNamed } from "./role.ts";

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
};

/**
 * The record of every act. It only grows: there is no statement here that changes or deletes, SQLite itself refuses
 * both, and each entry's hash covers all before it.
 */
export class Audit {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    for (const event of ["UPDATE", "DELETE"])
      sql.exec(
        `CREATE TRIGGER IF NOT EXISTS audit_no_${event.toLowerCase()} BEFORE ${event} ON audit BEGIN SELECT RAISE(ABORT, 'the record only grows'); END`,
      );
  }

  append(who: Account | undefined, deed: WrittenDeed, request: string, now: number): void {
    const [last] = this.#sql.exec<Row>("SELECT * FROM audit ORDER BY number DESC LIMIT 1").toArray();
    const entry: Omit<AuditEntry, "hash"> = {
      number: (last?.number ?? 0) + 1,
      at: now,
      account: who?.id ?? null,
      name: who?.name ?? "",
      role: who?.role ?? null,
      request,
      ...deed,
    };
    this.#sql.exec(
      "INSERT INTO audit (number, at, account, name, role, act, poll, before, after, request, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
      entryHash(sha256, last?.hash ?? CHAIN_START, entry),
    );
  }

  /** Newest first; `before`: number that all returned are below. `poll`: only what concerns it. */
  page({ before, poll, most }: { before?: number | undefined; poll?: string | undefined; most: number }): AuditPage {
    const rows = this.#sql
      .exec<Row>(
        "SELECT * FROM audit WHERE number < ? AND (? IS NULL OR poll = ?) ORDER BY number DESC LIMIT ?",
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

  /** Oldest first, from the one after `number`. */
  after(number: number, most: number): AuditEntry[] {
    return this.#sql
      .exec<Row>("SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?", number, most)
      .toArray()
      .map(entryOf);
  }
}

function entryOf({ number, at, account, name, role, act, poll, before, after, request, hash }: Row): AuditEntry {
  const known = ACTS.find((each) => each === act);
  if (!known) throw new Error(`entry ${number} of the record is of an unknown act`);
  return {
    number,
    at,
    account,
    name,
    role: roleNamed(role) ?? null,
    act: known,
    ...(poll !== null && { poll }),
    ...(before !== null && { before }),
    ...(after !== null && { after }),
    request,
    hash,
  };
}
