import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type LogHead, layBatch, openLog } from "../../src/log/batch.ts";
import { encodeBundle } from "../../src/log/bundle.ts";
import { ballotEntry } from "../../src/log/entry.ts";
import { leafHash, type Sha256 } from "../../src/log/hash.ts";
import { recount } from "../../src/log/recount.ts";
import { appendLeaf, EMPTY_EDGE, rootOf } from "../../src/log/tree.ts";
import { parseDefinition } from "../../src/poll/definition.ts";
import facebookHour from "../../src/poll/seed/facebook-hour.json" with { type: "json" };
import { ballot } from "../fault/voters.ts";

const BALLOTS = 100_000;
const SEALS = 100;

const sha256: Sha256 = (data) => createHash("sha256").update(data).digest();

/** Of the pure log, without anything that keeps or sends it. `bytes` and `gzipped` are of one ballot. */
export interface LogCost {
  ballots: number;
  seals: number;
  appendMs: number;
  recountMs: number;
  bytes: number;
  gzipped: number;
}

/** Append and seal 100,000 ballots in 100 seals, recount them, and the size they take: the pure code, in Node. */
export async function benchLog(say: (line: string) => void): Promise<LogCost> {
  const parsed = parseDefinition(facebookHour);
  if (parsed.kind === "invalid") throw new Error("the seeded definition is not valid");
  const { definition } = parsed;
  const lines = Array.from({ length: BALLOTS }, (_, i) => {
    const { lock, option } = ballot(i);
    return ballotEntry({ question: "pledge", class: "a", lock, choice: [option] });
  });

  say(`append and seal ${BALLOTS} ballots`);
  const from = performance.now();
  const opening = openLog(definition, { origin: "bench/log/facebook-hour", vkey: "", definition });
  const entries = [...opening.entries];
  let head: LogHead = opening.head;
  let edge = entries.reduce((grown, entry) => appendLeaf(sha256, grown, leafHash(sha256, entry)), EMPTY_EDGE);
  for (let seal = 0; seal < SEALS; seal++) {
    const batch = lines.slice((seal * BALLOTS) / SEALS, ((seal + 1) * BALLOTS) / SEALS);
    const laid = layBatch(sha256, head, { notes: [], ballots: batch, withdrawals: [] });
    for (const entry of laid.entries) edge = appendLeaf(sha256, edge, leafHash(sha256, entry));
    rootOf(sha256, edge);
    entries.push(...laid.entries);
    head = laid.head;
  }
  const appended = performance.now();
  say(`recount ${BALLOTS} ballots`);
  const result = recount(sha256, entries);
  const recounted = performance.now();
  if (result.kind === "fault") throw new Error(result.fault);
  const bytes = encodeBundle(entries);
  return {
    ballots: BALLOTS,
    seals: SEALS,
    appendMs: appended - from,
    recountMs: recounted - appended,
    bytes: bytes.length / BALLOTS,
    gzipped: gzipSync(bytes).length / BALLOTS,
  };
}
