/** What lets somebody in: one-time links, sessions and tokens, all of one shape, and a table for each. */
import { timingSafeEqual } from "node:crypto";
import { sha256 } from "../../engine/index.ts";
import { createTable, STORED } from "../../engine/schema.ts";

import { toBase64url, utf8 } from "../../log/text.ts";
import {
  MOST_FAILURES,
  type Role,
  roleNamed,
  SCOPES,
  SESSION_IDLE_MS,
  SESSION_MS,
  type SessionSeen,
  type SignedInBy,
  type TokenRequest,
  type TokenSeen,
  USE_GRAIN_MS,
} from "./contract.ts";

/**
 * 38 random bytes in base64url: 8 characters that find the row, 43 that prove knowledge of it and are kept only as their
 * SHA-256. So a wrong guess is counted against the row it aims at, and nothing is looked up by what is secret.
 */
export interface Code {
  id: string;
  secret: string;
}

const CODE_BYTES = 38;
const ID_LENGTH = 8;
const SHAPE = /^[A-Za-z0-9_-]{51}$/;

/** Spaces and line breaks that came along when a code was copied are dropped. */
export function parseCode(text: string): Code | undefined {
  const code = text.replace(/\s/g, "");
  return SHAPE.test(code) ? { id: code.slice(0, ID_LENGTH), secret: code.slice(ID_LENGTH) } : undefined;
}

/** Draws what lets somebody in: the `text` to hand out once, and what of it is stored. */
function drawCode(): { text: string; id: string; hash: string } {
  const text = toBase64url(crypto.getRandomValues(new Uint8Array(CODE_BYTES)));
  const code = parseCode(text);
  if (!code) throw new Error("a drawn code has the wrong shape");
  return { text, id: code.id, hash: hashOf(code) };
}

/** In constant time: how much of a guess is right cannot be measured. */
const opens = (code: Code, hash: string): boolean => timingSafeEqual(utf8(hashOf(code)), utf8(hash));

/** The same of two codes that are both at hand. */
export const isSameCode = (one: Code, other: Code): boolean =>
  timingSafeEqual(utf8(one.id + one.secret), utf8(other.id + other.secret));

const hashOf = ({ secret }: Code): string => toBase64url(sha256(utf8(`sawt-code/v1\n${secret}`)));

/** Start of the hour: all that is kept of when somebody came, or was last here. */
export const coarse = (now: number): number => now - (now % USE_GRAIN_MS);

/** Whom a link lets in: whoever holds the machine, as an owner; a new colleague; or the holder of one account. */
type LinkFor = { kind: "machine" } | { kind: "invitation"; role: Role } | { kind: "account"; account: string };

interface OpenLink {
  id: string;
  to: LinkFor;
  expires: number;
}

type LinkFound = { kind: "found"; link: OpenLink } | { kind: "refused" } | { kind: "too-many" };

type LinkRow = {
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
    createTable(sql, STORED.staff.link);
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
    const [row] = this.#sql.exec<LinkRow>("SELECT * FROM link WHERE id = ?", code.id).toArray();
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
      .exec<LinkRow>("SELECT * FROM link ORDER BY expires, id")
      .toArray()
      .flatMap((row) => linkOf(row, now) ?? []);
  }

  /** Used, or taken back: it opens nothing any more. */
  end(id: string): void {
    this.#sql.exec("DELETE FROM link WHERE id = ?", id);
  }

  /** Ends those that wait for a kind of visitor. */
  endWhere(isMeant: (to: LinkFor) => boolean, now: number): void {
    for (const { id, to } of this.waiting(now)) if (isMeant(to)) this.end(id);
  }
}

function linkOf({ id, kind, role, account, expires }: LinkRow, now: number): OpenLink | undefined {
  if (expires <= now) return undefined;
  if (kind === "machine") return { id, to: { kind }, expires };
  if (account !== null) return { id, to: { kind: "account", account }, expires };
  const made = roleNamed(role);
  return made && { id, to: { kind: "invitation", role: made }, expires };
}

type SessionRow = {
  id: string;
  hash: string;
  account: string;
  how: string;
  created: number;
  used: number;
  expires: number;
};

/** Who is signed in. What ended has no row: a session that was revoked cannot come back by a mistake in a condition. */
export class Sessions {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    createTable(sql, STORED.staff.session);
  }

  begin(account: string, how: SignedInBy, now: number): { text: string; expires: number } {
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
    return { text, expires };
  }

  /** The account behind a session that is live. Notes its use, by the hour. */
  use(code: Code, now: number): { id: string; account: string } | undefined {
    const [row] = this.#sql.exec<SessionRow>("SELECT * FROM session WHERE id = ?", code.id).toArray();
    if (!row || !opens(code, row.hash) || !isLive(row, now)) return undefined;
    if (row.used !== coarse(now)) this.#sql.exec("UPDATE session SET used = ? WHERE id = ?", coarse(now), row.id);
    return { id: row.id, account: row.account };
  }

  of(account: string, now: number): SessionSeen[] {
    return this.#all()
      .filter((row) => row.account === account && isLive(row, now))
      .map(({ id, how, created, used, expires }) => ({
        id,
        how: how === "passkey" ? how : "link",
        created,
        used,
        expires,
      }));
  }

  end(id: string): void {
    this.#sql.exec("DELETE FROM session WHERE id = ?", id);
  }

  /** How many ended. */
  endAllOf(account: string): number {
    return this.#sql.exec("DELETE FROM session WHERE account = ? RETURNING id", account).toArray().length;
  }

  #all(): SessionRow[] {
    return this.#sql.exec<SessionRow>("SELECT * FROM session ORDER BY created DESC, id").toArray();
  }
}

/** `used` is the start of an hour, so the last hour of use counts whole. */
const isLive = ({ used, expires }: SessionRow, now: number): boolean =>
  now < expires && now < used + SESSION_IDLE_MS + USE_GRAIN_MS;

type TokenRow = {
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
    createTable(sql, STORED.staff.token);
  }

  make(account: string, { name, scopes }: TokenRequest, expires: number, now: number): { id: string; text: string } {
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
    const [row] = this.#sql.exec<TokenRow>("SELECT * FROM token WHERE id = ?", code.id).toArray();
    if (!row || !opens(code, row.hash) || row.expires <= now) return undefined;
    if (row.used !== coarse(now)) this.#sql.exec("UPDATE token SET used = ? WHERE id = ?", coarse(now), row.id);
    return tokenOf(row);
  }

  all(now: number): TokenSeen[] {
    return this.#sql
      .exec<TokenRow>("SELECT * FROM token WHERE expires > ? ORDER BY created, id", now)
      .toArray()
      .map(tokenOf);
  }

  revoke(id: string): void {
    this.#sql.exec("DELETE FROM token WHERE id = ?", id);
  }

  revokeAllOf(account: string): void {
    this.#sql.exec("DELETE FROM token WHERE account = ?", account);
  }
}

const tokenOf = ({ hash: _, scopes, ...row }: TokenRow): TokenSeen => ({
  ...row,
  scopes: SCOPES.filter((each) => scopes.split(" ").includes(each)),
});

/** What is good once and has been used, for as long as it could otherwise be used again. */
export class Spent {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    createTable(sql, STORED.staff.spent);
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
