import { sha256, verifyEd25519 } from "../../src/engine/keys.ts";
import { bundlePath, bundlesBetween, decodeBundle } from "../../src/log/bundle.ts";
import { openCheckpoint } from "../../src/log/checkpoint.ts";
import { compareBytes, leafHash } from "../../src/log/hash.ts";
import { nodesFromTiles } from "../../src/log/tiles.ts";
import { consistencyProof, edgeOf, rootOf, verifyConsistency } from "../../src/log/tree.ts";

/** A look at a server that is being killed is given up. */
const LOOK_MS = 5_000;

/** A poll's log as anyone may read it, and every checkpoint that was shown to whoever looked. */
export class PublicLog {
  readonly #log: string;
  readonly #seen = new Set<string>();

  constructor(url: string, poll: string) {
    this.#log = `${url}/log/${poll}`;
  }

  /** Different checkpoints seen so far. */
  get seen(): number {
    return this.#seen.size;
  }

  /** Keeps the checkpoint that is public now; a server that just died shows none. */
  async look(): Promise<void> {
    const signal = AbortSignal.timeout(LOOK_MS);
    const response = await fetch(`${this.#log}/checkpoint`, { signal }).catch(() => undefined);
    const note = response?.ok ? await response.text().catch(() => undefined) : undefined;
    if (note !== undefined) this.#seen.add(note);
  }

  async entries(): Promise<Uint8Array[]> {
    const size = Number((await (await fetch(`${this.#log}/checkpoint`)).text()).split("\n")[1]);
    const entries: Uint8Array[] = [];
    for (const { number, width } of bundlesBetween(0, size)) {
      const response = await fetch(`${this.#log}/tile/${bundlePath(number, width)}`);
      entries.push(...decodeBundle(new Uint8Array(await response.arrayBuffer())));
    }
    return entries;
  }

  /** Every checkpoint that was seen, and that of every seal. */
  async checkpoints(entries: readonly Uint8Array[]): Promise<string[]> {
    const notes = new Set(this.#seen);
    for (const [i, entry] of entries.entries()) {
      if (!Buffer.from(entry).toString().startsWith("seal ")) continue;
      const response = await fetch(`${this.#log}/checkpoint/${i + 1}`);
      notes.add(response.ok ? await response.text() : `seal at size ${i + 1} has no checkpoint`);
    }
    return [...notes];
  }
}

/** Checkpoints that are not signed, or not consistent with the log of these entries, or with the one before. */
export function inconsistent(vkey: string, notes: readonly string[], entries: readonly Uint8Array[]): string[] {
  const leaves = entries.map((entry) => leafHash(sha256, entry));
  const nodes = nodesFromTiles(sha256, entries.length, tileReader(entries));
  const wrong: string[] = [];
  const opened = notes.flatMap((note) => {
    const found = openCheckpoint(sha256, verifyEd25519, vkey, note);
    if (found.kind === "checkpoint") return [found.checkpoint];
    wrong.push(`${found.why}: ${note}`);
    return [];
  });
  opened.sort((one, other) => one.size - other.size);
  for (const [i, { size, root }] of opened.entries()) {
    if (size > leaves.length || compareBytes(root, rootOf(sha256, edgeOf(nodes, size))) !== 0)
      wrong.push(`the checkpoint of size ${size} is not a beginning of the log`);
    const before = opened[i - 1];
    if (!before) continue;
    const proof = consistencyProof(sha256, nodes, before.size, size);
    const claim = { from: before.size, to: size, fromRoot: before.root, toRoot: root, proof };
    if (!verifyConsistency(sha256, claim)) wrong.push(`size ${size} does not grow from size ${before.size}`);
  }
  return wrong;
}

/** Tiles of a log, from its entries alone. */
function tileReader(entries: readonly Uint8Array[]) {
  const tiles = new Map<string, Uint8Array>();
  const read = (level: number, number: number, width: number): Uint8Array => {
    const name = `${level}/${number}/${width}`;
    const known = tiles.get(name) ?? make(level, number, width);
    tiles.set(name, known);
    return known;
  };
  const make = (level: number, number: number, width: number): Uint8Array => {
    const first = number * 256;
    if (level === 0) return leavesOf(entries.slice(first, first + width));
    const below = nodesFromTiles(sha256, entries.length, read);
    return Buffer.concat(
      Array.from({ length: width }, (_, i) => below(8 * level - 1, 2 * (first + i))).map((left, i) =>
        sha256(Buffer.concat([Buffer.from([1]), left, below(8 * level - 1, 2 * (first + i) + 1)])),
      ),
    );
  };
  return read;
}

const leavesOf = (entries: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(entries.map((entry) => leafHash(sha256, entry)));
