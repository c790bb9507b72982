import { type Counter, freshCounter, WINDOW_S } from "./allowance.ts";
import { type CounterKey, CounterTable } from "./counter-table.ts";

/** HMAC-SHA-256 of a name under a salt; at least 8 bytes. */
export type KeyedHash = (salt: Uint8Array, name: string) => Uint8Array;

/** Where a counter stands. Good for the tick in which it was looked up. */
export interface Place {
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
