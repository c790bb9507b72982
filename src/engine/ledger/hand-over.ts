import type { PollDefinition } from "../../domain/definition.ts";
import { BATCHED_KEEP_BACK, BATCHED_SEAL_AT } from "../../domain/numbers.ts";
import type { HandOver } from "../contract.ts";
import type { Boxes } from "./boxes.ts";

/**
 * Asks every box for the batch that the log wants next; answers by box, with nothing for a box that was silent. `last`:
 * the poll closes, so every box must answer and keeps nothing back.
 */
export async function takeBatches(
  boxes: Boxes,
  poll: PollDefinition,
  next: readonly number[],
  last: boolean,
): Promise<(HandOver | undefined)[]> {
  const keepBack = last || poll.rules.release === "live" ? 0 : await keepBackOf(boxes, poll);
  if (keepBack === "too-few-wait") return [];
  return last
    ? boxes.askAll(poll, (stub, box) => stub.batch(next[box] ?? 0, keepBack))
    : boxes.askWilling(poll, (stub, box) => stub.batch(next[box] ?? 0, keepBack));
}

/** How many ballots each box keeps. A `batched` poll seals from 20 waiting ballots on and leaves 10 in its boxes. */
async function keepBackOf(boxes: Boxes, poll: PollDefinition): Promise<number | "too-few-wait"> {
  const told = await boxes.askWilling(poll, (stub) => stub.running());
  const waiting = told.reduce((sum, each) => sum + (each?.waiting ?? 0), 0);
  return waiting < BATCHED_SEAL_AT ? "too-few-wait" : Math.ceil(BATCHED_KEEP_BACK / told.length);
}
