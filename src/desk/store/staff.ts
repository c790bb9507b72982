import { PlacedObject } from "../../engine/jurisdiction.ts";
import { parseCode } from "./codes.ts";
import type {
  AuditPage,
  By,
  DirectSignInOutcome,
  Made,
  MadeOutcome,
  Member,
  PasskeyOptions,
  PasskeySeen,
  PasskeySignIn,
  People,
  PeopleOutcome,
  RecordRequest,
  Role,
  SessionSeen,
  SignIn,
  SignInOutcome,
  StaffOutcome,
  TokenRequest,
  TokenSeen,
} from "./contract.ts";
import { Entry } from "./entry.ts";
import { Passkeys } from "./passkeys.ts";
import { PeopleActs } from "./people.ts";
import { type AuditEntry, type WrittenDeed, written } from "./record.ts";
import { openStores, type StaffStores } from "./stores.ts";

/** Name of the one object. */
export const STAFF = "staff";

/**
 * Who works at the desk, who is signed in, and the record of what they did. Acts of staff and their line in the record are
 * one commit: statements without an await between them stand or fall together.
 */
export class Staff extends PlacedObject {
  readonly #stores: StaffStores;
  readonly #entry: Entry;
  readonly #people: PeopleActs;
  readonly #passkeys: Passkeys;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#stores = openStores(ctx.storage.sql);
    this.#entry = new Entry(this.#stores, env.DESK_RECOVERY ?? "");
    this.#people = new PeopleActs(this.#stores);
    this.#passkeys = new Passkeys(this.#stores, env.PUBLIC_HOST);
  }

  /** A sign-in link for whoever starts a server that nobody has signed in to yet; later there is none. */
  firstLink(request: string): Made | undefined {
    return this.#stores.accounts.all().length > 0 ? undefined : this.ownerLink(request);
  }

  /** For whoever holds the machine, at any time. */
  ownerLink(request: string): Made {
    return this.#entry.ownerLink(request, Date.now());
  }

  signInByLink(asked: SignIn): SignInOutcome {
    return this.#entry.byLink(asked, Date.now());
  }

  passkeySignInOptions(): PasskeyOptions | undefined {
    return this.#passkeys.signInOptions(Date.now());
  }

  async signInByPasskey({ response, ...asked }: PasskeySignIn): Promise<DirectSignInOutcome> {
    const found = await this.#passkeys.find(response, Date.now());
    if (found.kind !== "found") return found;
    return this.#entry.begin(
      found.account,
      "passkey",
      asked,
      { act: "signed-in", after: { by: "passkey" } },
      Date.now(),
    );
  }

  passkeysOf(account: string): PasskeySeen[] {
    return this.#stores.credentials.of(account).map(({ id, created, used }) => ({ id, created, used }));
  }

  passkeyAddOptions(account: string): PasskeyOptions | undefined {
    const found = this.#stores.accounts.find(account);
    return found && this.#passkeys.addOptions(found, Date.now());
  }

  /** `not-found`: the device's answer was not taken. */
  async addPasskey(by: By, response: string): Promise<StaffOutcome> {
    const account = this.#stores.accounts.find(by.account);
    if (!account) return { kind: "forbidden" };
    if (!(await this.#passkeys.add(account, response, Date.now()))) return { kind: "not-found" };
    this.#record(by, { act: "passkey-added" });
    return { kind: "done" };
  }

  removePasskey(by: By, id: string): StaffOutcome {
    const { credentials } = this.#stores;
    if (credentials.find(id)?.account !== by.account) return { kind: "not-found" };
    credentials.remove(id);
    this.#record(by, { act: "passkey-removed" });
    return { kind: "done" };
  }

  /** Who a session's secret belongs to at this moment: a role that was changed is changed, an account that left is gone. */
  memberBySession(text: string): Member | undefined {
    const { sessions, accounts } = this.#stores;
    const code = parseCode(text);
    const session = code && sessions.use(code, Date.now());
    const account = session && accounts.find(session.account);
    return account && { account, through: session.id };
  }

  /** Who a token of the API acts for, and what it is limited to. */
  memberByToken(text: string): Member | undefined {
    const { tokens, accounts } = this.#stores;
    const code = parseCode(text);
    const token = code && tokens.use(code, Date.now());
    const account = token && accounts.find(token.account);
    return account && { account, through: token.id, scopes: token.scopes };
  }

  signOut(session: string, by: By): void {
    this.#stores.sessions.end(session);
    this.#record(by, { act: "signed-out" });
  }

  /** Ends every session of the account, the one that asks included. */
  signOutEverywhere(by: By): void {
    const ended = this.#stores.sessions.endAllOf(by.account);
    this.#record(by, written({ act: "signed-out-everywhere", after: { sessions: ended } }));
  }

  sessionsOf(account: string): SessionSeen[] {
    return this.#stores.sessions.of(account, Date.now());
  }

  /** Ends one session of the account itself. */
  endSession(by: By, id: string): StaffOutcome {
    const { sessions } = this.#stores;
    if (!sessions.of(by.account, Date.now()).some((each) => each.id === id)) return { kind: "not-found" };
    sessions.end(id);
    this.#record(by, written({ act: "session-ended", before: { session: id } }));
    return { kind: "done" };
  }

  people(): People {
    return this.#people.people(Date.now());
  }

  invite(by: By, role: Role): MadeOutcome {
    return this.#people.invite(by, role, Date.now());
  }

  withdrawInvitation(by: By, id: string): StaffOutcome {
    return this.#people.withdrawInvitation(by, id, Date.now());
  }

  linkFor(by: By, account: string): MadeOutcome {
    return this.#people.linkFor(by, account, Date.now());
  }

  changeRole(by: By, account: string, role: Role): PeopleOutcome {
    return this.#people.changeRole(by, account, role, Date.now());
  }

  removeAccount(by: By, account: string): PeopleOutcome {
    return this.#people.remove(by, account, Date.now());
  }

  tokens(): TokenSeen[] {
    return this.#stores.tokens.all(Date.now());
  }

  makeToken(by: By, asked: TokenRequest): MadeOutcome {
    return this.#people.makeToken(by, asked, Date.now());
  }

  revokeToken(by: By, id: string): StaffOutcome {
    return this.#people.revokeToken(by, id, Date.now());
  }

  /** Writes a line of the record for what another object did. */
  recordAct({ by, ...deed }: RecordRequest): void {
    this.#record(by, deed);
  }

  auditPage(asked: { before?: number; poll?: string; most: number }): AuditPage {
    return this.#stores.audit.page(asked);
  }

  auditAfter(number: number, most: number): AuditEntry[] {
    return this.#stores.audit.after(number, most);
  }

  #record(by: By, deed: WrittenDeed): void {
    const { accounts, audit } = this.#stores;
    audit.append(accounts.find(by.account), deed, by.request, Date.now());
  }
}
