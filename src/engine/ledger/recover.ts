import { resumed } from "../../domain/counters.ts";
import { withLogged } from "../../domain/notice.ts";
import type { PollState } from "../../domain/phase.ts";
import { Audit, type Verdict } from "../../log/audit.ts";
import { bundlesBetween, decodeBundle } from "../../log/bundle.ts";
import { openCheckpoint } from "../../log/checkpoint.ts";
import { type Entry, type JsonObject, parseEntry } from "../../log/entry.ts";
import { faultInEnglish, noteFaultInEnglish } from "../../log/fault.ts";
import { compareBytes, leafHash } from "../../log/hash.ts";
import { fromUtf8 } from "../../log/text.ts";
import { EMPTY_EDGE, rootOf } from "../../log/tree.ts";
import { logIdentity, sha256, verifyEd25519 } from "../keys.ts";
import { type ArchivedSeal, KvStore } from "../kv.ts";
import { logProgress } from "../logger.ts";
import { keysOf } from "../poll-keys.ts";
import type { PublishedPoll } from "../rpc.ts";
import { BoxCursor, Boxes, takeSealed, withdrawalLine } from "./boxes.ts";
import type { LedgerMemory, SealRecord } from "./memory.ts";
import type { LedgerStore, StagedLog } from "./store.ts";

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
  const archive = new KvStore(env.ARCHIVE);
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
      logProgress({ poll: id, read, of });
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

/** The log cannot be rebuilt from what there is; the message is a sentence for whoever asked, without its full stop. */
export class CannotRecover extends Error {}

interface RecoverySources {
  archive: KvStore;
  boxes: Boxes;
  poll: PublishedPoll;
  /** The last seal of a ledger that fell behind its archive: what it signed must be part of the archive's history. */
  stands: SealRecord | undefined;
  onProgress: (read: number, of: number) => void;
}

interface RebuiltLog {
  last: SealRecord;
  /** JSON of every note in it. */
  notes: JsonObject[];
  closed: boolean;
}

/** Seal records asked for in one question. KV answers up to 100 keys. */
const SEALS_AT_ONCE = 100;

/**
 * Rebuilds a log from the archive's newest signed seal, which may be one ahead of its head: what was signed and stored
 * is never contradicted. Bundle by bundle and seal by seal it is audited like a stranger's log, every seal's signed
 * checkpoint is compared with the root of what was read, and every line with the boxes, whose batches must have gone in
 * whole and in order. Writes nothing but `staged`; throws `CannotRecover`, or what archive and boxes throw.
 */
async function rebuildLog(staged: StagedLog, sources: RecoverySources): Promise<RebuiltLog> {
  const { archive, boxes, poll, stands, onProgress } = sources;
  const { definition, log } = poll;
  const sizes = await archive.listSealSizes(definition.id);
  const seals = new ArchivedSeals(archive, poll, sizes);
  const newest = await seals.at(sizes.at(-1) ?? 0);
  const head = await archive.readCheckpoint(definition.id);
  const claims = { vkey: log.vkey, checkpoint: newest.checkpoint, ...(head !== undefined && { since: head }) };
  const audit = new Audit(sha256, verifyEd25519, claims);
  const cursors = Array.from({ length: definition.rules.boxes }, (_, box) => new BoxCursor(boxes, definition, box));

  let edge = EMPTY_EDGE;
  let last: SealRecord | undefined;
  let batch: Uint8Array[] = [];
  const notes: JsonObject[] = [];
  const size = audit.wants;
  if (size === 0) throw new CannotRecover(faultOf(audit.verdict()));
  for (const { number, width } of bundlesBetween(0, size)) {
    for (const bytes of entriesOf(await archive.readBundle(definition.id, number, width), number, width)) {
      const more = audit.add(bytes);
      batch.push(bytes);
      const read = edge.size + batch.length;
      const verdict = more ? undefined : audit.verdict();
      if (verdict?.kind === "false") throw new CannotRecover(faultOf(verdict));
      const entry = entryOf(bytes);
      if (read === 1) checkRules(entry, poll);
      if (entry?.kind === "note") notes.push(entry.json);
      if (entry?.kind !== "seal") continue;

      const leaves = batch.map((each) => leafHash(sha256, each));
      edge = staged.log.append(edge, batch, leaves);
      const sealed = await seals.at(edge.size);
      await checkSeal(sealed, entry.number, rootOf(sha256, edge), poll);
      if (stands?.size === edge.size && stands.checkpoint !== sealed.checkpoint)
        throw new CannotRecover(`the ledger itself signed another history at size ${edge.size}`);
      const wrong = await takeSealed(cursors, linesOf(batch, staged));
      if (wrong !== undefined) throw new CannotRecover(`the boxes and seal ${entry.number} disagree: ${wrong}`);
      last = {
        number: entry.number,
        size: edge.size,
        next: cursors.map((cursor) => cursor.next),
        counts: entry.counts,
        sealedAt: sealed.sealedAt,
        checkpoint: sealed.checkpoint,
        ...(sealed.counters && { counters: sealed.counters }),
      };
      staged.add(last);
      batch = [];
    }
    onProgress(edge.size + batch.length, size);
  }
  const verdict = audit.verdict();
  if (verdict.kind === "false" || !last) throw new CannotRecover(faultOf(verdict));
  if (sizes.length !== last.number + 1)
    throw new CannotRecover("the archive holds the record of a seal that is not in the log");
  if (stands && !sizes.includes(stands.size))
    throw new CannotRecover(`the ledger itself sealed at size ${stands.size}, and the archive did not`);
  if (verdict.recount.closed) await checkNothingLeft(cursors, sources);
  return { last, notes, closed: verdict.recount.closed };
}

