import { BUNDLE_SIZE, decodeBundle, encodeBundle } from "../../log/bundle.ts";
import { compareBytes, HASH_BYTES, leafHash } from "../../log/hash.ts";
import { concatBytes, fromUtf8, utf8 } from "../../log/text.ts";
import { cutTile, hashOfTile, nodesFromTiles, TILE_HEIGHT, tileOfBundle } from "../../log/tiles.ts";
import { appendLeaf, appendSubtree, type Edge, edgeOf, rootOf } from "../../log/tree.ts";
import { sha256 } from "../keys.ts";
import type { Refusal } from "../rpc.ts";
import { createTable, STORED } from "../schema.ts";

/** The log is not, or not any more, the one that was signed and published: it may not be signed further, ever. */
export class LogDamaged extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal, message: string) {
    super(message);
    this.refusal = refusal;
  }
}

const damaged = (message: string): LogDamaged => new LogDamaged("log-damaged", message);

/**
 * The log in SQLite: entries in bundles of 256, and the hashes of its Merkle tree above them in tiles. The lowest tiles
 * are not stored: they are the leaf hashes of a bundle. Rows are few: two or three for each seal of a quiet poll.
 */
export class LogStore {
  readonly #sql: SqlStorage;
  readonly #bundles: string;
  readonly #tiles: string;

  /** `prefix`: of the tables' names, for a log that is rebuilt beside the one that stands. */
  constructor(sql: SqlStorage, prefix = "") {
    this.#sql = sql;
    const { bundle, tile } = STORED.ledger;
    this.#bundles = `${prefix}${bundle.name}`;
    this.#tiles = `${prefix}${tile.name}`;
    createTable(sql, bundle, prefix);
    createTable(sql, tile, prefix);
  }

  /**
   * Appends entries, whose leaf hashes are given, to a log whose right edge is `edge`; answers the new edge. The caller
   * holds the transaction.
   */
  append(edge: Edge, entries: readonly Uint8Array[], leaves: readonly Uint8Array[]): Edge {
    const first = Math.floor(edge.size / BUNDLE_SIZE);
    const before = edge.size % BUNDLE_SIZE > 0 ? this.#entries(first) : [];
    const all = [...before, ...entries];
    let grown = edge;
    for (let start = 0; start < all.length; start += BUNDLE_SIZE) {
      const bundle = encodeBundle(all.slice(start, start + BUNDLE_SIZE));
      const number = first + start / BUNDLE_SIZE;
      this.#sql.exec(`INSERT OR REPLACE INTO ${this.#bundles} (number, data) VALUES (?, ?)`, number, bundle);
      const added = leaves.slice(Math.max(0, start - before.length), start + BUNDLE_SIZE - before.length);
      // The tree's own nodes, hashed once for both: of a bundle that is new and full.
      const whole = added.length === BUNDLE_SIZE ? hashOfTile(sha256, concatBytes(added)) : undefined;
      grown = whole
        ? appendSubtree(sha256, grown, TILE_HEIGHT, whole)
        : added.reduce((edge, leaf) => appendLeaf(sha256, edge, leaf), grown);
      if (start + BUNDLE_SIZE <= all.length)
        this.#addHash(1, number, whole ?? hashOfTile(sha256, tileOfBundle(sha256, bundle)));
    }
    return grown;
  }

  /** The first `width` entries of a bundle, encoded. */
  readBundle(number: number, width: number): Uint8Array {
    return encodeBundle(this.#entries(number).slice(0, width));
  }

  /** One entry of the log. */
  readEntry(index: number): Uint8Array {
    return entryOf(this.#entries(Math.floor(index / BUNDLE_SIZE)), index);
  }

  /** The first `width` hashes of a tile of any level. */
  readTile(level: number, number: number, width: number): Uint8Array {
    if (level === 0) return tileOfBundle(sha256, this.readBundle(number, width));
    const tile = this.#tile(level, number);
    if (!tile) throw damaged(`the log has no tile ${number} of level ${level}`);
    return cutTile(tile, width);
  }

  /** The root that the log has at an earlier size, recomputed from what is stored. */
  rootAt(size: number): Uint8Array {
    const nodes = nodesFromTiles(sha256, size, (level, number, width) => this.readTile(level, number, width));
    return rootOf(sha256, edgeOf(nodes, size));
  }

  /**
   * Index of a ballot that stands between two sizes of the log: a batch is in ascending order of leaf hash, its notes
   * before the ballots and the rest after them. Throws where it is not there.
   */
  indexOfBallot(ballot: string, from: number, to: number): number {
    const wanted = leafHash(sha256, utf8(ballot));
    const bundles = new Map<number, Uint8Array[]>();
    const entryAt = (index: number): Uint8Array => {
      const number = Math.floor(index / BUNDLE_SIZE);
      const entries = bundles.get(number) ?? this.#entries(number);
      bundles.set(number, entries);
      return entryOf(entries, index);
    };
    let [low, high] = [from, to - 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (standsBefore(entryAt(middle), wanted)) low = middle + 1;
      else high = middle;
    }
    if (fromUtf8(entryAt(low)) !== ballot) throw damaged("a ballot is not where its batch stands");
    return low;
  }

  #addHash(level: number, index: number, hash: Uint8Array): void {
    const number = Math.floor(index / BUNDLE_SIZE);
    const tile = concatBytes([this.#tile(level, number) ?? new Uint8Array(0), hash]);
    this.#sql.exec(`INSERT OR REPLACE INTO ${this.#tiles} (level, number, data) VALUES (?, ?, ?)`, level, number, tile);
    if (tile.length === BUNDLE_SIZE * HASH_BYTES) this.#addHash(level + 1, number, hashOfTile(sha256, tile));
  }

  #bundle(number: number): Uint8Array {
    const [row] = this.#sql
      .exec<{ data: ArrayBuffer }>(`SELECT data FROM ${this.#bundles} WHERE number = ?`, number)
      .toArray();
    if (!row) throw damaged(`the log has no bundle ${number}`);
    return new Uint8Array(row.data);
  }

  /** The entries of a bundle; where a length among its bytes is wrong it cannot be read, and is damaged all the same. */
  #entries(number: number): Uint8Array[] {
    const bundle = this.#bundle(number);
    try {
      return decodeBundle(bundle);
    } catch {
      throw damaged(`bundle ${number} of the log cannot be read`);
    }
  }

  #tile(level: number, number: number): Uint8Array | undefined {
    const [row] = this.#sql
      .exec<{ data: ArrayBuffer }>(`SELECT data FROM ${this.#tiles} WHERE level = ? AND number = ?`, level, number)
      .toArray();
    return row && new Uint8Array(row.data);
  }
}

function entryOf(bundle: readonly Uint8Array[], index: number): Uint8Array {
  const entry = bundle[index % BUNDLE_SIZE];
  if (!entry) throw damaged(`the log has no entry ${index}`);
  return entry;
}

/** In the order of a batch: its notes, then its ballots by their leaf hashes. */
function standsBefore(entry: Uint8Array, wanted: Uint8Array): boolean {
  const text = fromUtf8(entry);
  if (text.startsWith("note ")) return true;
  return text.startsWith("ballot ") && compareBytes(leafHash(sha256, entry), wanted) < 0;
}
