import type { AuditEntry, WrittenDeed } from "./record.ts";

/** Who may do what at the desk: a viewer exports, an editor runs polls, an owner also says who works here. */
export const ROLES = ["viewer", "editor", "owner"] as const;

export type Role = (typeof ROLES)[number];

/** Each role may do all that the ones before it may. */
export const isAtLeast = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

export const roleNamed = (text: string | null): Role | undefined => ROLES.find((each) => each === text);

/** What a token of the API may be used for. A token never does more than the account that made it may. */
export const SCOPES = ["polls:read", "polls:write", "export", "audit", "staff"] as const;

export type Scope = (typeof SCOPES)[number];

/** How long what lets somebody in is good for. All in milliseconds. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A session that nobody uses ends within the working day. */
export const SESSION_IDLE_MS = 12 * HOUR;
/** And every session ends after a week, however busy. */
export const SESSION_MS = 7 * DAY;
/** Last use is kept by the hour: enough to recognise a forgotten device, too coarse to say when somebody works. */
export const USE_GRAIN_MS = HOUR;

/** A printed sign-in link: whoever started the server reads it now. */
export const LINK_MS = HOUR;
/** An invitation waits for a colleague's next days at work. */
export const INVITATION_MS = 3 * DAY;
/** From rendering a page to pressing its passkey button. */
export const CHALLENGE_MS = 10 * MINUTE;

/** Days for which a token can be made. */
export const TOKEN_DAYS = [7, 30, 90, 365] as const;
export const DAY_MS = DAY;

/** Wrong secrets for one link before it answers nobody any more. */
export const MOST_FAILURES = 10;

export interface Lived {
  /** Start of the hour of its last use. */
  used: number;
  /** When it ends at the latest. */
  expires: number;
}

export const isLive = ({ used, expires }: Lived, now: number): boolean =>
  now < expires && now < used + SESSION_IDLE_MS + USE_GRAIN_MS;

export const coarse = (now: number): number => now - (now % USE_GRAIN_MS);

/** What the Worker and the `Staff` object say to each other: plain data, every expected outcome a value. */
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
