import { countBallot, emptyCounts } from "../../../../src/domain/tally.ts";
import { type ArchivedSeal, KvStore } from "../../../../src/engine/kv.ts";
import { aDefinition, aSnapshot } from "../a-snapshot.ts";

const definition = aDefinition();
const options = definition.questions[0]!.options.map(({ id }) => id);

/**
 * An archive of a poll with many seals, made up when it is asked: seal n closes the log at 2 + 101 n, after 100 more
 * ballots. It counts how many records it was asked for at most at once, and in all.
 */
export function aLongLog(seals: number) {
  const asked = { most: 0, records: 0 };
  const sizeOf = (seal: number) => 2 + 101 * seal;
  const record = (seal: number): ArchivedSeal => {
    const counts = emptyCounts(definition);
    const pledge = counts.pledge!;
    const each = (100 * seal) / options.length;
    pledge.ballots.a = 100 * seal;
    for (const option of options) pledge.options[option]!.a = each;
    return {
      seal,
      size: sizeOf(seal),
      sealedAt: Date.parse("2026-07-01T00:00:00Z") + seal * 60_000,
      counts,
      checkpoint: `vote.example/log/facebook-hour\n${sizeOf(seal)}\n${Buffer.alloc(32, seal % 256).toString("base64")}\n\n— x AAAA\n`,
      // As wide as the edge of a real log is.
      edge: [Buffer.alloc(128 * 32, 1).toString("base64"), Buffer.alloc(32, 2).toString("base64")],
    };
  };
  const PREFIX = "log/facebook-hour/seal/";
  // In the order of KV, which is that of the bytes of a key and not of numbers.
  const keys = Array.from({ length: seals }, (_, seal) => `${PREFIX}${sizeOf(seal)}`).sort();
  const kv = {
    async list({ cursor = "0" }: { cursor?: string }) {
      const from = Number(cursor);
      const names = keys.slice(from, from + 1_000).map((name) => ({ name }));
      return from + 1_000 >= keys.length
        ? { keys: names, list_complete: true }
        : { keys: names, list_complete: false, cursor: String(from + 1_000) };
    },
    async get(names: string[]) {
      asked.most = Math.max(asked.most, names.length);
      asked.records += names.length;
      return new Map(names.map((name) => [name, record((Number(name.slice(PREFIX.length)) - 2) / 101)]));
    },
  };
  const last = record(seals - 1);
  const snapshot = aSnapshot({
    definition,
    counts: last.counts,
    seal: last.seal,
    size: last.size,
    asOf: last.sealedAt,
  });
  return { archive: new KvStore(kv as unknown as KVNamespace), snapshot, asked };
}

/** A log of one ballot to a seal: `acts[n]` more ballots at seal n. */
export async function* quietSeals(acts: readonly number[]) {
  const counts = emptyCounts(definition);
  for (const [seal, more] of acts.entries()) {
    for (let i = 0; i < more; i++) countBallot(counts, { question: "pledge", choice: ["hour"], class: "a" });
    yield { seal, counts: structuredClone(counts) };
  }
}
