import { SHARES_FROM } from "./numbers.ts";

/**
 * Why ballots were refused. `foreign`: sent by another site's page; `trap`: a field was filled that no person sees;
 * `invalid`: malformed, or a choice that the question does not have; the others as the API names them.
 */
export const REFUSAL_KINDS = [
  "invalid",
  "foreign",
  "trap",
  "not-open",
  "already-used",
  "already-voted",
  "too-many",
] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

export type Refused = Record<RefusalKind, number>;

/**
 * What was seen at the door of a poll, in numbers that hold nothing of anyone: `note` entries of the log state them, and
 * they stand beside the result. At least as many as stated: what a process counted and had not told when it died is lost.
 */
export interface PollCounters {
  /** Ballots that were refused, by kind. */
  refused: Refused;
  /**
   * Most ballots from one network on one question within 24 hours, rounded down to two digits; 0 while fewer than
   * SHARES_FROM: in a small poll the exact number could say that those who voted sat in one office.
   */
  largestNetwork: number;
  /** Times that the network allowances were forgotten and began anew, since this poll opened. */
  restarts: number;
}

export const noRefusals = (): Refused => ({
  invalid: 0,
  foreign: 0,
  trap: 0,
  "not-open": 0,
  "already-used": 0,
  "already-voted": 0,
  "too-many": 0,
});

export const noCounters = (): PollCounters => ({ refused: noRefusals(), largestNetwork: 0, restarts: 0 });

/** `one` and `more` together. */
export const addRefused = (one: Refused, more: Partial<Refused>): Refused => {
  const sum = { ...one };
  for (const kind of REFUSAL_KINDS) sum[kind] += more[kind] ?? 0;
  return sum;
};

/** The largest network as it may be published. */
export const publishedNetwork = (ballots: number): number => (ballots < SHARES_FROM ? 0 : roundedDown(ballots));

/** Rounded down to two digits, and to tens below a hundred. */
function roundedDown(ballots: number): number {
  const step = 10 ** Math.max(1, Math.floor(Math.log10(ballots)) - 1);
  return Math.floor(ballots / step) * step;
}

/** Are these the same numbers? */
export const sameCounters = (one: PollCounters, other: PollCounters): boolean =>
  one.largestNetwork === other.largestNetwork &&
  one.restarts === other.restarts &&
  REFUSAL_KINDS.every((kind) => one.refused[kind] === other.refused[kind]);

/** What one object tells of a poll: counts since it began its present `life`, which ends with its memory. */
export interface Told {
  life: string;
  refused: Partial<Refused>;
  largestNetwork?: number;
  /** Of a doorkeeper: kept for ever, and not of this poll alone. */
  restarts?: number;
}

/** The counters of a poll, and what they were summed from: by teller, what it told last. */
export interface HeardCounters {
  sum: PollCounters;
  told: Record<string, Told>;
  /** What tellers told before is lost: the first time, each only sets where its numbers count from. */
  resumed?: true;
}

/** Goes on from counters that the log states. */
export const resumed = (sum: PollCounters): HeardCounters => ({ sum, told: {}, resumed: true });

export const nothingHeard = (): HeardCounters => ({ sum: noCounters(), told: {} });

/**
 * Adds what an object told since it was last heard. Pure: told twice, or after its memory was lost, nothing counts twice.
 * Only what may be published is remembered, so the exact size of a network is not.
 */
export function hear(heard: HeardCounters, teller: string, now: Told): HeardCounters {
  const { sum, told } = heard;
  const before = told[teller] ?? (heard.resumed && now);
  const sameLife = before?.life === now.life ? before.refused : {};
  const more: Partial<Refused> = {};
  for (const kind of REFUSAL_KINDS) more[kind] = Math.max(0, (now.refused[kind] ?? 0) - (sameLife[kind] ?? 0));
  // What a doorkeeper lost before this poll first heard of it is none of this poll's.
  const lostBefore = before ? (before.restarts ?? 0) : (now.restarts ?? 0);
  const restarts = Math.max(0, (now.restarts ?? 0) - lostBefore);
  const { largestNetwork, ...kept } = now;
  return {
    ...heard,
    sum: {
      refused: addRefused(sum.refused, more),
      largestNetwork: Math.max(sum.largestNetwork, publishedNetwork(largestNetwork ?? 0)),
      restarts: sum.restarts + restarts,
    },
    told: { ...told, [teller]: kept },
  };
}
