/**
 * Every number that decides something, with its unit and its reason (docs/design.md, Numbers).
 * Those of `DEFAULT_RULES` bind a poll: they are written out in its `open` entry and never change after.
 */

export const DEFAULT_RULES = {
  results: "always",
  release: "live",
  /** One object takes 200 to 500 writes a second. Fixed at opening: changing it would send a lock to another box. */
  boxes: 4,
  /** Ballots per 24 hours, poll, question and network prefix that count in class `a`. */
  allowance: { ipv4: 20, ipv6_64: 5, ipv6_56: 20, ipv6_48: 100, firstHour: { ipv4: 5, ipv6_64: 1 } },
  /** Ballots per network prefix, both classes, in a bucket refilled over one hour: a flood is slowed, nobody is shut out for a day. */
  ceiling: { ipv4: 1000, ipv6_64: 100, ipv6_56: 500, ipv6_48: 2000 },
} as const;

export const MAX_BOXES = 64;

/**
 * A seal takes at most this many ballots (and whole rows of a box, so a few more). Where so many wait, it does not wait for
 * its time: what votes, seals and publishes on one machine shares one thread, and ten thousand hold it up for a moment only.
 */
export const MAX_BALLOTS_PER_SEAL = 10_000;
/** Full seals follow each other no faster than this: KV takes one write a second of a key, and each seal writes its heads. */
export const FULL_SEALS_EVERY_MS = 2_000;

/** `batched` release: a seal waits for this many ballots, and leaves this many in the boxes. */
export const BATCHED_SEAL_AT = 20;
export const BATCHED_KEEP_BACK = 10;

/** Ballots that may wait for a commit, or for a call of their box, before new ones are told to come back: about a second's work. */
export const MOST_WAITING_BALLOTS = 1_500;

/** Running counts travel at most this often, box to ledger and ledger to gallery: live to a person, cheap to a server. */
export const RUNNING_COUNTS_EVERY_MS = 1_000;

/** What a page sends over its socket, and the answer, which wakes no object. */
export const PING = "ping";
export const PONG = "pong";

/** An object wakes all of its sockets at once. */
export const MAX_SOCKETS_PER_GALLERY = 5_000;
/** The ledger tells each of them: beyond this many, a tree would be wanted. */
export const MOST_GALLERIES = 50;

/** Below this many ballots shares say nothing: counts only. */
export const SHARES_FROM = 30;
/** From this many ballots one decimal is honest. */
export const DECIMALS_FROM = 200;

/** Bytes of a public POST. A ballot with the most choices is well under 1 KiB. */
export const MAX_BODY_BYTES = 2_048;

export const LIMITS = {
  idLength: 32,
  questions: 8,
  options: 12,
  /** Sites that may frame a poll: all of them stand in a header of every frame. */
  frames: 50,
  /** Characters of one label, question or quotation in one language. */
  textLength: 600,
} as const;
