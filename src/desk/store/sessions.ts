import type { Code } from "./code.ts";
import type { SessionSeen, SignedInBy } from "./contract.ts";
import { drawCode, opens } from "./drawn-codes.ts";
import { coarse, isLive, SESSION_MS } from "./lifetimes.ts";

type Row = { id: string; hash: string; account: string; how: string; created: number; used: number; expires: number };

/** Who is signed in. What ended has no row: a session that was revoked cannot come back by a mistake in a condition. */
export class Sessions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  begin(account: string, how: SignedInBy, now: number): { id: string; text: string; expires: number } {
    for (const row of this.#all()) if (!isLive(row, now)) this.end(row.id);
    const { text, id, hash } = drawCode();
    const expires = now + SESSION_MS;
    this.#sql.exec(
      "INSERT INTO session (id, hash, account, how, created, used, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
      id,
      hash,
      account,
      how,
      coarse(now),
      coarse(now),
      expires,
    );
    return { id, text, expires };
  }

  /** The account behind a session that is live. Notes its use, by the hour. */
  use(code: Code, now: number): { id: string; account: string } | undefined {
    const [row] = this.#sql.exec<Row>("SELECT * FROM session WHERE id = ?", code.id).toArray();
    if (!row || !opens(code, row.hash) || !isLive(row, now)) return undefined;
    if (row.used !== coarse(now)) this.#sql.exec("UPDATE session SET used = ? WHERE id = ?", coarse(now), row.id);
    return { id: row.id, account: row.account };
  }

  of(account: string, now: number): SessionSeen[] {
    return this.#all()
      .filter((row) => row.account === account && isLive(row, now))
      .map(({ id, how, created, used, expires }) => ({ id, how: wayOf(how), created, used, expires }));
  }

  end(id: string): void {
    this.#sql.exec("DELETE FROM session WHERE id = ?", id);
  }

  /** How many ended. */
  endAllOf(account: string): number {
    return this.#sql.exec("DELETE FROM session WHERE account = ? RETURNING id", account).toArray().length;
  }

  #all(): Row[] {
    return this.#sql.exec<Row>("SELECT * FROM session ORDER BY created DESC, id").toArray();
  }
}

const wayOf = (how: string): SignedInBy => (how === "passkey" ? how : "link");
