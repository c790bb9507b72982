const FIRST_CAPACITY = 1_024;
const FULLEST = 0.7;

/**
 * Which journal row holds a lock: an open-addressing table of 8 bytes a slot, so that a box of a million ballots fits an
 * object's memory many times. It keeps 32 bits of each lock, so a hit is a hint: the caller compares with the row itself.
 * Seeded: a flood of locks chosen to collide would need the seed.
 */
export class LockIndex {
  readonly #seed: number;
  #marks = new Uint32Array(FIRST_CAPACITY);
  /** Row ids; 0 marks a free slot, so rows count from 1. */
  #rows = new Uint32Array(FIRST_CAPACITY);
  #size = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  get size(): number {
    return this.#size;
  }

  add(lock: string, row: number): void {
    if (this.#size >= this.#marks.length * FULLEST) this.#grow();
    this.#put(this.#hash(lock), row);
    this.#size += 1;
  }

  /** Rows that may hold the lock: nearly always the right one, or none. */
  *candidates(lock: string): Generator<number> {
    const mark = this.#hash(lock);
    const mask = this.#marks.length - 1;
    for (let slot = mark & mask; ; slot = (slot + 1) & mask) {
      const row = this.#rows[slot];
      if (!row) return;
      if (this.#marks[slot] === mark) yield row;
    }
  }

  #put(mark: number, row: number): void {
    const mask = this.#marks.length - 1;
    let slot = mark & mask;
    while (this.#rows[slot]) slot = (slot + 1) & mask;
    this.#marks[slot] = mark;
    this.#rows[slot] = row;
  }

  #grow(): void {
    const [marks, rows] = [this.#marks, this.#rows];
    this.#marks = new Uint32Array(marks.length * 2);
    this.#rows = new Uint32Array(marks.length * 2);
    for (const [slot, mark] of marks.entries()) {
      const row = rows[slot];
      if (row) this.#put(mark, row);
    }
  }

  /** MurmurHash3's mixing over the characters, from a secret seed. */
  #hash(lock: string): number {
    let hash = this.#seed;
    for (let i = 0; i < lock.length; i++) {
      let part = Math.imul(lock.charCodeAt(i), 0xcc9e2d51);
      part = Math.imul((part << 15) | (part >>> 17), 0x1b873593);
      hash ^= part;
      hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}
