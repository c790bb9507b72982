import { gzipSync } from "node:zlib";
import { parseDefinition } from "../../src/domain/definition.ts";
import facebookHour from "../../src/domain/seed/facebook-hour.json" with { type: "json" };
import { logIdentity, pollKeys, sha256, verifyEd25519 } from "../../src/engine/keys.ts";
import { Audit } from "../../src/log/audit.ts";
import { type LogHead, layBatch, openLog } from "../../src/log/batch.ts";
import { BUNDLE_SIZE, encodeBundle } from "../../src/log/bundle.ts";
import { formatCheckpoint } from "../../src/log/checkpoint.ts";
import { ballotEntry } from "../../src/log/entry.ts";
import { faultInEnglish } from "../../src/log/fault.ts";
import { signNote } from "../../src/log/note.ts";
import { appendLeaf, EMPTY_EDGE, rootOf } from "../../src/log/tree.ts";
import { ballot } from "../fault/voters.ts";
import { type Recounted, recountInChromium } from "./chromium.ts";

const BALLOTS = 100_000;
const SEALS = 100;
const KEYS = pollKeys(new Uint8Array(32), "facebook-hour", "bench.example/log/facebook-hour");

interface Sealed {
  entries: Uint8Array[];
  /** The signed checkpoint of all of them. */
  checkpoint: string;
}

/** Of the pure log, without anything that keeps or sends it. `bytes` and `gzipped` are of one ballot. */
export interface LogCost {
  ballots: number;
  seals: number;
  appendMs: number;
  recountMs: number;
  chromium: Recounted;
  bytes: number;
  /** As it is sent: bundle by bundle. */
  gzipped: number;
}

/** Append and seal 100,000 ballots in 100 seals, recount them in Node and in Chromium, and the size that they take. */
export async function benchLog(say: (line: string) => void): Promise<LogCost> {
  say(`append and seal ${BALLOTS} ballots`);
  const lines = Array.from({ length: BALLOTS }, (_, i) => {
    const { lock, option } = ballot(i);
    return ballotEntry({ question: "pledge", class: "a", lock, choice: [option] });
  });
  const from = performance.now();
  const { entries, checkpoint } = sealed(lines);
  const appended = performance.now();

  say(`recount ${BALLOTS} ballots in Node`);
  const { vkey } = logIdentity(KEYS);
  const audit = new Audit(sha256, verifyEd25519, { vkey, checkpoint });
  for (const entry of entries) audit.add(entry);
  const verdict = audit.verdict();
  const recounted = performance.now();
  if (verdict.kind === "false") throw new Error(faultInEnglish(verdict.fault));

  say(`recount ${BALLOTS} ballots in Chromium`);
  const texts = entries.map((entry) => Buffer.from(entry).toString());
  const chromium = await recountInChromium(checkpoint, texts, vkey);

  let gzipped = 0;
  for (let i = 0; i < entries.length; i += BUNDLE_SIZE)
    gzipped += gzipSync(encodeBundle(entries.slice(i, i + BUNDLE_SIZE))).length;
  return {
    ballots: BALLOTS,
    seals: SEALS,
    appendMs: appended - from,
    recountMs: recounted - appended,
    chromium,
    bytes: encodeBundle(entries).length / BALLOTS,
    gzipped: gzipped / BALLOTS,
  };
}

/** The work of a ledger without its storage: batches laid, hashed up to the root and signed. */
function sealed(lines: readonly string[]): Sealed {
  const parsed = parseDefinition(facebookHour);
  if (parsed.kind === "invalid") throw new Error("the seeded definition is not valid");
  const { definition } = parsed;
  const opening = openLog(sha256, definition, { ...logIdentity(KEYS), definition });
  const entries = [...opening.entries];
  let head: LogHead = opening.head;
  let edge = opening.leaves.reduce((grown, leaf) => appendLeaf(sha256, grown, leaf), EMPTY_EDGE);
  let checkpoint = "";
  for (let seal = 0; seal < SEALS; seal++) {
    const batch = lines.slice((seal * BALLOTS) / SEALS, ((seal + 1) * BALLOTS) / SEALS);
    const laid = layBatch(sha256, head, { notes: [], ballots: batch, withdrawals: [] });
    for (const leaf of laid.leaves) edge = appendLeaf(sha256, edge, leaf);
    const text = formatCheckpoint({ origin: KEYS.checkpoint.name, size: edge.size, root: rootOf(sha256, edge) });
    checkpoint = signNote(sha256, KEYS.checkpoint, text);
    entries.push(...laid.entries);
    head = laid.head;
  }
  return { entries, checkpoint };
}
