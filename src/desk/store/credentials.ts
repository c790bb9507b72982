import { coarse } from "./lifetimes.ts";

/** A passkey as it is kept: its public key, and how often its device says that it was used. */
export interface Credential {
  id: string;
  account: string;
  /** COSE_Key. */
  key: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
  created: number;
  used: number | null;
}

type Row = {
  id: string;
  account: string;
  key: ArrayBuffer;
  counter: number;
  transports: string;
  created: number;
  used: number | null;
};

/** Passkeys of the staff. */
export class Credentials {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(credential: Omit<Credential, "created" | "used">, now: number): void {
    const { id, account, key, counter, transports } = credential;
    this.#sql.exec(
      "INSERT INTO credential (id, account, key, counter, transports, created) VALUES (?, ?, ?, ?, ?, ?)",
      id,
      account,
      key,
      counter,
      JSON.stringify(transports),
      coarse(now),
    );
  }

  find(id: string): Credential | undefined {
    return this.#rows("id = ?", id)[0];
  }

  of(account: string): Credential[] {
    return this.#rows("account = ? ORDER BY created, id", account);
  }

  /** Notes a use, unless another one came in between: false then. */
  use(id: string, before: number, counter: number, now: number): boolean {
    const { rowsWritten } = this.#sql.exec(
      "UPDATE credential SET counter = ?, used = ? WHERE id = ? AND counter = ?",
      counter,
      coarse(now),
      id,
      before,
    );
    return rowsWritten > 0;
  }

  remove(id: string): void {
    this.#sql.exec("DELETE FROM credential WHERE id = ?", id);
  }

  removeAllOf(account: string): void {
    this.#sql.exec("DELETE FROM credential WHERE account = ?", account);
  }

  #rows(where: string, value: string): Credential[] {
    return this.#sql
      .exec<Row>(`SELECT * FROM credential WHERE ${where}`, value)
      .toArray()
      .map(({ key, transports, ...row }) => ({ ...row, key: new Uint8Array(key), transports: JSON.parse(transports) }));
  }
}
