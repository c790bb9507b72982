/** What the Worker and the `Staff` object say to each other: plain data, every expected outcome a value. */
import type { AuditEntry, WrittenDeed } from "./act.ts";
import type { Role } from "./role.ts";
import type { Scope } from "./scope.ts";

export interface Account {
  id: string;
  name: string;
  role: Role;
}

/** Who is at the desk, by a session or by a token. */
export interface Member {
  account: Account;
  /** Id of the session or token. */
  through: string;
  /** What a token is limited to; a session is not. */
  scopes?: Scope[];
}

/** Who asks for an act of staff, and in which request. The object checks the account's role again. */
export interface By {
  account: string;
  request: string;
}

export interface SignIn {
  code: string;
  /** For a new account: how it will stand in the record. */
  name?: string;
  /** The session that the browser still carried: it ends, so that nobody stays in another's. */
  previous?: string;
  request: string;
}

export type SignInOutcome =
  /** `session`: the secret of the cookie, never to be seen again. */
  | { kind: "signed-in"; session: string; expires: number; account: Account }
  /** The link is good and makes a new account, which needs a name. Nothing was consumed. */
  | { kind: "name-needed"; role: Role }
  | { kind: "name-invalid"; role: Role }
  | { kind: "name-taken"; role: Role }
  /** Unknown, wrong, used or expired: which, is said to nobody. */
  | { kind: "refused" }
  | { kind: "too-many" };

export interface SessionSeen {
  id: string;
  how: SignedInBy;
  created: number;
  /** By the hour. */
  used: number;
  expires: number;
}

/** How a session began. */
export type SignedInBy = "link" | "passkey";

export interface Made {
  /** To be shown once. */
  code: string;
  expires: number;
}

/** What came of an act of staff. `forbidden`: the account's role does not allow it any more. */
export type StaffOutcome = { kind: "done" } | { kind: "forbidden" } | { kind: "not-found" };

/** Without an owner nobody could let anybody in. */
export type PeopleOutcome = StaffOutcome | { kind: "last-owner" };

export type MadeOutcome = ({ kind: "made" } & Made) | { kind: "forbidden" } | { kind: "not-found" };

export interface PersonSeen extends Account {
  passkeys: number;
  /** By the hour; left out where no session is open. */
  lastSeen?: number;
}

export interface InvitationSeen {
  id: string;
  role: Role;
  expires: number;
}

export interface People {
  accounts: PersonSeen[];
  invitations: InvitationSeen[];
}

export interface TokenSeen {
  id: string;
  /** Whose rights it has, at most. */
  account: string;
  name: string;
  scopes: Scope[];
  created: number;
  /** By the hour. */
  used: number | null;
  expires: number;
}

export interface TokenRequest {
  name: string;
  scopes: Scope[];
  days: number;
}

/** Options of WebAuthn's `create` or `get`, as the JSON that a page hands to its script. */
export interface PasskeyOptions {
  json: string;
}

export interface PasskeySignIn extends Omit<SignIn, "code" | "name"> {
  /** JSON of the browser's PublicKeyCredential. */
  response: string;
}

/** What came of signing in without a link. */
export type DirectSignInOutcome = Extract<SignInOutcome, { kind: "signed-in" | "refused" | "too-many" }>;

export interface PasskeySeen {
  id: string;
  created: number;
  /** By the hour. */
  used: number | null;
}

export interface AuditPage {
  /** Newest first. */
  entries: AuditEntry[];
  /** Number to ask before for the next page; left out on the last. */
  older?: number;
}

export interface RecordRequest extends WrittenDeed {
  by: By;
}
