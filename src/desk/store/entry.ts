import { timingSafeEqual } from "node:crypto";
import { utf8 } from "../../log/text.ts";
import { cleanName } from "./accounts.ts";
import { type Code, parseCode } from "./codes.ts";
import {
  type Account,
  LINK_MS,
  type Made,
  type Role,
  type SignedInBy,
  type SignIn,
  type SignInOutcome,
} from "./contract.ts";
import { type Deed, written } from "./record.ts";
import type { StaffStores } from "./stores.ts";

/** How one comes in: by a link, and from then on by a session. */
export class Entry {
  readonly #stores: StaffStores;
  /** `DESK_RECOVERY`: a code that the deployment holds, if any. */
  readonly #recovery: Code | undefined;

  constructor(stores: StaffStores, recovery: string) {
    this.#stores = stores;
    this.#recovery = parseCode(recovery);
  }

  /**
   * A link that makes an owner, or lets one in by name. Only for whoever holds the machine or the deployment: no address
   * of the Worker leads here. The one before it, if nobody used it, is good no more.
   */
  ownerLink(request: string, now: number): Made {
    const { links, audit } = this.#stores;
    for (const { id, to } of links.waiting(now)) if (to.kind === "machine") links.end(id);
    const expires = now + LINK_MS;
    const { id, text } = links.make({ kind: "machine" }, expires, now);
    audit.append(undefined, written({ act: "link-made", after: { link: id, role: "owner" } }), request, now);
    return { code: text, expires };
  }

  /** Consumes a link. Every refusal is the same, whatever is wrong. */
  byLink(asked: SignIn, now: number): SignInOutcome {
    const { links, accounts, spent } = this.#stores;
    const code = parseCode(asked.code);
    if (!code) return { kind: "refused" };
    if (this.#isRecovery(code)) return this.#byName(asked, "machine", () => spent.add(code.id, now), now);
    const found = links.find(code, now);
    if (found.kind !== "found") return found;
    const { id, to } = found.link;
    const use = () => links.end(id);
    if (to.kind === "machine") return this.#byName(asked, "machine", use, now);
    if (to.kind === "invitation") return this.#byName(asked, to.role, use, now);
    const account = accounts.find(to.account);
    if (!account) return { kind: "refused" };
    use();
    return this.begin(account, "link", asked, { act: "signed-in", after: { by: "link" } }, now);
  }

  /** Begins a session; the one that the browser still carried ends, so that nobody stays in another's. */
  begin(
    account: Account,
    how: SignedInBy,
    asked: Omit<SignIn, "code" | "name">,
    deed: Deed,
    now: number,
  ): Extract<SignInOutcome, { kind: "signed-in" }> {
    const { sessions, audit } = this.#stores;
    const previous = asked.previous === undefined ? undefined : parseCode(asked.previous);
    const replaced = previous && sessions.use(previous, now);
    if (replaced) sessions.end(replaced.id);
    const { text, expires } = sessions.begin(account.id, how, now);
    audit.append(account, written(deed), asked.request, now);
    return { kind: "signed-in", session: text, expires, account };
  }

  #isRecovery(code: Code): boolean {
    const secret = this.#recovery;
    return secret !== undefined && isSame(secret, code) && !this.#stores.spent.has(code.id);
  }

  /**
   * A new account of the role, under a name that nobody has. Only whoever holds the machine may also come back as the
   * owner they are: an invitation never opens somebody's account.
   */
  #byName(asked: SignIn, whom: Role | "machine", use: () => void, now: number): SignInOutcome {
    const { accounts } = this.#stores;
    const role = whom === "machine" ? "owner" : whom;
    if (asked.name === undefined) return { kind: "name-needed", role };
    const name = cleanName(asked.name);
    if (name === undefined) return { kind: "name-invalid", role };
    const known = accounts.named(name);
    if (known && (whom !== "machine" || known.role !== "owner")) return { kind: "name-taken", role };
    use();
    return known
      ? this.begin(known, "link", asked, { act: "signed-in", after: { by: "machine" } }, now)
      : this.begin(accounts.create(name, role, now), "link", asked, { act: "joined", after: { role } }, now);
  }
}

const isSame = (one: Code, other: Code): boolean =>
  timingSafeEqual(utf8(one.id + one.secret), utf8(other.id + other.secret));
