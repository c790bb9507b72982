/** Chance that can be repeated: the same seed draws the same numbers. The generator is Mulberry32. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0, included, to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.next();
  }

  /** All of them in a random order: each comes up before any comes up again. Fisher and Yates. */
  shuffled<T>(all: readonly T[]): T[] {
    const deck = [...all];
    for (let last = deck.length - 1; last > 0; last--) {
      const other = Math.floor(this.next() * (last + 1));
      [deck[last], deck[other]] = [deck[other] as T, deck[last] as T];
    }
    return deck;
  }
}
