/**
 * Whoever keeps what was asked for does not answer now; another moment they may. Neither a bug of ours nor a word on what
 * they keep: readers are told to come again.
 */
export class Unreachable extends Error {
  /** `who` does not answer: said to whoever runs the server. `cause`: what came in place of an answer. */
  constructor(who: string, cause?: unknown) {
    super(`${who} does not answer${cause === undefined ? "" : `: ${cause}`}`, { cause });
  }
}
