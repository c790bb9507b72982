import type { Role } from "./role.ts";

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

/** What happened, to what, and what it was before and after: whatever JSON says it best. */
export interface Deed {
  act: Act;
  /** Id of the poll it concerns, if any. */
  poll?: string;
  before?: unknown;
  after?: unknown;
}

/** The same as it is written down: what was before and after, as JSON text. */
export interface WrittenDeed {
  act: Act;
  poll?: string;
  before?: string;
  after?: string;
}

export const written = ({ act, poll, before, after }: Deed): WrittenDeed => ({
  act,
  ...(poll !== undefined && { poll }),
  ...(before !== undefined && { before: JSON.stringify(before) }),
  ...(after !== undefined && { after: JSON.stringify(after) }),
});

/** One line of the record. It is written once and never changed. */
export interface AuditEntry extends WrittenDeed {
  /** Counts from 1, without gaps. */
  number: number;
  /** Milliseconds since 1970. */
  at: number;
  /** Who, as they were called and what they might do at that moment. No one: whoever holds the machine. */
  account: string | null;
  name: string;
  role: Role | null;
  /** By which of our own log lines and answers it can be found; it says nothing of who asked. */
  request: string;
  /** Ties the entry to all before it: see audit-chain.ts. */
  hash: string;
}
