import type { BallotClass } from "../../domain/ballot.ts";
import type { Rules } from "../../domain/definition.ts";

/** The sizes of network that ballots are counted by; the keys of a poll's allowance and ceiling. */
export const PREFIX_SIZES = ["ipv4", "ipv6_64", "ipv6_56", "ipv6_48"] as const;
export type PrefixSize = (typeof PREFIX_SIZES)[number];

/** A part of an address that ballots are counted by. `text`: its bytes in hex, or "unknown". */
export interface Prefix {
  size: PrefixSize;
  text: string;
}

/** Where a request comes from, as far as ballots are counted by it. Held for the length of a request, never written. */
export interface Network {
  /** Narrowest first. */
  prefixes: readonly [Prefix, ...Prefix[]];
  /** Does the ceiling hold here? Not where one address may stand for everybody: nobody is refused then. */
  ceiling: boolean;
  /** The request does not say whose page it comes from: class `c`, whatever the allowance. */
  unsaid: boolean;
}

/** Ballots in class `a` are counted in windows this long, that begin with a network's first ballot. */
export const WINDOW_S = 86_400;

/** An empty bucket is full again, and a full one drained, after this long. */
const BUCKET_S = 3_600;

/** A limiter that has forgotten what it counted is strict for this long. */
export const STRICT_S = 3_600;

/** What is known of one prefix, for one question of one poll. Times are whole seconds since 1970. */
export interface Counter {
  windowStart: number;
  /** Ballots in class `a` in this window. */
  classA: number;
  /** Ballots of both classes in this window. */
  ballots: number;
  /** Ballots in the bucket at `levelAt`; it drains evenly. */
  level: number;
  levelAt: number;
}

/** A prefix that a ballot comes from. No `counter`: there was no room to count this prefix. */
interface CountedPrefix {
  size: PrefixSize;
  counter: Counter | undefined;
}

export interface Asked {
  /** Of the poll's definition: numbers that its `open` entry states. */
  rules: Pick<Rules, "allowance" | "ceiling">;
  prefixes: readonly CountedPrefix[];
  /** Does the ceiling hold for this network? */
  ceiling: boolean;
  /** The request does not say whose page it comes from: class `c`, whatever the allowance. */
  unsaid: boolean;
  /** The limiter has forgotten what it counted, less than STRICT_S ago. */
  strict: boolean;
  /** Whole seconds since 1970. */
  now: number;
}

/** `counters`: what the prefixes' counters become, in their order; a refusal changes none. */
type Decision =
  | { kind: "admitted"; class: BallotClass; counters: (Counter | undefined)[] }
  | { kind: "refused"; retryAfterSeconds: number };

export const freshCounter = (now: number): Counter => ({
  windowStart: now,
  classA: 0,
  ballots: 0,
  level: 0,
  levelAt: now,
});

/**
 * The class of a new ballot, or that its network sends too many. Class `a` takes every prefix within
 * its allowance; the ceiling of any prefix refuses. Pure: neither cookies nor anything else of a reader has a part in it.
 */
export function decide({ rules, prefixes, ceiling, unsaid, strict, now }: Asked): Decision {
  const current = prefixes.map(({ size, counter }) => ({
    size,
    counter: counter && at(counter, rules.ceiling[size], now),
  }));
  const waits = ceiling
    ? current.map(({ size, counter }) => (counter ? secondsUntilRoom(counter, rules.ceiling[size]) : 0))
    : [];
  const retryAfterSeconds = Math.max(0, ...waits);
  if (retryAfterSeconds > 0) return { kind: "refused", retryAfterSeconds };

  // A prefix that could not be counted may be anybody's flood: it fails towards class c.
  const within = current.every(({ size, counter }) => counter && counter.classA < allowanceOf(rules, size, strict));
  const ballotClass = within && !unsaid ? "a" : "c";
  const counters = current.map(
    ({ counter }) =>
      counter && {
        ...counter,
        classA: counter.classA + (ballotClass === "a" ? 1 : 0),
        ballots: counter.ballots + 1,
        level: counter.level + 1,
      },
  );
  return { kind: "admitted", class: ballotClass, counters };
}

/** Ballots of class `a` that a prefix may have in one window. */
function allowanceOf({ allowance }: Pick<Rules, "allowance">, size: PrefixSize, strict: boolean): number {
  if (strict && (size === "ipv4" || size === "ipv6_64")) return Math.min(allowance.firstHour[size], allowance[size]);
  return allowance[size];
}

/** A counter as it stands now: a window that is over begins anew, the bucket has drained. */
function at(counter: Counter, ceiling: number, now: number): Counter {
  const window = now - counter.windowStart < WINDOW_S ? counter : freshCounter(now);
  const drained = Math.max(0, ((now - counter.levelAt) * ceiling) / BUCKET_S);
  return {
    windowStart: window.windowStart,
    classA: window.classA,
    ballots: window.ballots,
    level: Math.max(0, counter.level - drained),
    levelAt: Math.max(now, counter.levelAt),
  };
}

/** A thousandth of a ballot is rounding of the drain, not a ballot. */
const ROUNDING = 0.001;

const secondsUntilRoom = ({ level }: Counter, ceiling: number): number => {
  const excess = level + 1 - ceiling - ROUNDING;
  return excess <= 0 ? 0 : Math.max(1, Math.ceil((excess * BUCKET_S) / ceiling));
};
