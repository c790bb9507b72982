import type { PublishedPoll } from "../objects/contract.ts";
import type { Tally } from "../poll/disclosure.ts";
import { archiveKeys } from "./keys.ts";

/** Seconds that a colo may serve a head from its cache: KV's least (heads change at most once a seal). */
const HEAD_CACHE_SECONDS = 30;

/** What the archive's tally head holds: the tally as of the last seal whose bundles are all stored. */
export type ArchivedTally = Omit<Tally, "sequence" | "phase">;

/**
 * The port to KV: ballots at rest, public, write-once. KV keeps and never counts: it is eventually consistent and
 * drops concurrent increments. Every method may throw; what is written twice is written with the same bytes.
 */
export class Archive {
  readonly #kv: KVNamespace;

  constructor(kv: KVNamespace) {
    this.#kv = kv;
  }

  async writePoll(poll: PublishedPoll): Promise<void> {
    await this.#kv.put(archiveKeys.poll(poll.definition.id), JSON.stringify(poll));
  }

  async readPoll(id: string): Promise<PublishedPoll | undefined> {
    return (
      (await this.#kv.get<PublishedPoll>(archiveKeys.poll(id), { type: "json", cacheTtl: HEAD_CACHE_SECONDS })) ??
      undefined
    );
  }

  async writeTally(tally: ArchivedTally): Promise<void> {
    await this.#kv.put(archiveKeys.tally(tally.poll), JSON.stringify(tally));
  }

  /** Only of a poll that the archive holds: KV caches a miss. */
  async readTally(poll: string): Promise<ArchivedTally | undefined> {
    return (
      (await this.#kv.get<ArchivedTally>(archiveKeys.tally(poll), { type: "json", cacheTtl: HEAD_CACHE_SECONDS })) ??
      undefined
    );
  }

  async writeBundle(poll: string, number: number, width: number, bundle: Uint8Array): Promise<void> {
    await this.#kv.put(archiveKeys.bundle(poll, number, width), bundle);
  }

  /** Only a bundle that a head implies: KV caches a miss. */
  async readBundle(poll: string, number: number, width: number): Promise<Uint8Array | undefined> {
    const bytes = await this.#kv.get(archiveKeys.bundle(poll, number, width), { type: "arrayBuffer" });
    return bytes ? new Uint8Array(bytes) : undefined;
  }
}
