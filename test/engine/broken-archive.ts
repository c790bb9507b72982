import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { PollDefinition } from "../../src/domain/definition.ts";
import { sha256, verifyEd25519 } from "../../src/engine/keys.ts";
import { KvStore } from "../../src/engine/kv.ts";
import { bundlesBetween, decodeBundle } from "../../src/log/bundle.ts";
import { openCheckpoint } from "../../src/log/checkpoint.ts";
import { faultInEnglish } from "../../src/log/fault.ts";
import { leafHash } from "../../src/log/hash.ts";
import { appendLeaf, EMPTY_EDGE, rootOf } from "../../src/log/tree.ts";
import { recount } from "../log/recount.ts";

export type Fault = "not persisted" | "persisted, and the answer lost";

/** Kinds of writes, told from the key. */
export function kindOf(key: string): string {
  if (key.includes("/entries/")) return "bundle";
  if (key.includes("/tile/")) return "tile";
  if (key.includes("/index/")) return "index file";
  if (key.includes("/seal/")) return "seal record";
  return key.slice(0, key.indexOf("/"));
}

const isHead = (key: string): boolean => /^(poll|tally|checkpoint)\//.test(key);

/** A KV whose n-th write from now on breaks. It also watches that no key but a head is ever given other bytes. */
export class BrokenArchive {
  /** Kind and fault of every write that broke. */
  readonly broke = new Set<string>();
  readonly overwritten: string[] = [];
  readonly #bytes = new Map<string, string>();
  #left = Number.POSITIVE_INFINITY;
  #down = false;
  #fault: Fault = "not persisted";

  constructor() {
    const kv = Object.getPrototypeOf(env.ARCHIVE) as KVNamespace;
    const put = kv.put;
    const write = (binding: KVNamespace, all: Parameters<KVNamespace["put"]>) => this.#write(put, binding, all);
    vi.spyOn(kv, "put").mockImplementation(function (this: KVNamespace, ...all: Parameters<KVNamespace["put"]>) {
      return write(this, all);
    });
  }

  /** Refuses every write until `breakAfter` or `mend`. */
  goDown(): void {
    this.#down = true;
  }

  breakAfter(writes: number, fault: Fault): void {
    this.#down = false;
    this.#left = writes;
    this.#fault = fault;
  }

  /** Did the write break that was to break? */
  mend(): boolean {
    const broke = this.#left < 0;
    this.#down = false;
    this.#left = Number.POSITIVE_INFINITY;
    return broke;
  }

  async #write(put: KVNamespace["put"], binding: KVNamespace, all: Parameters<KVNamespace["put"]>): Promise<void> {
    const [key, value] = all;
    if (this.#down) throw new Error("KV PUT failed: 500 Internal Server Error");
    const breaks = this.#left-- === 0;
    if (breaks) this.broke.add(`${kindOf(key)} ${this.#fault}`);
    if (breaks && this.#fault === "not persisted") throw new Error("KV PUT failed: 500 Internal Server Error");
    const bytes = typeof value === "string" ? value : Buffer.from(value as Uint8Array).toString("base64");
    if (!isHead(key) && (this.#bytes.get(key) ?? bytes) !== bytes) this.overwritten.push(key);
    this.#bytes.set(key, bytes);
    await put.apply(binding, all);
    if (breaks) throw new Error("KV PUT failed: connection lost");
  }
}

/**
 * What an outsider sees of the archive: the head is signed, all it covers is there and leads to its root, every seal is
 * a recount, what was seen before is a beginning of it, and the tally head is no further than what is stored.
 */
export class Onlooker {
  readonly #archive = new KvStore(env.ARCHIVE);
  readonly #poll: PollDefinition;
  #seen: { note: string; size: number; root: Uint8Array } | undefined;

  constructor(poll: PollDefinition) {
    this.#poll = poll;
  }

  get size(): number {
    return this.#seen?.size ?? 0;
  }

  /** What is wrong, or nothing. */
  async look(): Promise<string | undefined> {
    const { id } = this.#poll;
    const [note = "", poll, tally] = await Promise.all([
      this.#archive.readCheckpoint(id),
      this.#archive.readPoll(id),
      this.#archive.readTally(id),
    ]);
    if (!poll || !tally) return "a head is missing";
    if (!(await this.#archive.readSeal(id, tally.sealed.size))) return "the tally is ahead of what is stored";
    if (note === this.#seen?.note) return undefined;
    const opened = openCheckpoint(sha256, verifyEd25519, poll.log.vkey, note);
    if (opened.kind === "refused") return opened.why;
    const { size, root } = opened.checkpoint;
    const entries: Uint8Array[] = [];
    for (const { number, width } of bundlesBetween(0, size)) {
      const bundle = await this.#archive.readBundle(id, number, width);
      if (!bundle) return `bundle ${number} of width ${width} is missing at size ${size}`;
      entries.push(...decodeBundle(bundle));
    }
    const counted = recount(entries);
    if (counted.kind === "fault") return `entry ${counted.index}: ${faultInEnglish(counted.fault)}`;
    const seen = this.#seen ?? { size: 0, root: rootOf(sha256, EMPTY_EDGE) };
    let edge = EMPTY_EDGE;
    for (const entry of [...entries, undefined]) {
      if (edge.size === seen.size && Buffer.compare(rootOf(sha256, edge), seen.root) !== 0)
        return `size ${size} does not begin with size ${seen.size}`;
      if (entry) edge = appendLeaf(sha256, edge, leafHash(sha256, entry));
    }
    if (edge.size < seen.size || Buffer.compare(rootOf(sha256, edge), root) !== 0)
      return "another root than the signed one";
    this.#seen = { note, size, root };
    return undefined;
  }
}
