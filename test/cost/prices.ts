import type { Counts } from "./counts.ts";

/** Prices and quotas of Cloudflare's two plans, as its documentation gave them on this day. */
export const PRICES_AS_OF = "2026-11-23";

/** Dollars for one, beyond what a plan includes. */
const DOLLARS: Record<keyof Counts, number> = {
  workerRequests: 0.3 / 1e6,
  objectRequests: 0.15 / 1e6,
  rowsRead: 0.001 / 1e6,
  rowsWritten: 1 / 1e6,
  kvReads: 0.5 / 1e6,
  kvWrites: 5 / 1e6,
  kvLists: 5 / 1e6,
  // An object is billed as 128 MB: 0.125 GB-s each second, at $12.50 a million.
  objectSeconds: (0.125 * 12.5) / 1e6,
};

/** Dollars for a millisecond of a Worker's processor time. */
const DOLLARS_PER_CPU_MS = 0.02 / 1e6;

/** Milliseconds of processor time that a Worker request is reckoned with: more than any took on one machine. */
export const CPU_MS = 2;

/** What the free plan gives for a day; beyond it, the operation fails until midnight UTC. */
const FREE_A_DAY: Record<keyof Counts, number> = {
  workerRequests: 100_000,
  objectRequests: 100_000,
  rowsRead: 5_000_000,
  rowsWritten: 100_000,
  kvReads: 100_000,
  kvWrites: 1_000,
  kvLists: 1_000,
  objectSeconds: 13_000 / 0.125,
};

export interface Price {
  kind: keyof Counts | "cpu";
  count: number;
  dollars: number;
}

/** What counts cost on the paid plan beyond everything included, dearest first. `cpuMs`: of one Worker request. */
export function priceOf(counts: Counts, cpuMs: number): Price[] {
  const kinds = Object.keys(DOLLARS) as (keyof Counts)[];
  const prices: Price[] = kinds.map((kind) => ({ kind, count: counts[kind], dollars: counts[kind] * DOLLARS[kind] }));
  const milliseconds = counts.workerRequests * cpuMs;
  prices.push({ kind: "cpu", count: milliseconds, dollars: milliseconds * DOLLARS_PER_CPU_MS });
  return prices.sort((one, other) => other.dollars - one.dollars);
}

export const dollarsOf = (prices: readonly Price[]): number => prices.reduce((sum, { dollars }) => sum + dollars, 0);

/** Share of the free plan's day that counts use up, by kind; over 1 is too much. */
export const shareOfFreeDay = (counts: Counts): Record<keyof Counts, number> =>
  Object.fromEntries(
    Object.entries(FREE_A_DAY).map(([kind, quota]) => [kind, counts[kind as keyof Counts] / quota]),
  ) as Record<keyof Counts, number>;
