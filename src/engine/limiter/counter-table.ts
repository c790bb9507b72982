import type { Counter } from "./allowance.ts";

const FIRST_CAPACITY = 1_024;
const FULLEST = 0.7;

/** Name of a counter, as 64 bits of a keyed hash: two names share one once in billions of tables. */
export interface CounterKey {
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
