import type { PollCounters } from "../domain/counters.ts";
import type { Tally } from "../domain/disclosure.ts";
import type { Counts } from "../domain/tally.ts";
import { BUNDLE_SIZE, numberPath } from "../log/bundle.ts";
import { type PublishedPoll, within } from "./rpc.ts";
import { nameOf, STORED } from "./schema.ts";

/** Seconds that a colo may serve a head from its cache: KV's least (heads change at most once a seal). */
const HEAD_CACHE_SECONDS = 30;

/** Keys that KV answers for in one question. */
const KEYS_AT_ONCE = 100;

/** Longer than any answer of KV takes. One that has not come by then is no answer: whoever waits for it waits in vain. */
const READ_PATIENCE_MS = 10_000;

/** What the archive's tally head holds: the tally as of the last seal whose bundles are all stored. */
type ArchivedTally = Omit<Tally, "sequence" | "phase"> & { counters?: PollCounters };

/** What a seal left: its number, time, tally and signed checkpoint, and the right edge of the tree above the bundles. */
export interface ArchivedSeal {
  seal: number;
  size: number;
  /** Milliseconds since 1970. */
  sealedAt: number;
  counts: Counts;
  /** What was seen at the door, as the log states it up to here; left out in records of an older version. */
  counters?: PollCounters;
  checkpoint: string;
  /** Hashes of the partial tile of each level from 1 on, in base64; full tiles have keys of their own. */
  edge: string[];
}

/**
 * The port to KV: ballots at rest, public, write-once. KV keeps and never counts: it is eventually consistent and
 * drops concurrent increments. Every method may throw, a read `Unreachable`; what is written twice is written with the same
 * bytes. Only what a checkpoint implies may be read: KV caches a miss.
 */
export class KvStore {
  readonly #kv: KVNamespace;

  constructor(kv: KVNamespace) {
    this.#kv = kv;
  }

  async writePoll(poll: PublishedPoll): Promise<void> {
    await this.#kv.put(archiveKeys.poll(poll.definition.id), JSON.stringify(poll));
  }

  async readPoll(id: string): Promise<PublishedPoll | undefined> {
    return this.#json<PublishedPoll>(archiveKeys.poll(id), HEAD_CACHE_SECONDS);
  }

  /** Ids of all polls that were ever published, in no order. */
  async listPolls(): Promise<string[]> {
    return this.#names(archiveKeys.poll(""));
  }

  async writeTally(tally: ArchivedTally): Promise<void> {
    await this.#kv.put(archiveKeys.tally(tally.poll), JSON.stringify(tally));
  }

  async readTally(poll: string): Promise<ArchivedTally | undefined> {
    return this.#json<ArchivedTally>(archiveKeys.tally(poll), HEAD_CACHE_SECONDS);
  }

  async writeCheckpoint(poll: string, checkpoint: string): Promise<void> {
    await this.#kv.put(archiveKeys.checkpoint(poll), checkpoint);
  }

