import { ballotsIn } from "../../domain/tally.ts";
import { BUNDLE_SIZE, bundlesBetween } from "../../log/bundle.ts";
import { checkpointOf, growsFrom } from "../../log/checkpoint.ts";
import { compareBytes, HASH_BYTES } from "../../log/hash.ts";
import { indexFiles, indexOfBundle, SPAN_SIZE } from "../../log/index-prefix.ts";
import { toBase64, toHex } from "../../log/text.ts";
import { hashOfTile, type Tile, tilesBetween, tileWidth } from "../../log/tiles.ts";
import { sha256 } from "../keys.ts";
import type { KvStore } from "../kv.ts";
import { LogDamaged } from "./log-store.ts";
import { type LedgerMemory, publishedCounters, type SealRecord } from "./memory.ts";
import type { LedgerStore } from "./store.ts";

type Published = Pick<LedgerMemory, "publishedSeal" | "publishedVersion">;

/** Full at 256 hashes; only full tiles above the bundles have keys of their own. */
const isFull = ({ level, width }: Tile): boolean => level > 0 && width === BUNDLE_SIZE;

/**
 * Brings the archive up to date with the ledger, and answers how far it came. Every step writes bytes that never change
 * under their key, so it may stop anywhere and begin again; the heads come last, so whatever a head names is stored.
 * Throws where the archive does: the caller tries again later.
 */
export async function publish(archive: KvStore, store: LedgerStore, memory: LedgerMemory): Promise<Published> {
  const { definition, state } = memory.poll;
  const { id } = definition;
  const last = store.lastSeal();

  // Each seal has its own partial bundle: a partial must exist for every size that a checkpoint made public.
  for (let number = memory.publishedSeal + 1; number <= last.number; number++) {
    const seal = number === last.number ? last : store.readSeal(number);
    const from = number === 0 ? 0 : store.readSeal(number - 1).size;
    await checkStored(store, from, seal);
    for (const bundle of bundlesBetween(from, seal.size))
      await archive.writeBundle(id, bundle.number, bundle.width, store.log.readBundle(bundle.number, bundle.width));
    for (const tile of tilesBetween(from, seal.size).filter(isFull))
      await archive.writeTile(id, tile.level, tile.number, store.log.readTile(tile.level, tile.number, tile.width));
    for (let span = Math.floor(from / SPAN_SIZE); (span + 1) * SPAN_SIZE <= seal.size; span++)
      for (const [byte, lines] of indexFiles(await indexOfSpan(store, span)).entries())
        await archive.writeIndex(id, span, toHex(new Uint8Array([byte])), lines);
    await archive.writeSeal(id, {
      seal: number,
      size: seal.size,
      sealedAt: seal.sealedAt,
      counts: seal.counts,
      ...(seal.counters && { counters: seal.counters }),
      checkpoint: seal.checkpoint,
      edge: edgeAbove(store, seal.size),
    });
  }

  if (memory.publishedVersion !== state.version) await archive.writePoll(memory.poll);
  await archive.writeTally({
    poll: id,
    asOf: last.sealedAt,
    counts: last.counts,
    sealed: sealedUpTo(last),
    counters: publishedCounters(memory),
  });
  await archive.writeCheckpoint(id, last.checkpoint);
  return { publishedSeal: last.number, publishedVersion: state.version };
}

export const sealedUpTo = (seal: SealRecord) => ({
  seal: seal.number,
  size: seal.size,
  ballots: ballotsIn(seal.counts),
});

/**
 * invariant 3: before publishing, what was stored is read again, and must lead to the root that was signed: each full
 * bundle to its hash in the tile above, tiles and the last bundle to the root.
 */
async function checkStored(store: LedgerStore, from: number, seal: SealRecord): Promise<void> {
  const signed = checkpointOf(seal.checkpoint);
  let intact = signed?.size === seal.size && compareBytes(signed.root, store.log.rootAt(seal.size)) === 0;
  for (const { number, width } of bundlesBetween(from, seal.size)) {
    if (width < BUNDLE_SIZE) continue;
    const above = store.log.readTile(1, Math.floor(number / BUNDLE_SIZE), (number % BUNDLE_SIZE) + 1);
    const hash = hashOfTile(sha256, store.log.readTile(0, number, BUNDLE_SIZE));
    intact &&= compareBytes(hash, above.subarray(-HASH_BYTES)) === 0;
    await letOthersIn(number);
  }
  if (!intact)
    throw new LogDamaged("log-damaged", `the log as stored at size ${seal.size} is not the one that was signed`);
}

async function indexOfSpan(store: LedgerStore, span: number): Promise<string> {
  const bundles = SPAN_SIZE / BUNDLE_SIZE;
  let lines = "";
  for (let number = span * bundles; number < (span + 1) * bundles; number++) {
    lines += indexOfBundle(sha256, number, store.log.readBundle(number, BUNDLE_SIZE));
    await letOthersIn(number);
  }
  return lines;
}

/** Bundles hashed without a pause: some 20 ms. On one machine the same thread takes votes. */
const BUNDLES_AT_ONCE = 8;

const letOthersIn = async (bundle: number): Promise<void> => {
  if (bundle % BUNDLES_AT_ONCE === BUNDLES_AT_ONCE - 1) await scheduler.wait(0);
};

/** The partial tile of each level above the bundles, lowest first. */
function edgeAbove(store: LedgerStore, size: number): string[] {
  const edge: string[] = [];
  for (let level = 1; Math.floor(size / 256 ** level) > 0; level++) {
    const number = Math.floor(size / 256 ** (level + 1));
    const width = tileWidth(level, number, size);
    edge.push(width === 0 ? "" : toBase64(store.log.readTile(level, number, width)));
  }
  return edge;
}

/**
 * invariant 3: the history that the archive made public must be a beginning of the ledger's. Asked once in each life of
 * a ledger, before it signs anything. Throws `LogDamaged` where it is not, and where the archive does not answer.
 */
export async function checkArchive(archive: KvStore, store: LedgerStore, poll: string): Promise<void> {
  const note = await archive.readCheckpoint(poll);
  const archived = note === undefined ? undefined : checkpointOf(note);
  const verdict = growsFrom(archived, store.lastSeal().size, (size) => store.log.rootAt(size));
  if (verdict !== "may-sign")
    throw new LogDamaged(verdict, "the archive holds a checkpoint that this log does not grow from");
}
