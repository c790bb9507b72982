/** What the Worker and the `Staff` object say to each other: plain data, every expected outcome a value. */

/** Who may do what at the desk: a viewer exports, an editor runs polls, an owner also says who works here. */
export const ROLES = ["viewer", "editor", "owner"] as const;

export type Role = (typeof ROLES)[number];

/** Each role may do all that the ones before it may. */
export const isAtLeast = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

export const roleNamed = (text: string | null): Role | undefined => ROLES.find((each) => each === text);

/** What a token of the API may be used for. A token never does more than the account that made it may. */
export const SCOPES = ["polls:read", "polls:write", "export", "audit", "staff"] as const;

export type Scope = (typeof SCOPES)[number];

/** Everything that is done at the desk and stands in the record. */
export const ACTS = [
  "signed-in",
  "signed-out",
  "signed-out-everywhere",
  "session-ended",
  "link-made",
  "invited",
  "invitation-withdrawn",
  "joined",
  "role-changed",
  "removed",
  "passkey-added",
  "passkey-removed",
  "token-made",
  "token-revoked",
  "record-exported",
  "poll-created",
  "poll-duplicated",
  "poll-imported",
  "poll-edited",
  "poll-scheduled",
  "poll-unscheduled",
  "poll-opened",
  "poll-paused",
  "poll-resumed",
  "poll-corrected",
  "poll-voided",
  "poll-closed",
  "poll-archived",
  "poll-deleted",
  "poll-exported",
] as const;

export type Act = (typeof ACTS)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A session that nobody uses ends within the working day. */
export const SESSION_IDLE_MS = 12 * HOUR_MS;
/** And every session ends after a week, however busy. */
export const SESSION_MS = 7 * DAY_MS;
/** Last use is kept by the hour: enough to recognise a forgotten device, too coarse to say when somebody works. */
export const USE_GRAIN_MS = HOUR_MS;
/** A printed sign-in link: whoever started the server reads it now. */
export const LINK_MS = HOUR_MS;
/** An invitation waits for a colleague's next days at work. */
export const INVITATION_MS = 3 * DAY_MS;
/** From rendering a page to pressing its passkey button. */
export const CHALLENGE_MS = 10 * MINUTE_MS;
/** Days for which a token can be made. */
export const TOKEN_DAYS = [7, 30, 90, 365] as const;
/** Wrong secrets for one link, or wrong answers of one passkey, before it opens nothing any more. */
export const MOST_FAILURES = 10;

export interface Account {
  id: string;
  name: string;
  role: Role;
}

/** Who is at the desk, by a session or by a token. The role is that of this moment, not of the sign-in. */
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

/** What every way of signing in says of its request. */
export interface Entering {
  /** The session that the browser still carries: it ends, so that nobody stays in another's. */
  previous?: string;
  request: string;
}

export interface LinkSignIn extends Entering {
  code: string;
  /** For a new account: how it will stand in the record. */
  name?: string;
}

export interface PasskeySignIn extends Entering {
  /** JSON of the browser's PublicKeyCredential. */
  response: string;
}

interface SignedIn {
  kind: "signed-in";
  /** The secret of the cookie, never to be seen again. */
  session: string;
  expires: number;
  account: Account;
}

export type LinkSignInOutcome =
  | SignedIn
  /** The link is good and makes a new account, which needs a name. Nothing was consumed. */
  | { kind: "name-needed"; role: Role }
  | { kind: "name-invalid"; role: Role }
  | { kind: "name-taken"; role: Role }
  /** Unknown, wrong, used or expired: which, is said to nobody. */
  | { kind: "refused" }
  | { kind: "too-many" };

export type PasskeySignInOutcome = SignedIn | { kind: "refused" } | { kind: "too-many" };

/** How a session began. */
export type SignedInBy = "link" | "passkey";

export interface SessionSeen {
  id: string;
  how: SignedInBy;
  created: number;
  /** By the hour. */
  used: number;
  expires: number;
}

export interface PasskeySeen {
  id: string;
  created: number;
  /** By the hour. */
  used: number | null;
}

/** Options of WebAuthn's `create` or `get`, as the JSON that a page hands to its script. */
export interface PasskeyOptions {
  json: string;
}

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

interface InvitationSeen {
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
