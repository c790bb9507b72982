import type { BallotClass } from "../../domain/ballot.ts";
import { type Counter, freshCounter, WINDOW_S } from "./allowance.ts";

/** HMAC-SHA-256 of a name under a salt; at least 8 bytes. */
type KeyedHash = (salt: Uint8Array, name: string) => Uint8Array;

/** Where a counter stands. Good for the tick in which it was looked up. */
interface Place {
  key: CounterKey;
  /** Nothing: there is no room for it. */
  counter: Counter | undefined;
}

interface Generation {
  salt: Uint8Array;
  /** Whole seconds since 1970. */
  since: number;
  table: CounterTable;
}

/**
 * Counters by the name of a prefix, kept under a salted hash of it, in memory alone. Every WINDOW_S a new salt is drawn
 * and a new table begun; a counter that is asked for moves along. What was not asked for since the last change has ended
 * its window and drained its bucket, so the table before last is thrown away with nothing lost, and its salt with it.
 */
export class PrefixCounters {
  readonly #hash: KeyedHash;
  readonly #drawSalt: () => Uint8Array;
  readonly #most: number;
  #current: Generation;
  #previous: Generation | undefined;

  /** `most`: counters of one generation. Beyond it no other name finds room, and none is thrown out to make any. */
  constructor(options: { hash: KeyedHash; drawSalt: () => Uint8Array; most: number; now: number }) {
    this.#hash = options.hash;
    this.#drawSalt = options.drawSalt;
    this.#most = options.most;
    this.#current = this.#begin(options.now);
  }

  get isEmpty(): boolean {
    return this.#current.table.size === 0 && !this.#previous?.table.size;
  }

  /** Looks a counter up and stores nothing: a refused request leaves no trace. `now`: whole seconds since 1970. */
  find(name: string, now: number): Place {
    this.turn(now);
    const key = this.#keyIn(this.#current, name);
    return { key, counter: this.#current.table.get(key) ?? this.#newcomer(name, now) };
  }

  set({ key }: Place, counter: Counter): void {
    this.#current.table.set(key, counter);
  }

  /** Begins the next generation when it is time. */
  turn(now: number): void {
    const age = now - this.#current.since;
    if (age < WINDOW_S) return;
    // After two whole windows nothing counted before can still hold.
    this.#previous = age < 2 * WINDOW_S ? this.#current : undefined;
    this.#current = this.#begin(now);
  }

  #newcomer(name: string, now: number): Counter | undefined {
    if (this.#current.table.size >= this.#most) return undefined;
    const before = this.#previous?.table.size ? this.#previous.table.get(this.#keyIn(this.#previous, name)) : undefined;
    return before ?? freshCounter(now);
  }

  #begin(now: number): Generation {
    return { salt: this.#drawSalt(), since: now, table: new CounterTable() };
  }

  #keyIn({ salt }: Generation, name: string): CounterKey {
    const hash = this.#hash(salt, name);
    const view = new DataView(hash.buffer, hash.byteOffset, hash.byteLength);
    return { high: view.getUint32(0), low: view.getUint32(4) };
  }
}

const FIRST_CAPACITY = 1_024;
const FULLEST = 0.7;

/** Name of a counter, as 64 bits of a keyed hash: two names share one once in billions of tables. */
interface CounterKey {
  high: number;
  low: number;
}

/**
 * Counters by key: an open-addressing table of 32 bytes a slot, so that a crowd fits an object's memory. It only grows;
 * it is thrown away whole.
 */
export class CounterTable {
  /** Two numbers a slot: the key. */
  #keys = new Uint32Array(2 * FIRST_CAPACITY);
  /** Four numbers a slot: window start (0 marks a free slot), ballots in class a, ballots, time of the level. */
  #numbers = new Uint32Array(4 * FIRST_CAPACITY);
  #levels = new Float64Array(FIRST_CAPACITY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: CounterKey): Counter | undefined {
    const slot = this.#slot(key);
    const at = 4 * slot;
    if (!this.#numbers[at]) return undefined;
    const [windowStart = 0, classA = 0, ballots = 0, levelAt = 0] = this.#numbers.subarray(at, at + 4);
    return { windowStart, classA, ballots, level: this.#levels[slot] ?? 0, levelAt };
  }

  set(key: CounterKey, counter: Counter): void {
    let slot = this.#slot(key);
    if (!this.#numbers[4 * slot]) {
      if (this.#size >= this.#levels.length * FULLEST) {
        this.#grow();
        slot = this.#slot(key);
      }
      this.#size += 1;
    }
    this.#keys[2 * slot] = key.high;
    this.#keys[2 * slot + 1] = key.low;
    this.#numbers.set([counter.windowStart, counter.classA, counter.ballots, counter.levelAt], 4 * slot);
    this.#levels[slot] = counter.level;
  }

  /** The key's slot, or the free one where it would stand. */
  #slot({ high, low }: CounterKey): number {
    const mask = this.#levels.length - 1;
    let slot = low & mask;
    while (this.#numbers[4 * slot] && (this.#keys[2 * slot] !== high || this.#keys[2 * slot + 1] !== low))
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, numbers, levels] = [this.#keys, this.#numbers, this.#levels];
    this.#keys = new Uint32Array(keys.length * 2);
    this.#numbers = new Uint32Array(numbers.length * 2);
    this.#levels = new Float64Array(levels.length * 2);
    for (const [before, level] of levels.entries()) {
      if (!numbers[4 * before]) continue;
      const slot = this.#slot({ high: keys[2 * before] ?? 0, low: keys[2 * before + 1] ?? 0 });
      this.#keys.set(keys.subarray(2 * before, 2 * before + 2), 2 * slot);
      this.#numbers.set(numbers.subarray(4 * before, 4 * before + 4), 4 * slot);
      this.#levels[slot] = level;
    }
  }
}

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
