/** What came of asking an object. `lost`: it may have acted, and its answer did not reach us. */
export type Asked<T> = { kind: "answered"; answer: T } | { kind: "overloaded" } | { kind: "lost" };

export interface Patience {
  attempts: number;
  /** Of one attempt. */
  timeoutMs: number;
}

/** A vote is worth waiting for: repeats are harmless, its lock makes them one. */
export const VOTE_PATIENCE: Patience = { attempts: 3, timeoutMs: 5_000 };

/** A limiter answers out of its memory. A vote does not wait long for its class: it counts without. */
export const LIMITER_PATIENCE: Patience = { attempts: 2, timeoutMs: 1_000 };

/** A reader who only looks waits no longer than this. */
export const READ_PATIENCE: Patience = { attempts: 1, timeoutMs: 2_000 };

const FIRST_PAUSE_MS = 100;

/**
 * Asks an object again where its answer is lost: fresh stub each time (a stub is broken once it threw), full jitter in
 * between, and no more once the object says that it is overloaded. `ask` must be harmless to repeat.
 */
export async function askAgain<T>(ask: () => Promise<T>, patience: Patience): Promise<Asked<T>> {
  for (let attempt = 0; attempt < patience.attempts; attempt++) {
    if (attempt > 0) await pause(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    try {
      return { kind: "answered", answer: await within(patience.timeoutMs, ask()) };
    } catch (error) {
      if (isOverloaded(error)) return { kind: "overloaded" };
    }
  }
  return { kind: "lost" };
}

/** The promise's value, or an error after `ms` milliseconds. */
export const within = <T>(ms: number, promise: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });

export const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

/** workerd marks errors of an object that cannot take more with `overloaded`. */
const isOverloaded = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "overloaded" in error && error.overloaded === true;

/** Seconds after which whoever was refused may come again. */
const RETRY_SECONDS = { least: 2, most: 10 };

/** Drawn at random, so that those refused together part. */
export const retryAfterSeconds = (): number =>
  RETRY_SECONDS.least + Math.floor(Math.random() * (RETRY_SECONDS.most - RETRY_SECONDS.least + 1));
