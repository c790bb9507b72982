import { checkpointOf, growsFrom } from "../../log/checkpoint.ts";
import type { Archive } from "../store/kv.ts";
import { LogDamaged } from "./log-store.ts";
import type { LedgerStore } from "./store.ts";

/**
 * invariant 3: the history that the archive made public must be a beginning of the ledger's. Asked once in each life of
 * a ledger, before it signs anything. Throws `LogDamaged` where it is not, and where the archive does not answer.
 */
export async function checkArchive(archive: Archive, store: LedgerStore, poll: string): Promise<void> {
  const note = await archive.readCheckpoint(poll);
  const archived = note === undefined ? undefined : checkpointOf(note);
  const verdict = growsFrom(archived, store.lastSeal().size, (size) => store.log.rootAt(size));
  if (verdict !== "may-sign")
    throw new LogDamaged(verdict, "the archive holds a checkpoint that this log does not grow from");
}
