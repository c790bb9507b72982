import type { FuzzedRequest } from "./requests.ts";
import type { Answer } from "./send.ts";

/** What `src/web/pictures/cache.ts` allows an isolate. */
const PAINTINGS_A_MINUTE = 30;
const MINUTE_MS = 60_000;
/** From a painting's beginning until its answer is here. */
const ON_THE_WAY_MS = 5_000;

/** Pictures that the engine paints: an isolate refuses one with 503 where it has painted thirty within a minute. */
export class Paintings {
  readonly #given: number[] = [];
  readonly #refused: { path: string; at: number; retryAfter: string }[] = [];

  /** Charts as SVG with text are none: they cost as little as a page, and are never refused. */
  static isOne(path: string): boolean {
    const [file = "", query = ""] = path.split("?");
    return /\/(card|chart)\.png$/.test(file) || (file.endsWith("/chart.svg") && query.includes("text=outlined"));
  }

  /** `at`: milliseconds, of the answer. */
  note({ path }: FuzzedRequest, { status, retryAfter }: Answer, at: number): void {
    if (!Paintings.isOne(path)) return;
    if (status === 200) this.#given.push(at);
    if (status === 503) this.#refused.push({ path, at, retryAfter });
  }

  /** Refused without saying for how many seconds of a minute, or while fewer were painted than may be. */
  refusedWithoutReason(): unknown[] {
    return this.#refused.filter(({ at, retryAfter }) => {
      const recent = this.#given.filter((given) => given > at - MINUTE_MS && given < at + ON_THE_WAY_MS);
      return !/^([1-9]|[1-5]\d|60)$/.test(retryAfter) || recent.length < PAINTINGS_A_MINUTE;
    });
  }
}
