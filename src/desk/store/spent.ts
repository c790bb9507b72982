/** What was good once and has been used, for as long as it could otherwise be used again. */
export class Spent {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  has(what: string): boolean {
    return this.#sql.exec("SELECT 1 FROM spent WHERE what = ?", what).toArray().length > 0;
  }

  /** `until`: milliseconds since 1970; left out, for ever. */
  add(what: string, now: number, until?: number): void {
    this.#sql.exec("DELETE FROM spent WHERE until <= ?", now);
    this.#sql.exec("INSERT INTO spent (what, until) VALUES (?, ?)", what, until ?? null);
  }
}
