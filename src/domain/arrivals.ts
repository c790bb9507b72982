/** A seal as far as its arrivals go. */
export interface SealArrivals {
  seal: number;
  /** Milliseconds since 1970. */
  sealedAt: number;
  /** Ballots in the log up to this seal, over all questions. */
  ballots: number;
}

/** A seal that took in far more ballots than seals before it did in as much time. */
export interface UnusualSeal {
  seal: number;
  /** Milliseconds since 1970. */
  sealedAt: number;
  /** Ballots that it took in. */
  ballots: number;
  /** How many as much time brought before it, rounded. */
  usual: number;
}

/** Seals before it that a seal is compared with, at most, and the fewest that tell what is usual. */
export const COMPARED_SEALS = 30;
const FEWEST_COMPARED = 10;
const SIGMAS = 5;

/**
 * Is the last of `seals` far off the usual rate? More than SIGMAS standard deviations above the mean of the seals before
 * it, where a rate varies at least as much as chance alone makes it (a Poisson count). It says that something happened: an
 * article, a flood, a night that ended. Anybody can compute it again from the times and sizes of the seals.
 */
export function unusualSeal(seals: readonly SealArrivals[]): UnusualSeal | undefined {
  const intervals = seals.slice(1).map((seal, i) => {
    const before = seals[i];
    return {
      minutes: Math.max(1, seal.sealedAt - (before?.sealedAt ?? 0)) / 60_000,
      ballots: seal.ballots - (before?.ballots ?? 0),
    };
  });
  const [last, newest] = [intervals.at(-1), seals.at(-1)];
  const compared = intervals.slice(0, -1).slice(-COMPARED_SEALS);
  if (!last || !newest || compared.length < FEWEST_COMPARED) return undefined;

  const rates = compared.map(({ ballots, minutes }) => ballots / minutes);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1);
  const expected = mean * last.minutes;
  const deviation = Math.max(Math.sqrt(variance) * last.minutes, Math.sqrt(expected), 1);
  if (last.ballots <= expected + SIGMAS * deviation) return undefined;
  return { seal: newest.seal, sealedAt: newest.sealedAt, ballots: last.ballots, usual: Math.round(expected) };
}
