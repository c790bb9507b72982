import { checkpointOf } from "../../log/checkpoint.ts";
import { toBase64 } from "../../log/text.ts";
import type { LedgerHealth } from "../contract.ts";
import { Boxes } from "./boxes.ts";
import type { LedgerMemory } from "./memory.ts";
import type { LedgerStore } from "./store.ts";

/** How a ledger is, as far as it and its boxes can say. A box that does not answer soon is said to be silent. */
export async function readHealth(
  env: Pick<Env, "BALLOT_BOX">,
  store: LedgerStore,
  memory: LedgerMemory,
  failures: number,
): Promise<LedgerHealth> {
  const { poll, ordered, notes, publishedSeal, refused } = memory;
  const { number, size, sealedAt, checkpoint } = store.lastSeal();
  const signed = checkpointOf(checkpoint);
  const told = await new Boxes(env).askWilling(poll.definition, (stub) => stub.running());
  return {
    seal: number,
    size,
    root: signed ? toBase64(signed.root) : "",
    sealedAt,
    publishedSeal,
    failures,
    waiting: told.map((running) => running?.waiting ?? null),
    notes: notes.length,
    ordering: poll.state.version < ordered.version,
    ...(refused && { refused }),
  };
}
