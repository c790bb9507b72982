import type { Archive } from "../archive/archive.ts";
import { bundlesBetween } from "../log/bundle.ts";
import { ballotsIn } from "../poll/tally.ts";
import type { LedgerMemory, LedgerStore, SealRecord } from "./ledger-store.ts";

type Published = Pick<LedgerMemory, "publishedSeal" | "publishedVersion">;

/**
 * Brings the archive up to date with the ledger, and answers how far it came. Every step writes bytes that
 * never change under their key, so it may stop anywhere and begin again; the heads come last, so whatever a head names
 * is stored (DESIGN 4.6, 7). Throws where the archive does: the caller tries again later.
 */
export async function publish(archive: Archive, store: LedgerStore, memory: LedgerMemory): Promise<Published> {
  const { definition, state } = memory.poll;
  const last = store.lastSeal();
  let size = memory.publishedSeal < 0 ? 0 : store.readSeal(memory.publishedSeal).size;

  // Each seal has its own partial bundle: a partial must exist for every size that a seal made public.
  for (let number = memory.publishedSeal + 1; number <= last.number; number++) {
    const seal = number === last.number ? last : store.readSeal(number);
    for (const bundle of bundlesBetween(size, seal.size))
      await archive.writeBundle(
        definition.id,
        bundle.number,
        bundle.width,
        store.readBundle(bundle.number, bundle.width),
      );
    size = seal.size;
  }

  if (memory.publishedVersion !== state.version) await archive.writePoll(memory.poll);
  await archive.writeTally({
    poll: definition.id,
    asOf: last.sealedAt,
    counts: last.counts,
    sealed: sealedUpTo(last),
  });
  return { publishedSeal: last.number, publishedVersion: state.version };
}

export const sealedUpTo = (seal: SealRecord) => ({
  seal: seal.number,
  size: seal.size,
  ballots: ballotsIn(seal.counts),
});
