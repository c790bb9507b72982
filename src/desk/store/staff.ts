import { PlacedObject } from "../../engine/jurisdiction.ts";
import { Accounts, cleanName } from "./accounts.ts";
import { type Code, isSameCode, Links, parseCode, Sessions, Spent, Tokens } from "./codes.ts";
import {
  type Account,
  type By,
  DAY_MS,
  type Entering,
  INVITATION_MS,
  isAtLeast,
  LINK_MS,
  type LinkSignIn,
  type LinkSignInOutcome,
  type Made,
  type MadeOutcome,
  type Member,
  type PasskeyOptions,
  type PasskeySeen,
  type PasskeySignIn,
  type PasskeySignInOutcome,
  type People,
  type PeopleOutcome,
  type Role,
  type SessionSeen,
  type SignedInBy,
  type StaffOutcome,
  type TokenRequest,
  type TokenSeen,
} from "./contract.ts";
import { Passkeys } from "./passkeys.ts";
import {
  ActsRecord,
  type Deed,
  type OutcomeNote,
  type RecordEntry,
  type RecordPage,
  type RecordQuery,
  type RecordRequest,
  written,
} from "./record.ts";

/** Name of the one object. */
export const STAFF = "staff";

/**
 * Who works at the desk, who is signed in, and the record of what they did. Acts of staff and their line in the record are
 * one commit: statements without an await between them stand or fall together. What an owner does about others looks at the
 * role once more, at the moment of the act: between the guard and this call it may have been taken away.
 */
