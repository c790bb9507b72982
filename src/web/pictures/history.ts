import { mainQuestion } from "../../domain/find-question.ts";
import type { KvStore } from "../../engine/kv.ts";
import type { Snapshot } from "../export/snapshot.ts";
import { apart } from "../export/time-series.ts";
import { countsOf } from "./model.ts";
import { evenly, type Moment } from "./time-model.ts";

/** Seals that a chart over time is drawn from: a point every few pixels, and one question to KV. */
const MOST_SEALS = 90;

/** How the main question came to what the snapshot says, from the archive alone; its own seal is the last. */
export async function historyOf(archive: KvStore, snapshot: Snapshot): Promise<Moment[]> {
  const { id } = snapshot.definition;
  const question = mainQuestion(snapshot.definition);
  // A listing may be late, and it may know of a seal that no checkpoint names yet.
  const sizes = (await archive.listSealSizes(id)).filter((size) => size < snapshot.size);
  const seals = await archive.readSeals(id, evenly(sizes, MOST_SEALS));
  const earlier = [...seals.values()].toSorted((one, other) => one.size - other.size);
  const moments: Moment[] = [];
  // Thinned out like the exported series, for the same reason: a quiet poll's only voter is not told by the minute.
  for await (const { counts, at } of apart(
    inTurn([
      ...earlier.map(({ counts, sealedAt: at }) => ({ counts, at })),
      { counts: snapshot.counts, at: snapshot.asOf },
    ]),
  ))
    moments.push({ at, counts: countsOf({ counts }, question) });
  return moments;
}

async function* inTurn<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}