/** Seal records, many read at once. */
class ArchivedSeals {
  readonly #archive: KvStore;
  readonly #poll: PublishedPoll;
  readonly #sizes: readonly number[];
  #read = new Map<number, ArchivedSeal>();

  constructor(archive: KvStore, poll: PublishedPoll, sizes: readonly number[]) {
    this.#archive = archive;
    this.#poll = poll;
    this.#sizes = sizes;
  }

  async at(size: number): Promise<ArchivedSeal> {
    const at = this.#sizes.indexOf(size);
    if (at >= 0 && !this.#read.has(size))
      this.#read = await this.#archive.readSeals(this.#poll.definition.id, this.#sizes.slice(at, at + SEALS_AT_ONCE));
    const seal = this.#read.get(size);
    if (!seal) throw new CannotRecover(`the archive has no record of a seal at size ${size}`);
    return seal;
  }
}

function entriesOf(bundle: Uint8Array | undefined, number: number, width: number): Uint8Array[] {
  if (!bundle) throw new CannotRecover(`the archive misses entry bundle ${number} of width ${width}`);
  try {
    const entries = decodeBundle(bundle);
    if (entries.length === width) return entries;
  } catch {
    // Said below.
  }
  throw new CannotRecover(`entry bundle ${number} of the archive does not hold ${width} entries`);
}

function entryOf(bytes: Uint8Array): Entry | undefined {
  return parseEntry(fromUtf8(bytes));
}

/** The number of boxes decides where a lock goes: it must be the one that the log itself fixed. */
function checkRules(open: Entry | undefined, { definition }: PublishedPoll): void {
  const fixed = open?.kind === "open" ? open.json.definition : undefined;
  const rules = typeof fixed === "object" && fixed !== null && "rules" in fixed ? fixed.rules : undefined;
  if (JSON.stringify(rules) !== JSON.stringify(definition.rules))
    throw new CannotRecover("the archive's poll has other rules than the log's open entry");
}

async function checkSeal(sealed: ArchivedSeal, number: number, root: Uint8Array, { log }: PublishedPoll) {
  const opened = openCheckpoint(sha256, verifyEd25519, log.vkey, sealed.checkpoint);
  if (opened.kind === "refused")
    throw new CannotRecover(`the checkpoint of seal ${number}: ${noteFaultInEnglish(opened.why)}`);
  const { checkpoint } = opened;
  if (checkpoint.size !== sealed.size || sealed.seal !== number || compareBytes(checkpoint.root, root) !== 0)
    throw new CannotRecover(`the checkpoint that was signed for seal ${number} is not that of the log's entries`);
}

/** A closed log takes nothing more, so nothing may be left. */
async function checkNothingLeft(cursors: readonly BoxCursor[], { boxes, poll }: RecoverySources): Promise<void> {
  const running = await boxes.askAll(poll.definition, (stub) => stub.running());
  for (const cursor of cursors)
    if ((await cursor.peek()) || (running[cursor.box]?.waiting ?? 0) > 0)
      throw new CannotRecover(`the log is closed, and box ${cursor.box} holds ballots that are not in it`);
}

function linesOf(batch: readonly Uint8Array[], { log }: StagedLog): Set<string> {
  const lines = new Set<string>();
  for (const bytes of batch) {
    const entry = entryOf(bytes);
    if (entry?.kind === "ballot") lines.add(fromUtf8(bytes));
    if (entry?.kind === "withdraw") lines.add(withdrawalLine(fromUtf8(log.readEntry(entry.index)), entry.secret));
  }
  return lines;
}

const faultOf = (verdict: Verdict): string => {
  if (verdict.kind === "true") return "the archived log has no seal";
  return `the archived log is false: ${faultInEnglish(verdict.fault)}${verdict.index === undefined ? "" : ` (entry ${verdict.index})`}`;
};
