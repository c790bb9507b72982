import type { PollDefinition } from "../domain/definition.ts";
import { type Counts, countBallot, countWithdrawal, emptyCounts } from "../domain/tally.ts";
import { type Entry, formatEntry, type JsonObject, parseEntry } from "./entry.ts";
import { compareBytes, leafHash, type Sha256 } from "./hash.ts";
import { utf8 } from "./text.ts";

/** Where a log stands: entries in it, seals among them, and the tally that the last seal states. */
export interface LogHead {
  size: number;
  seals: number;
  counts: Counts;
}

/** A withdrawal about to be logged. `index`: that of its ballot, or "this-batch" where the ballot is logged with it. */
export interface PendingWithdrawal {
  ballot: string;
  index: number | "this-batch";
  secret: string;
}

interface Batch {
  notes: readonly JsonObject[];
  /** Texts of `ballot` entries, in any order. */
  ballots: readonly string[];
  withdrawals: readonly PendingWithdrawal[];
  /** JSON of the `close` entry; its seal is the last. */
  close?: JsonObject;
}

export interface LaidBatch {
  entries: Uint8Array[];
  /** Their leaf hashes, in the same order. */
  leaves: Uint8Array[];
  head: LogHead;
}

/** The first two entries of a log: the whole definition with its rules and keys, and seal 0 of an empty tally. */
export function openLog(sha256: Sha256, definition: PollDefinition, json: JsonObject): LaidBatch {
  const counts = emptyCounts(definition);
  const entries: Entry[] = [
    { kind: "open", json },
    { kind: "seal", number: 0, counts },
  ];
  return laidOut(
    entries.map((entry) => hashed(sha256, formatEntry(entry))),
    { size: entries.length, seals: 1, counts },
  );
}

/**
 * A batch as it stands in the log: its notes, its ballots in ascending order of leaf hash (a shuffle that
 * anyone can check), its withdrawals likewise, `close` where it is the last, and its seal.
 * Pure: `head` is left as it was. Throws where a text is no ballot or a withdrawal misses its ballot: a bug upstream.
 */
export function layBatch(sha256: Sha256, head: LogHead, batch: Batch): LaidBatch {
  const counts = structuredClone(head.counts);
  const notes = batch.notes.map((json) => hashed(sha256, formatEntry({ kind: "note", json })));
  const ballots = byLeafHash(sha256, batch.ballots);
  for (const text of batch.ballots) countBallot(counts, asBallot(text));

  const firstBallot = head.size + notes.length;
  const indexInBatch = new Map(ballots.map(({ text }, i) => [text, firstBallot + i]));
  const withdrawals = byLeafHash(
    sha256,
    batch.withdrawals.map(({ ballot, index, secret }) => {
      const at = index === "this-batch" ? indexInBatch.get(ballot) : index;
      if (at === undefined) throw new Error("a withdrawal came without its ballot");
      countWithdrawal(counts, asBallot(ballot));
      return formatEntry({ kind: "withdraw", index: at, secret });
    }),
  );

  const last: Entry[] = batch.close === undefined ? [] : [{ kind: "close", json: batch.close }];
  last.push({ kind: "seal", number: head.seals, counts });
  const entries = [...notes, ...ballots, ...withdrawals, ...last.map((entry) => hashed(sha256, formatEntry(entry)))];
  return laidOut(entries, { size: head.size + entries.length, seals: head.seals + 1, counts });
}

interface HashedEntry {
  text: string;
  bytes: Uint8Array;
  hash: Uint8Array;
}

function hashed(sha256: Sha256, text: string): HashedEntry {
  const bytes = utf8(text);
  return { text, bytes, hash: leafHash(sha256, bytes) };
}

const laidOut = (entries: readonly HashedEntry[], head: LogHead): LaidBatch => ({
  entries: entries.map(({ bytes }) => bytes),
  leaves: entries.map(({ hash }) => hash),
  head,
});

const byLeafHash = (sha256: Sha256, texts: readonly string[]): HashedEntry[] =>
  texts.map((text) => hashed(sha256, text)).sort((one, other) => compareBytes(one.hash, other.hash));

function asBallot(text: string): Extract<Entry, { kind: "ballot" }> {
  const entry = parseEntry(text);
  if (entry?.kind !== "ballot") throw new Error("not a ballot entry");
  return entry;
}
