/** The key that challenges are signed with: drawn at the first need and kept, so that a restart does not spoil a page. */
export class Secret {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  key(): Uint8Array {
    const [kept] = this.#sql
      .exec<{ value: ArrayBuffer }>("SELECT value FROM secret WHERE name = 'challenge'")
      .toArray();
    if (kept) return new Uint8Array(kept.value);
    const drawn = crypto.getRandomValues(new Uint8Array(32));
    this.#sql.exec("INSERT INTO secret (name, value) VALUES ('challenge', ?)", drawn);
    return drawn;
  }
}