export class Staff extends PlacedObject {
  readonly #accounts: Accounts;
  readonly #links: Links;
  readonly #sessions: Sessions;
  readonly #tokens: Tokens;
  readonly #spent: Spent;
  readonly #passkeys: Passkeys;
  readonly #record: ActsRecord;
  /** A code that the deployment holds, if any. */
  readonly #recovery: Code | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    this.#accounts = new Accounts(sql);
    this.#links = new Links(sql);
    this.#sessions = new Sessions(sql);
    this.#tokens = new Tokens(sql);
    this.#spent = new Spent(sql);
    this.#passkeys = new Passkeys(sql, this.#spent, env.PUBLIC_HOST);
    this.#record = new ActsRecord(sql);
    this.#recovery = parseCode(env.DESK_RECOVERY ?? "");
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
    this.#links.endWhere(({ kind }) => kind === "machine", now);
    const expires = now + LINK_MS;
    const { id, text } = this.#links.make({ kind: "machine" }, expires, now);
    const deed: Deed = { act: "link-made", after: { link: id, role: "owner" } };
    this.#record.append(undefined, written(deed), request, now);
    return { code: text, expires };
  }

  /** Consumes a link. Every refusal is the same, whatever is wrong. */
  signInByLink(asked: LinkSignIn): LinkSignInOutcome {
    const now = Date.now();
    const code = parseCode(asked.code);
    if (!code) return { kind: "refused" };
    if (this.#isRecovery(code)) return this.#enterByName(asked, "machine", () => this.#spent.add(code.id, now), now);
    const found = this.#links.find(code, now);
    if (found.kind !== "found") return found;
    const { id, to } = found.link;
    const use = () => this.#links.end(id);
    if (to.kind === "machine") return this.#enterByName(asked, "machine", use, now);
    if (to.kind === "invitation") return this.#enterByName(asked, to.role, use, now);
    const account = this.#accounts.find(to.account);
    if (!account) return { kind: "refused" };
    use();
    return this.#begin(account, "link", asked, { act: "signed-in", after: { by: "link" } }, now);
  }

  passkeySignInOptions(): PasskeyOptions | undefined {
    return this.#passkeys.signInOptions(Date.now());
  }

  async signInByPasskey({ response, ...asked }: PasskeySignIn): Promise<PasskeySignInOutcome> {
    const found = await this.#passkeys.find(response, Date.now());
    if (found.kind !== "found") return found;
    const account = this.#accounts.find(found.account);
    if (!account) return { kind: "refused" };
    return this.#begin(account, "passkey", asked, { act: "signed-in", after: { by: "passkey" } }, Date.now());
  }

  #isRecovery(code: Code): boolean {
    const secret = this.#recovery;
    return secret !== undefined && isSameCode(secret, code) && !this.#spent.has(code.id);
  }

  /**
   * A new account of the role, under a name that nobody has. Only whoever holds the machine may also come back as the
   * owner they are: an invitation never opens somebody's account.
   */
  #enterByName(asked: LinkSignIn, whom: Role | "machine", use: () => void, now: number): LinkSignInOutcome {
    const role = whom === "machine" ? "owner" : whom;
    if (asked.name === undefined) return { kind: "name-needed", role };
    const name = cleanName(asked.name);
    if (name === undefined) return { kind: "name-invalid", role };
    const known = this.#accounts.named(name);
    if (known && (whom !== "machine" || known.role !== "owner")) return { kind: "name-taken", role };
    use();
    return known
      ? this.#begin(known, "link", asked, { act: "signed-in", after: { by: "machine" } }, now)
      : this.#begin(this.#accounts.create(name, role, now), "link", asked, { act: "joined", after: { role } }, now);
  }

  #begin(account: Account, how: SignedInBy, { previous, request }: Entering, deed: Deed, now: number) {
    const carried = previous === undefined ? undefined : parseCode(previous);
    const replaced = carried && this.#sessions.use(carried, now);
    if (replaced) this.#sessions.end(replaced.id);
    const { text, expires } = this.#sessions.begin(account.id, how, now);
    this.#record.append(account, written(deed), request, now);
    return { kind: "signed-in" as const, session: text, expires, account };
  }

  /** Who a session's secret belongs to at this moment: a role that was changed is changed, an account that left is gone. */
  memberBySession(text: string): Member | undefined {
    const code = parseCode(text);
    const session = code && this.#sessions.use(code, Date.now());
    const account = session && this.#accounts.find(session.account);
    return account && { account, through: session.id };
  }

  /** Who a token of the API acts for, and what it is limited to. */
  memberByToken(text: string): Member | undefined {
    const code = parseCode(text);
    const token = code && this.#tokens.use(code, Date.now());
    const account = token && this.#accounts.find(token.account);
    return account && { account, through: token.id, scopes: token.scopes };
  }

  signOut(by: By, session: string): void {
    this.#sessions.end(session);
    this.#note(this.#whose(by), { act: "signed-out" }, by);
  }

  /** Ends every session of the account, the one that asks included. */
  signOutEverywhere(by: By): void {
    const sessions = this.#sessions.endAllOf(by.account);
    this.#note(this.#whose(by), { act: "signed-out-everywhere", after: { sessions } }, by);
  }

  sessionsOf(account: string): SessionSeen[] {
    return this.#sessions.of(account, Date.now());
  }

  /** Ends one session of the account itself. */
  endSession(by: By, id: string): StaffOutcome {
    if (!this.sessionsOf(by.account).some((each) => each.id === id)) return { kind: "not-found" };
    this.#sessions.end(id);
    this.#note(this.#whose(by), { act: "session-ended", before: { session: id } }, by);
    return { kind: "done" };
  }

  passkeysOf(account: string): PasskeySeen[] {
    return this.#passkeys.of(account);
  }

  passkeyAddOptions(account: string): PasskeyOptions | undefined {
    const found = this.#accounts.find(account);
    return found && this.#passkeys.addOptions(found, Date.now());
  }

  /** `not-found`: the device's answer was not taken. */
  async addPasskey(by: By, response: string): Promise<StaffOutcome> {
    if (!(await this.#passkeys.add(by.account, response, Date.now()))) return { kind: "not-found" };
    // After the await: whoever left in between leaves nothing behind.
    if (!this.#accounts.find(by.account)) {
      this.#passkeys.removeAllOf(by.account);
      return { kind: "forbidden" };
    }
    this.#note(this.#whose(by), { act: "passkey-added" }, by);
    return { kind: "done" };
  }

  removePasskey(by: By, id: string): StaffOutcome {
    if (!this.#passkeys.remove(by.account, id)) return { kind: "not-found" };
    this.#note(this.#whose(by), { act: "passkey-removed" }, by);
    return { kind: "done" };
  }

  people(): People {
    const now = Date.now();
    return {
      accounts: this.#accounts.all().map((account) => {
        const lastSeen = Math.max(...this.#sessions.of(account.id, now).map(({ used }) => used));
        return {
          ...account,
          passkeys: this.#passkeys.of(account.id).length,
          ...(Number.isFinite(lastSeen) && { lastSeen }),
        };
      }),
      invitations: this.#links
        .waiting(now)
        .flatMap(({ id, to, expires }) => (to.kind === "invitation" ? [{ id, role: to.role, expires }] : [])),
    };
  }

  invite(by: By, role: Role): MadeOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const now = Date.now();
    const expires = now + INVITATION_MS;
    const { id, text } = this.#links.make({ kind: "invitation", role }, expires, now);
    this.#note(owner, { act: "invited", after: { invitation: id, role } }, by);
    return { kind: "made", code: text, expires };
  }

  withdrawInvitation(by: By, id: string): StaffOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const invitation = this.people().invitations.find((each) => each.id === id);
    if (!invitation) return { kind: "not-found" };
    this.#links.end(id);
    this.#note(owner, { act: "invitation-withdrawn", before: { invitation: id, role: invitation.role } }, by);
    return { kind: "done" };
  }

  /** For a colleague who can get in no more: the record says who made it, and for whom. */
  linkFor(by: By, account: string): MadeOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const found = this.#accounts.find(account);
    if (!found) return { kind: "not-found" };
    const now = Date.now();
    this.#endLinksOf(account, now);
    const expires = now + LINK_MS;
    const { id, text } = this.#links.make({ kind: "account", account }, expires, now);
    this.#note(owner, { act: "link-made", after: { link: id, account, name: found.name } }, by);
    return { kind: "made", code: text, expires };
  }

  changeRole(by: By, account: string, role: Role): PeopleOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const found = this.#accounts.find(account);
    if (!found) return { kind: "not-found" };
    if (found.role === role) return { kind: "done" };
    if (this.#accounts.isLastOwner(account)) return { kind: "last-owner" };
    this.#accounts.setRole(account, role);
    const what = { account, name: found.name };
    this.#note(owner, { act: "role-changed", before: { ...what, role: found.role }, after: { ...what, role } }, by);
    return { kind: "done" };
  }

  /** Everything that let the account in ends in the same commit. */
  removeAccount(by: By, account: string): PeopleOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const found = this.#accounts.find(account);
    if (!found) return { kind: "not-found" };
    if (this.#accounts.isLastOwner(account)) return { kind: "last-owner" };
    const now = Date.now();
    this.#accounts.remove(account, now);
    this.#sessions.endAllOf(account);
    this.#passkeys.removeAllOf(account);
    this.#tokens.revokeAllOf(account);
    this.#endLinksOf(account, now);
    this.#note(owner, { act: "removed", before: { account, name: found.name, role: found.role } }, by);
    return { kind: "done" };
  }

  tokens(): TokenSeen[] {
    return this.#tokens.all(Date.now());
  }

  makeToken(by: By, asked: TokenRequest): MadeOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const now = Date.now();
    const { name, scopes, days } = asked;
    const expires = now + days * DAY_MS;
    const { id, text } = this.#tokens.make(owner.id, asked, expires, now);
    this.#note(owner, { act: "token-made", after: { token: id, name, scopes, days } }, by);
    return { kind: "made", code: text, expires };
  }

  revokeToken(by: By, id: string): StaffOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const token = this.tokens().find((each) => each.id === id);
    if (!token) return { kind: "not-found" };
    this.#tokens.revoke(id);
    const { name, scopes } = token;
    this.#note(owner, { act: "token-revoked", before: { token: id, name, scopes } }, by);
    return { kind: "done" };
  }

  /** Writes a line of the record for what is done with it: a file that is sent. */
  recordAct({ by, ...deed }: RecordRequest): void {
    this.#record.append(this.#whose(by), deed, by.request, Date.now());
  }

  /**
   * Writes that an act is about to be asked of another object, if the account may still do it; `concludeAct` then says what came of it.
   * Whatever fails in between, the line stands.
   */
  intendAct({ by, ...deed }: RecordRequest, needed: Role): { kind: "intended" } | { kind: "forbidden" } {
    const who = this.#accounts.find(by.account);
    if (!who || !isAtLeast(who.role, needed)) return { kind: "forbidden" };
    this.#record.intend(who, deed, by.request, Date.now());
    return { kind: "intended" };
  }

  concludeAct(note: OutcomeNote): void {
    this.#record.conclude(note, Date.now());
  }

  /** Acts of which nobody knows what came, intended at `until` (milliseconds since 1970) or before. */
  openActs(until: number): RecordEntry[] {
    return this.#record.open(until);
  }

  recordPage(asked: RecordQuery): RecordPage {
    return this.#record.page(asked);
  }

  recordAfter(number: number, most: number): RecordEntry[] {
    return this.#record.after(number, most);
  }

  #endLinksOf(account: string, now: number): void {
    this.#links.endWhere((to) => to.kind === "account" && to.account === account, now);
  }

  #owner({ account }: By): Account | undefined {
    const found = this.#accounts.find(account);
    return found && isAtLeast(found.role, "owner") ? found : undefined;
  }

  /** Whose act it is, also where they left between the guard and the act: nobody else may seem to have done it. */
  #whose({ account }: By): Account | undefined {
    return this.#accounts.findEvenIfGone(account);
  }

  /** `who`: as they were before the act, which may change their own role or close their own account. */
  #note(who: Account | undefined, deed: Deed, { request }: By): void {
    this.#record.append(who, written(deed), request, Date.now());
  }
}
