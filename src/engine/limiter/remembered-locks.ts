import type { BallotClass } from "../../domain/ballot.ts";

/** Half of what is remembered, and how long a half fills at most: long enough for every retry of a ballot under way. */
const MOST_IN_HALF = 50_000;
const HALF_MS = 600_000;

/**
 * Which class a lock was given, so that a ballot that is sent again is not counted again: for 10 to 20 minutes, or the
 * last 50,000 to 100,000 locks where more come in that time. After that the box knows the lock. A lock names nobody, and
 * nothing here ties one to a network.
 */
export class RememberedLocks {
  #newer = new Map<string, BallotClass>();
  #older = new Map<string, BallotClass>();
  #since: number;

  /** Times: milliseconds since 1970. */
  constructor(now: number) {
    this.#since = now;
  }

  get(lock: string, now: number): BallotClass | undefined {
    this.#turn(now);
    return this.#newer.get(lock) ?? this.#older.get(lock);
  }

  set(lock: string, ballotClass: BallotClass, now: number): void {
    this.#turn(now);
    this.#newer.set(lock, ballotClass);
  }

  #turn(now: number): void {
    const age = now - this.#since;
    if (age < HALF_MS && this.#newer.size < MOST_IN_HALF) return;
    this.#older = age < 2 * HALF_MS ? this.#newer : new Map();
    this.#newer = new Map();
    this.#since = now;
  }
}
