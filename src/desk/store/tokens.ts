import type { Code } from "./code.ts";
import type { TokenSeen } from "./contract.ts";
import { drawCode, opens } from "./drawn-codes.ts";
import { coarse } from "./lifetimes.ts";
import { SCOPES, type Scope } from "./scope.ts";

type Row = {
  id: string;
  hash: string;
  account: string;
  name: string;
  scopes: string;
  created: number;
  used: number | null;
  expires: number;
};

/** Tokens of the API. What was revoked has no row. */
export class Tokens {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  make(
    account: string,
    name: string,
    scopes: readonly Scope[],
    expires: number,
    now: number,
  ): { id: string; text: string } {
    this.#sql.exec("DELETE FROM token WHERE expires <= ?", now);
    const { text, id, hash } = drawCode();
    this.#sql.exec(
      "INSERT INTO token (id, hash, account, name, scopes, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
      id,
      hash,
      account,
      name,
      scopes.join(" "),
      coarse(now),
      expires,
    );
    return { id, text };
  }

  /** The token that a code is. Notes its use, by the hour. */
  use(code: Code, now: number): TokenSeen | undefined {
    const [row] = this.#sql.exec<Row>("SELECT * FROM token WHERE id = ?", code.id).toArray();
    if (!row || !opens(code, row.hash) || row.expires <= now) return undefined;
    if (row.used !== coarse(now)) this.#sql.exec("UPDATE token SET used = ? WHERE id = ?", coarse(now), row.id);
    return seen(row);
  }

  all(now: number): TokenSeen[] {
    return this.#sql.exec<Row>("SELECT * FROM token WHERE expires > ? ORDER BY created, id", now).toArray().map(seen);
  }

  revoke(id: string): void {
    this.#sql.exec("DELETE FROM token WHERE id = ?", id);
  }

  revokeAllOf(account: string): void {
    this.#sql.exec("DELETE FROM token WHERE account = ?", account);
  }
}

const seen = ({ hash: _, scopes, ...row }: Row): TokenSeen => ({
  ...row,
  scopes: SCOPES.filter((each) => scopes.split(" ").includes(each)),
});
