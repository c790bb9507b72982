import type { Account } from "./contract.ts";
import { drawId } from "./drawn-codes.ts";
import { sameName } from "./name.ts";
import type { Role } from "./role.ts";
import { roleNamed } from "./role.ts";

type Row = { id: string; name: string; role: string };

/** Who works at the desk. Those who left keep their row, so that the record goes on naming them; no address is kept. */
export class Accounts {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    // An earlier store may hold a digest of an identity here, which nothing needs.
    sql.exec("UPDATE account SET access = NULL WHERE access IS NOT NULL");
  }

  create(name: string, role: Role, now: number): Account {
    const id = drawId();
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

  named(name: string): Account | undefined {
    return this.all().find((each) => sameName(each.name, name));
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
