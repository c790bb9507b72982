/**
 * Does a thing at most once per `everyMs`, soon after the first request and once more after the last: what it carries
 * is cumulative, so those in between may be skipped. A failure is tried again at the same pace, a few times.
 */
export class Paced {
  readonly #everyMs: number;
  readonly #act: () => Promise<void>;
  #lastAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(everyMs: number, act: () => Promise<void>) {
    this.#everyMs = everyMs;
    this.#act = act;
  }

  request(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#lastAt + this.#everyMs - Date.now());
    this.#timer = setTimeout(() => void this.#run(), wait);
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#lastAt = Date.now();
    try {
      await this.#act();
      this.#failures = 0;
    } catch {
      this.#failures += 1;
      if (this.#failures <= MOST_REPEATS) this.request();
    }
  }
}

/** Later news, or the next seal, brings what these could not. */
const MOST_REPEATS = 5;
