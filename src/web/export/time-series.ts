import { actsIn } from "../../domain/tally.ts";
import type { KvStore, PollView } from "../../engine/index.ts";
import { type Snapshot, snapshotOf } from "./snapshot.ts";

/** Seals whose records are held at a time: one question to KV brings as many. Memory stays the same for any length. */
export const SEALS_AT_ONCE = 100;

/**
 * Ballots and withdrawals that a point of the series covers at least. The log says in which batch a ballot is, and the
 * series says when: a point for every seal would tell the minute at which a quiet poll's only voter voted. The first
 * and the newest seal are always points: they are public in any case.
 */
export const ACTS_PER_POINT = 10;

export interface TimeSeries {
  /** Seals that are read on the way, for showing progress; points are at most as many. */
  seals: number;
  points(): AsyncGenerator<Snapshot>;
}

/** The sealed tallies from the first to that of `upTo`, oldest first, read from the archive a few at a time. */
export async function timeSeries(archive: KvStore, view: PollView, upTo: Snapshot): Promise<TimeSeries> {
  const poll = upTo.definition.id;
  // Numbers alone: eight bytes a seal. A listing may be late, and it may know of a seal that no checkpoint names yet.
  const sizes = (await archive.listSealSizes(poll)).filter((size) => size < upTo.size);
  async function* sealed(): AsyncGenerator<Snapshot> {
    for (let at = 0; at < sizes.length; at += SEALS_AT_ONCE) {
      const some = sizes.slice(at, at + SEALS_AT_ONCE);
      const records = await archive.readSeals(poll, some);
      for (const size of some) {
        const record = records.get(size);
        if (record) yield snapshotOf(view, record);
      }
    }
    yield upTo;
  }
  return { seals: sizes.length + 1, points: () => apart(sealed()) };
}

/** The seals of which each covers enough acts since the one before, and the first and the last of all. */
export async function* apart<T extends Pick<Snapshot, "counts">>(seals: AsyncIterable<T>): AsyncGenerator<T> {
  let shown: T | undefined;
  /** Far enough from `shown`; left out after all where the last seal follows too close. */
  let next: T | undefined;
  let last: T | undefined;
  for await (const seal of seals) {
    last = seal;
    if (!shown) {
      shown = seal;
      yield seal;
    } else if (actsIn(seal.counts) - actsIn((next ?? shown).counts) >= ACTS_PER_POINT) {
      if (next) {
        shown = next;
        yield next;
      }
      next = seal;
    }
  }
  if (last && last !== shown) yield last;
}
