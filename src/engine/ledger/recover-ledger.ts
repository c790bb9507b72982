import { resumed } from "../../domain/counters.ts";
import { withLogged } from "../../domain/notice.ts";
import type { PollState } from "../../domain/phase.ts";
import { logIdentity } from "../keys.ts";
import { tellProgress } from "../logger.ts";
import { keysOf } from "../poll-keys.ts";
import { Archive } from "../store/kv.ts";
import { Boxes } from "./boxes.ts";
import type { LedgerMemory } from "./memory.ts";
import { CannotRecover, type RebuiltLog, rebuildLog } from "./recovery.ts";
import type { LedgerStore } from "./store.ts";

/** Entries between two lines that say how far it is. */
const TELL_EVERY = 16_384;

/**
 * Stages the log of a lost ledger and answers what the ledger is to remember with it; `adopt` then makes both hold.
 * `before`: what the ledger remembers, where it only fell behind. Throws `CannotRecover`, or what archive and boxes throw.
 */
export async function recoverLedger(
  env: Env,
  store: LedgerStore,
  before: LedgerMemory | undefined,
  id: string,
): Promise<{ memory: LedgerMemory; closed: boolean }> {
  const { refused = "ledger-lost" } = before ?? {};
  if (refused !== "ledger-lost" && refused !== "archive-is-ahead")
    throw new CannotRecover(
      `a ledger that refuses because of "${refused}" needs a person: nobody may choose between two histories by machine`,
    );
  const archive = new Archive(env.ARCHIVE);
  const boxes = new Boxes(env);
  const poll = await archive.readPoll(id);
  if (!poll) throw new CannotRecover(`the archive knows no poll ${id}`);
  const { definition, log } = poll;
  const keys = await keysOf(env, definition, log);
  const { vkey, promiseVkey } = logIdentity(keys);
  if (vkey !== log.vkey || promiseVkey !== log.promiseVkey)
    throw new CannotRecover(
      "the key of this server is not the log's: LOG_SEED must be the one the poll was opened with",
    );

  let told = 0;
  const rebuilt = await rebuildLog(store.stage(), {
    archive,
    boxes,
    poll,
    stands: before && store.lastSeal(),
    onProgress(read, of) {
      if (read < told + TELL_EVERY && read < of) return;
      told = read;
      tellProgress({ poll: id, read, of });
    },
  });
  const states = (await boxes.askAll(definition, (stub) => stub.frozen(Number.MAX_SAFE_INTEGER))).flatMap(
    ({ state }) => state ?? [],
  );
  const noted = (await archive.readTally(id))?.counters;
  const counters = before?.counters ?? (noted && resumed(noted));
  // What a correction changed stands in the log too: an archive that missed it, or a note still to be logged, loses none.
  const shown = withLogged(poll, [...rebuilt.notes, ...(before?.notes ?? [])]);
  const memory = remembered(shown, [poll.state, ...(before ? [before.ordered] : []), ...states], rebuilt);
  return {
    closed: rebuilt.closed,
    memory: rebuilt.closed
      ? { ...memory, ...(counters && { counters }) }
      : {
          ...memory,
          ...(counters && { counters }),
          notes: [
            ...(before?.notes ?? []),
            { event: "recovered", cause: refused, size: rebuilt.last.size, at: new Date().toISOString() },
          ],
        },
  };
}

/**
 * What a rebuilt ledger knows besides its log. `states`: all that anybody still holds of what people ordered; the newest
 * one holds, and goes out again to every box under a version of its own.
 */
function remembered(
  poll: LedgerMemory["poll"],
  states: readonly PollState[],
  { last, closed }: RebuiltLog,
): LedgerMemory {
  const newest = states.reduce((one, other) => (other.version > one.version ? other : one), poll.state);
  const ordered: PollState = { ...newest, version: newest.version + 1 };
  const { closes } = poll.definition;
  const shown: PollState = { ...poll.state };
  if (closed) {
    for (const state of [ordered, shown]) {
      state.closingAt ??= last.sealedAt;
      state.closedAt ??= last.sealedAt;
    }
  }
  const onTime = closes !== undefined && ordered.closingAt === Date.parse(closes);
  return {
    poll: { ...poll, state: shown },
    ordered,
    notes: [],
    ...(ordered.closingAt !== undefined && {
      closeReason: onTime ? "closing time" : "ordered; the words were lost with the ledger",
    }),
    // Bundles, tiles and record of the last seal are in the archive; the heads may be behind, and are written again.
    publishedSeal: last.number,
    publishedVersion: -1,
  };
}
