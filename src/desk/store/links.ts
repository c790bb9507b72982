import type { Code } from "./code.ts";
import { drawCode, opens } from "./drawn-codes.ts";
import { MOST_FAILURES } from "./lifetimes.ts";
import { type Role, roleNamed } from "./role.ts";

/** Whom a link lets in: whoever holds the machine, as an owner; a new colleague; or the holder of one account. */
export type LinkFor = { kind: "machine" } | { kind: "invitation"; role: Role } | { kind: "account"; account: string };

export interface OpenLink {
  id: string;
  to: LinkFor;
  expires: number;
}

export type LinkFound = { kind: "found"; link: OpenLink } | { kind: "refused" } | { kind: "too-many" };

type Row = {
  id: string;
  hash: string;
  kind: string;
  role: string | null;
  account: string | null;
  expires: number;
  failures: number;
};

/** One-time links: printed at the start, made for a colleague, or sent to one who is invited. One that was used is gone. */
export class Links {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  make(to: LinkFor, expires: number, now: number): { id: string; text: string } {
    this.#sql.exec("DELETE FROM link WHERE expires <= ?", now);
    const { text, id, hash } = drawCode();
    this.#sql.exec(
      "INSERT INTO link (id, hash, kind, role, account, expires, failures) VALUES (?, ?, ?, ?, ?, ?, 0)",
      id,
      hash,
      to.kind,
      to.kind === "invitation" ? to.role : null,
      to.kind === "account" ? to.account : null,
      expires,
    );
    return { id, text };
  }

  /** The link that a code opens. A wrong secret is counted against the link: after MOST_FAILURES it opens for nobody. */
  find(code: Code, now: number): LinkFound {
    const [row] = this.#sql.exec<Row>("SELECT * FROM link WHERE id = ?", code.id).toArray();
    if (!row) return { kind: "refused" };
    if (row.failures >= MOST_FAILURES) return { kind: "too-many" };
    if (!opens(code, row.hash)) {
      this.#sql.exec("UPDATE link SET failures = failures + 1 WHERE id = ?", code.id);
      return { kind: "refused" };
    }
    const link = linkOf(row, now);
    return link ? { kind: "found", link } : { kind: "refused" };
  }

  /** Those that nobody has used yet. */
  waiting(now: number): OpenLink[] {
    return this.#sql
      .exec<Row>("SELECT * FROM link ORDER BY expires, id")
      .toArray()
      .flatMap((row) => linkOf(row, now) ?? []);
  }

  /** Used, or taken back: it opens nothing any more. */
  end(id: string): void {
    this.#sql.exec("DELETE FROM link WHERE id = ?", id);
  }
}

function linkOf({ id, kind, role, account, expires }: Row, now: number): OpenLink | undefined {
  if (expires <= now) return undefined;
  if (kind === "machine") return { id, to: { kind }, expires };
  if (account !== null) return { id, to: { kind: "account", account }, expires };
  const made = roleNamed(role);
  return made && { id, to: { kind: "invitation", role: made }, expires };
}
