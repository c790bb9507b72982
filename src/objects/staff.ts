import { DurableObject } from "cloudflare:workers";
import { timingSafeEqual } from "node:crypto";
import { utf8 } from "../log/text.ts";
import { STORED } from "../privacy/stored.ts";
import { createTable } from "../privacy/table.ts";
import type { AuditEntry, Deed } from "../staff/act.ts";
import { type Code, parseCode } from "../staff/code.ts";
import { LINK_MS } from "../staff/lifetimes.ts";
import { cleanName } from "../staff/name.ts";
import type { Role } from "../staff/role.ts";
import { Accounts } from "./staff-accounts.ts";
import { Audit } from "./staff-audit.ts";
import type {
  Account,
  AuditPage,
  By,
  Made,
  Member,
  RecordRequest,
  SessionSeen,
  SignedInBy,
  SignIn,
  SignInOutcome,
} from "./staff-contract.ts";
import { Links } from "./staff-links.ts";
import { Sessions } from "./staff-sessions.ts";
import { Spent } from "./staff-spent.ts";

/** Name of the one object. */
export const STAFF = "staff";

/**
 * Who works at the desk, who is signed in, and the record of what they did. Acts of staff and their line in the record are
 * one commit: statements without an await between them stand or fall together.
 */
export class Staff extends DurableObject<Env> {
  readonly #accounts: Accounts;
  readonly #links: Links;
  readonly #sessions: Sessions;
  readonly #spent: Spent;
  readonly #audit: Audit;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    for (const table of Object.values(STORED.staff)) createTable(sql, table);
    this.#accounts = new Accounts(sql);
    this.#links = new Links(sql);
    this.#sessions = new Sessions(sql);
    this.#spent = new Spent(sql);
    this.#audit = new Audit(sql);
  }

  /** A sign-in link for whoever starts a server that nobody has signed in to yet; later there is none. */
  firstLink(request: string): Made | undefined {
    return this.#accounts.all().length > 0 ? undefined : this.ownerLink(request);
  }

  /**
   * A link that makes an owner, or lets one in by name. Only for whoever holds the machine or the deployment: no address
   * of the Worker leads here. The one before it, if nobody used it, is good no more.
   */
  ownerLink(request: string): Made {
    const now = Date.now();
    for (const { id, to } of this.#links.waiting(now)) if (to.kind === "machine") this.#links.end(id);
    const expires = now + LINK_MS;
    const { id, text } = this.#links.make({ kind: "machine" }, expires, now);
    this.#audit.append(undefined, { act: "link-made", after: { link: id, role: "owner" } }, request, now);
    return { code: text, expires };
  }

  /** Consumes a link. Every refusal is the same, whatever is wrong. */
  signInByLink(asked: SignIn): SignInOutcome {
    const now = Date.now();
    const code = parseCode(asked.code);
    if (!code) return { kind: "refused" };
    if (this.#isRecovery(code)) return this.#signInByName(asked, "machine", () => this.#spent.add(code.id, now));
    const found = this.#links.find(code, now);
    if (found.kind !== "found") return found;
    const { id, to } = found.link;
    const use = () => this.#links.end(id);
    if (to.kind === "machine") return this.#signInByName(asked, "machine", use);
    if (to.kind === "invitation") return this.#signInByName(asked, to.role, use);
    const account = this.#accounts.find(to.account);
    if (!account) return { kind: "refused" };
    use();
    return this.#begin(account, "link", asked, { act: "signed-in", after: { by: "link" } });
  }

  /** Who a session's secret belongs to at this moment: a role that was changed is changed, an account that left is gone. */
  memberBySession(text: string): Member | undefined {
    const code = parseCode(text);
    const session = code && this.#sessions.use(code, Date.now());
    const account = session && this.#accounts.find(session.account);
    return account && { account, through: session.id };
  }

  signOut(session: string, by: By): void {
    this.#sessions.end(session);
    this.#audit.append(this.#accounts.find(by.account), { act: "signed-out" }, by.request, Date.now());
  }

  /** Ends every session of the account, this one included. */
  signOutEverywhere(by: By): void {
    const ended = this.#sessions.endAllOf(by.account);
    const deed: Deed = { act: "signed-out-everywhere", after: { sessions: ended } };
    this.#audit.append(this.#accounts.find(by.account), deed, by.request, Date.now());
  }

  sessionsOf(account: string): SessionSeen[] {
    return this.#sessions.of(account, Date.now());
  }

  /** Writes a line of the record for what another object did. */
  recordAct({ by, ...deed }: RecordRequest): void {
    this.#audit.append(this.#accounts.find(by.account), deed, by.request, Date.now());
  }

  auditPage(asked: { before?: number; poll?: string; most: number }): AuditPage {
    return this.#audit.page(asked);
  }

  auditAfter(number: number, most: number): AuditEntry[] {
    return this.#audit.after(number, most);
  }

  /** `DESK_RECOVERY`, a secret of the deployment, is a code too, and good once. */
  #isRecovery(code: Code): boolean {
    const secret = parseCode(this.env.DESK_RECOVERY ?? "");
    return secret !== undefined && isSame(secret, code) && !this.#spent.has(code.id);
  }

  /**
   * A new account of the role, under a name that nobody has. Only whoever holds the machine may also come back as the
   * owner they are: an invitation never opens somebody's account.
   */
  #signInByName(asked: SignIn, whom: Role | "machine", use: () => void): SignInOutcome {
    const role = whom === "machine" ? "owner" : whom;
    if (asked.name === undefined) return { kind: "name-needed", role };
    const name = cleanName(asked.name);
    if (name === undefined) return { kind: "name-invalid", role };
    const known = this.#accounts.named(name);
    if (known && (whom !== "machine" || known.role !== "owner")) return { kind: "name-taken", role };
    use();
    return known
      ? this.#begin(known, "link", asked, { act: "signed-in", after: { by: "machine" } })
      : this.#begin(this.#accounts.create(name, role, Date.now()), "link", asked, { act: "joined", after: { role } });
  }

  #begin(account: Account, how: SignedInBy, asked: Omit<SignIn, "code">, deed: Deed): SignInOutcome {
    const now = Date.now();
    const previous = asked.previous === undefined ? undefined : parseCode(asked.previous);
    const replaced = previous && this.#sessions.use(previous, now);
    if (replaced) this.#sessions.end(replaced.id);
    if (asked.access !== undefined) this.#accounts.tieToAccess(account.id, asked.access);
    const { text, expires } = this.#sessions.begin(account.id, how, now);
    this.#audit.append(account, deed, asked.request, now);
    return { kind: "signed-in", session: text, expires, account };
  }
}

const isSame = (one: Code, other: Code): boolean =>
  timingSafeEqual(utf8(one.id + one.secret), utf8(other.id + other.secret));
