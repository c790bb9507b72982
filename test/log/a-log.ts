import type { BallotClass } from "../../src/domain/ballot.ts";
import { type LaidBatch, layBatch, openLog, type PendingWithdrawal } from "../../src/log/batch.ts";
import { ballotEntry } from "../../src/log/entry.ts";
import { lockOf } from "../../src/log/lock.ts";
import { verifierKey } from "../../src/log/note.ts";
import { fromUtf8, utf8 } from "../../src/log/text.ts";
import { parsed } from "../domain/a-definition.ts";
import { bytes32, sha256, signer } from "./node-crypto.ts";

export const ORIGIN = "news.example/log/bread";
/** The key that signs the log's checkpoints. */
export const logSigner = signer(ORIGIN, 1);
export const VKEY = verifierKey(sha256, logSigner);
export const definition = parsed();

export const opened = (): LaidBatch => openLog(sha256, definition, { origin: ORIGIN, vkey: VKEY, definition });

/** A ballot whose secret is drawn from a name. */
export interface Cast {
  text: string;
  secret: string;
}

export function cast(name: string, choice: string[] = ["yes"], ballotClass: BallotClass = "a", question = "eat"): Cast {
  const secret = bytes32(name);
  const lock = lockOf(sha256, ORIGIN, question, secret);
  return { text: ballotEntry({ question, class: ballotClass, lock, choice }), secret };
}

/** The withdrawal of a ballot that is in the log at `index`, or in the batch it is laid with. */
export const takenBack = ({ text, secret }: Cast, index: PendingWithdrawal["index"]): PendingWithdrawal => ({
  ballot: text,
  index,
  secret,
});

export const batchOf = (changes: Partial<Parameters<typeof layBatch>[2]>): Parameters<typeof layBatch>[2] => ({
  notes: [],
  ballots: [],
  withdrawals: [],
  ...changes,
});

/** The whole log of these batches, after its opening. */
export function logOf(...batches: Partial<Parameters<typeof layBatch>[2]>[]): LaidBatch {
  const log = opened();
  for (const batch of batches) {
    const laid = layBatch(sha256, log.head, batchOf(batch));
    log.entries.push(...laid.entries);
    log.head = laid.head;
  }
  return log;
}

export const linesOf = (entries: readonly Uint8Array[]): string[] => entries.map(fromUtf8);
export const entriesOf = (lines: readonly string[]): Uint8Array[] => lines.map(utf8);

/** Where a ballot stands in a log. */
export const indexOf = (entries: readonly Uint8Array[], { text }: Cast): number => linesOf(entries).indexOf(text);