  async readCheckpoint(poll: string): Promise<string | undefined> {
    const options = { cacheTtl: HEAD_CACHE_SECONDS };
    return (await answerOf(this.#kv.get(archiveKeys.checkpoint(poll), options))) ?? undefined;
  }

  async writeSeal(poll: string, seal: ArchivedSeal): Promise<void> {
    await this.#kv.put(archiveKeys.seal(poll, seal.size), JSON.stringify(seal));
  }

  async readSeal(poll: string, size: number): Promise<ArchivedSeal | undefined> {
    return this.#json<ArchivedSeal>(archiveKeys.seal(poll, size));
  }

  /**
   * Sizes of all seals whose records were written, in ascending order, also of one that no checkpoint names yet: its
   * record comes after its bundles and tiles. A listing asks for no key, so it leaves no miss behind.
   */
  async listSealSizes(poll: string): Promise<number[]> {
    const sizes = (await this.#names(archiveKeys.seal(poll, ""))).map(Number);
    return sizes.sort((one, other) => one - other);
  }

  /** Records of up to 100 seals by their sizes, in one question; of none in no question, since KV refuses an empty one. */
  async readSeals(poll: string, sizes: readonly number[]): Promise<Map<number, ArchivedSeal>> {
    if (sizes.length === 0) return new Map();
    const keys = sizes.map((size) => archiveKeys.seal(poll, size));
    const found = await answerOf(this.#kv.get<ArchivedSeal>(keys, "json"));
    return new Map([...found.values()].flatMap((seal) => (seal ? [[seal.size, seal]] : [])));
  }

  async writeBundle(poll: string, number: number, width: number, bundle: Uint8Array): Promise<void> {
    await this.#kv.put(archiveKeys.bundle(poll, number, width), bundle);
  }

  async readBundle(poll: string, number: number, width: number): Promise<Uint8Array | undefined> {
    return this.#bytes(archiveKeys.bundle(poll, number, width));
  }

  async writeTile(poll: string, level: number, number: number, tile: Uint8Array): Promise<void> {
    await this.#kv.put(archiveKeys.tile(poll, level, number), tile);
  }

  /** A full tile of level 1 or above. */
  async readTile(poll: string, level: number, number: number): Promise<Uint8Array | undefined> {
    return this.#bytes(archiveKeys.tile(poll, level, number));
  }

  /** `byte`: first of the leaf hashes, in two hex digits. An empty file is written too: KV would remember a miss. */
  async writeIndex(poll: string, span: number, byte: string, lines: string): Promise<void> {
    await this.#kv.put(archiveKeys.index(poll, span, byte), lines);
  }

  /** Index files of full spans, in the order asked for. */
  async readIndexes(poll: string, files: readonly { span: number; byte: string }[]): Promise<string[]> {
    const keys = files.map(({ span, byte }) => archiveKeys.index(poll, span, byte));
    const lines: string[] = [];
    for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
      const found = await answerOf(this.#kv.get(keys.slice(at, at + KEYS_AT_ONCE), "text"));
      for (const key of keys.slice(at, at + KEYS_AT_ONCE)) {
        const file = found.get(key);
        if (typeof file !== "string") throw new Error(`the archive misses ${key}`);
        lines.push(file);
      }
    }
    return lines;
  }

  /** What follows `prefix` in the keys that begin with it. */
  async #names(prefix: string): Promise<string[]> {
    const names: string[] = [];
    for (let cursor: string | undefined, done = false; !done; ) {
      const page = await answerOf(this.#kv.list({ prefix, ...(cursor !== undefined && { cursor }) }));
      names.push(...page.keys.map(({ name }) => name.slice(prefix.length)));
      cursor = page.list_complete ? undefined : page.cursor;
      done = page.list_complete;
    }
    return names;
  }

  async #bytes(key: string): Promise<Uint8Array | undefined> {
    const bytes = await answerOf(this.#kv.get(key, { type: "arrayBuffer" }));
    return bytes ? new Uint8Array(bytes) : undefined;
  }

  async #json<T>(key: string, cacheTtl?: number): Promise<T | undefined> {
    const options = { type: "json", ...(cacheTtl !== undefined && { cacheTtl }) } as const;
    return (await answerOf(this.#kv.get<T>(key, options))) ?? undefined;
  }
}

/** What KV found. A value that is no JSON was found, and is damaged: that is for whoever runs the server. */
async function answerOf<T>(asked: Promise<T>): Promise<T> {
  try {
    return await within(READ_PATIENCE_MS, asked);
  } catch (error) {
    if (error instanceof SyntaxError) throw error;
    throw new Unreachable("the archive", error);
  }
}

const { poll, tally, checkpoint, bundle, partial, tile, index, seal } = STORED.archive;

/**
 * Every key of the archive (docs/storage-schema.md lists them with examples, and a test holds the two together).
 * All of it is public. A key is written once, except the heads `poll/`, `tally/` and `checkpoint/`.
 */
export const archiveKeys = {
  /** The published poll: definition, state, log identity. */
  poll: (id: string) => nameOf(poll, { poll: id }),
  /** The sealed tally. */
  tally: (id: string) => nameOf(tally, { poll: id }),
  /** The newest signed checkpoint. Written last of each seal: whatever it covers is in the archive. */
  checkpoint: (id: string) => nameOf(checkpoint, { poll: id }),
  /** An entry bundle, full or holding only its first `width` entries. C2SP tlog-tiles. */
  bundle: (id: string, number: number, width: number) => {
    const N = numberPath(number, BUNDLE_SIZE);
    return width < BUNDLE_SIZE ? nameOf(partial, { poll: id, N, W: width }) : nameOf(bundle, { poll: id, N });
  },
  /** A full tile of level 1 or above. Level 0 is the leaf hashes of a bundle. C2SP tlog-tiles. */
  tile: (id: string, level: number, number: number) =>
    nameOf(tile, { poll: id, L: level, N: numberPath(number, BUNDLE_SIZE) }),
  /** Ballots of a full span of the log whose leaf hash begins with this byte, two hex digits. */
  index: (id: string, span: number, byte: string) => nameOf(index, { poll: id, span, byte }),
  /** What a seal said, by the size of the log it closed. */
  seal: (id: string, size: number | "") => nameOf(seal, { poll: id, size }),
} as const;

/**
 * Whoever keeps what was asked for does not answer now; another moment they may. Neither a bug of ours nor a word on what
 * they keep: readers are told to come again.
 */
export class Unreachable extends Error {
  /** `who` does not answer: said to whoever runs the server. `cause`: what came in place of an answer. */
  constructor(who: string, cause?: unknown) {
    super(`${who} does not answer${cause === undefined ? "" : `: ${cause}`}`, { cause });
  }
}
