/**
 * Milliseconds to wait before try `attempt` (1, 2, …): exponential with full jitter, so that those who were cut off
 * together do not come back together. `random`: from 0 to 1.
 */
export const backoff = (attempt: number, firstMs: number, mostMs: number, random: number): number =>
  Math.round(Math.min(mostMs, firstMs * 2 ** (attempt - 1)) * random);
