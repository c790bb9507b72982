/** Seconds after which whoever was refused may come again. */
const RETRY_SECONDS = { least: 2, most: 10 };

/** Drawn at random, so that those refused together part. */
export const retryAfterSeconds = (): number =>
  RETRY_SECONDS.least + Math.floor(Math.random() * (RETRY_SECONDS.most - RETRY_SECONDS.least + 1));
