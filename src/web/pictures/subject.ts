import type { Context } from "hono";
import { mainQuestion } from "../../domain/find-question.ts";
import { standing } from "../../domain/tally.ts";
import type { PollView } from "../../engine/index.ts";
import { KvStore } from "../../engine/kv.ts";
import { newestSnapshot, type Snapshot, snapshotAt } from "../export/snapshot.ts";
import type { AppEnv } from "../http/env.ts";

/** What a picture is of. */
export type Subject =
  | { kind: "result"; snapshot: Snapshot; ofOneSeal: boolean }
  /** Of the question, as there is no result to show: `hidden` says how many ballots there are that are not shown yet. */
  | { kind: "question"; hidden?: { ballots: number } }
  /** invariant 7: a frozen result while results are hidden. */
  | { kind: "forbidden" }
  | { kind: "no-such-seal" };

/**
 * `size`: that of a seal. `frozen`: only that result will do; otherwise the newest stands in for one that is not in the
 * archive yet, as a page may name a seal a moment before it is stored. Pictures are of seals, never of the live tally: what
 * is printed can be checked, and is painted once.
 */
export async function subjectOf(
  c: Context<AppEnv>,
  view: PollView,
  { size, frozen }: { size?: number; frozen: boolean },
): Promise<Subject> {
  const archive = new KvStore(c.env.ARCHIVE);
  const outcome = size === undefined ? await newestSnapshot(archive, view) : await snapshotAt(archive, view, size);
  switch (outcome.kind) {
    case "snapshot":
      return { kind: "result", snapshot: outcome.snapshot, ofOneSeal: size !== undefined };
    case "hidden": {
      if (frozen) return { kind: "forbidden" };
      const main = view.tally.counts[mainQuestion(view.definition).id];
      return { kind: "question", hidden: { ballots: main ? standing(main) : 0 } };
    }
    case "no-such-seal":
      if (frozen) return { kind: "no-such-seal" };
      return size === undefined ? { kind: "question" } : subjectOf(c, view, { frozen });
  }
}
