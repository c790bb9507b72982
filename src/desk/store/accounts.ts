import { createTable, STORED } from "../../engine/schema.ts";

import { toBase64url } from "../../log/text.ts";
import { type Account, type Role, roleNamed } from "./contract.ts";

/** Longest name that a list and a line of the record show whole. */
const LONGEST = 60;

/** What could hide or reorder the words beside it: controls, and the marks of bidirectional text. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u;

/**
 * A name as it will stand in the record, or nothing where it cannot. It is whatever the colleague calls themself; no
 * address is asked for. A first character that a spreadsheet would take for a formula is refused.
 */
export function cleanName(text: string): string | undefined {
  const name = text.normalize("NFC").trim().replace(/\s+/g, " ");
  return name !== "" && name.length <= LONGEST && !HIDDEN.test(name) && !/^[=+\-@]/.test(name) ? name : undefined;
}

type Row = { id: string; name: string; role: string };

/** Who works at the desk. Those who left keep their row, so that the record goes on naming them; no address is kept. */
export class Accounts {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    createTable(sql, STORED.staff.account);
    // An earlier store may hold a digest of an identity here, which nothing needs.
    sql.exec("UPDATE account SET access = NULL WHERE access IS NOT NULL");
  }

  create(name: string, role: Role, now: number): Account {
    const id = toBase64url(crypto.getRandomValues(new Uint8Array(6)));
    this.#sql.exec("INSERT INTO account (id, name, role, created) VALUES (?, ?, ?, ?)", id, name, role, now);
    return { id, name, role };
  }

  /** Those at work, in the order in which they came. */
  all(): Account[] {
    return this.#rows("removed IS NULL ORDER BY created, id");
  }

  find(id: string): Account | undefined {
    return this.#rows("removed IS NULL AND id = ?", id)[0];
  }

  /** Also of one who left: the record names them. */
  findEvenIfGone(id: string): Account | undefined {
    return this.#rows("id = ?", id)[0];
  }

  /** Two accounts at work never have the same name, however it is written. */
  named(name: string): Account | undefined {
    return this.all().find((each) => each.name.localeCompare(name, "ar", { sensitivity: "base" }) === 0);
  }

  setRole(id: string, role: Role): void {
    this.#sql.exec("UPDATE account SET role = ? WHERE id = ?", role, id);
  }

  remove(id: string, now: number): void {
    this.#sql.exec("UPDATE account SET removed = ? WHERE id = ?", now, id);
  }

  /** Is this the one owner left? Without an owner nobody could let anybody in. */
  isLastOwner(id: string): boolean {
    const owners = this.all().filter(({ role }) => role === "owner");
    return owners.length === 1 && owners[0]?.id === id;
  }

  #rows(where: string, ...values: string[]): Account[] {
    return this.#sql
      .exec<Row>(`SELECT id, name, role FROM account WHERE ${where}`, ...values)
      .toArray()
      .flatMap(({ id, name, role }) => {
        const known = roleNamed(role);
        return known ? [{ id, name, role: known }] : [];
      });
  }
}
