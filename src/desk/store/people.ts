import {
  type Account,
  type By,
  DAY_MS,
  INVITATION_MS,
  isAtLeast,
  LINK_MS,
  type MadeOutcome,
  type People,
  type PeopleOutcome,
  type Role,
  type StaffOutcome,
  type TokenRequest,
} from "./contract.ts";
import { type Deed, written } from "./record.ts";
import type { StaffStores } from "./stores.ts";

/**
 * What an owner does about others. The role is looked at here once more, at the moment of the act: between the guard and
 * this call it may have been taken away.
 */
export class PeopleActs {
  readonly #stores: StaffStores;

  constructor(stores: StaffStores) {
    this.#stores = stores;
  }

  people(now: number): People {
    const { accounts, sessions, credentials, links } = this.#stores;
    return {
      accounts: accounts.all().map((account) => {
        const lastSeen = Math.max(...sessions.of(account.id, now).map(({ used }) => used));
        return {
          ...account,
          passkeys: credentials.of(account.id).length,
          ...(Number.isFinite(lastSeen) && { lastSeen }),
        };
      }),
      invitations: links
        .waiting(now)
        .flatMap(({ id, to, expires }) => (to.kind === "invitation" ? [{ id, role: to.role, expires }] : [])),
    };
  }

  invite(by: By, role: Role, now: number): MadeOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const expires = now + INVITATION_MS;
    const { id, text } = this.#stores.links.make({ kind: "invitation", role }, expires, now);
    this.#record(owner, { act: "invited", after: { invitation: id, role } }, by, now);
    return { kind: "made", code: text, expires };
  }

  withdrawInvitation(by: By, id: string, now: number): StaffOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const invitation = this.people(now).invitations.find((each) => each.id === id);
    if (!invitation) return { kind: "not-found" };
    this.#stores.links.end(id);
    const deed: Deed = { act: "invitation-withdrawn", before: { invitation: id, role: invitation.role } };
    this.#record(owner, deed, by, now);
    return { kind: "done" };
  }

  /** For a colleague who can get in no more: the record says who made it, and for whom. */
  linkFor(by: By, account: string, now: number): MadeOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const { accounts, links } = this.#stores;
    const found = accounts.find(account);
    if (!found) return { kind: "not-found" };
    this.#endLinksOf(account, now);
    const expires = now + LINK_MS;
    const { id, text } = links.make({ kind: "account", account }, expires, now);
    this.#record(owner, { act: "link-made", after: { link: id, account, name: found.name } }, by, now);
    return { kind: "made", code: text, expires };
  }

  changeRole(by: By, account: string, role: Role, now: number): PeopleOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const { accounts } = this.#stores;
    const found = accounts.find(account);
    if (!found) return { kind: "not-found" };
    if (found.role === role) return { kind: "done" };
    if (accounts.isLastOwner(account)) return { kind: "last-owner" };
    accounts.setRole(account, role);
    const what = { account, name: found.name };
    const deed: Deed = { act: "role-changed", before: { ...what, role: found.role }, after: { ...what, role } };
    this.#record(owner, deed, by, now);
    return { kind: "done" };
  }

  /** Everything that let the account in ends in the same commit. */
  remove(by: By, account: string, now: number): PeopleOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const { accounts, sessions, credentials, tokens } = this.#stores;
    const found = accounts.find(account);
    if (!found) return { kind: "not-found" };
    if (accounts.isLastOwner(account)) return { kind: "last-owner" };
    accounts.remove(account, now);
    sessions.endAllOf(account);
    credentials.removeAllOf(account);
    tokens.revokeAllOf(account);
    this.#endLinksOf(account, now);
    this.#record(owner, { act: "removed", before: { account, name: found.name, role: found.role } }, by, now);
    return { kind: "done" };
  }

  makeToken(by: By, { name, scopes, days }: TokenRequest, now: number): MadeOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const expires = now + days * DAY_MS;
    const { id, text } = this.#stores.tokens.make(owner.id, name, scopes, expires, now);
    this.#record(owner, { act: "token-made", after: { token: id, name, scopes, days } }, by, now);
    return { kind: "made", code: text, expires };
  }

  revokeToken(by: By, id: string, now: number): StaffOutcome {
    const owner = this.#owner(by);
    if (!owner) return { kind: "forbidden" };
    const token = this.#stores.tokens.all(now).find((each) => each.id === id);
    if (!token) return { kind: "not-found" };
    this.#stores.tokens.revoke(id);
    const { name, scopes } = token;
    this.#record(owner, { act: "token-revoked", before: { token: id, name, scopes } }, by, now);
    return { kind: "done" };
  }

  #endLinksOf(account: string, now: number): void {
    const { links } = this.#stores;
    for (const { id, to } of links.waiting(now)) if (to.kind === "account" && to.account === account) links.end(id);
  }

  #owner({ account }: By): Account | undefined {
    const found = this.#stores.accounts.find(account);
    return found && isAtLeast(found.role, "owner") ? found : undefined;
  }

  #record(who: Account, deed: Deed, { request }: By, now: number): void {
    this.#stores.audit.append(who, written(deed), request, now);
  }
}
