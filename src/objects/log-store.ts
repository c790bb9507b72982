import { BUNDLE_SIZE, decodeBundle, encodeBundle } from "../log/bundle.ts";
import { compareBytes, HASH_BYTES, leafHash } from "../log/hash.ts";
import { concatBytes, fromUtf8, utf8 } from "../log/text.ts";
import { cutTile, hashOfTile, nodesFromTiles, tileOfBundle } from "../log/tiles.ts";
import { appendLeaf, type Edge, edgeOf, rootOf } from "../log/tree.ts";
import { STORED } from "../privacy/stored.ts";
import { createTable } from "../privacy/table.ts";
import type { Refusal } from "./contract.ts";
import { sha256 } from "./keys.ts";

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

  /** Appends entries to a log whose right edge is `edge`; answers the new edge. The caller holds the transaction. */
  append(edge: Edge, entries: readonly Uint8Array[]): Edge {
    const first = Math.floor(edge.size / BUNDLE_SIZE);
    const all = [...(edge.size % BUNDLE_SIZE > 0 ? this.#entries(first) : []), ...entries];
    for (let i = 0; i * BUNDLE_SIZE < all.length; i++) {
      const bundle = encodeBundle(all.slice(i * BUNDLE_SIZE, (i + 1) * BUNDLE_SIZE));
      this.#sql.exec(`INSERT OR REPLACE INTO ${this.#bundles} (number, data) VALUES (?, ?)`, first + i, bundle);
      if ((i + 1) * BUNDLE_SIZE <= all.length)
        this.#addHash(1, first + i, hashOfTile(sha256, tileOfBundle(sha256, bundle)));
    }
    return entries.reduce((grown, entry) => appendLeaf(sha256, grown, leafHash(sha256, entry)), edge);
  }

  /** The first `width` entries of a bundle, encoded. */
  readBundle(number: number, width: number): Uint8Array {
    return encodeBundle(this.#entries(number).slice(0, width));
  }

  /** One entry of the log. */
  readEntry(index: number): Uint8Array {
    const entry = this.#entries(Math.floor(index / BUNDLE_SIZE))[index % BUNDLE_SIZE];
    if (!entry) throw damaged(`the log has no entry ${index}`);
    return entry;
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
    let [low, high] = [from, to - 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#standsBefore(middle, wanted)) low = middle + 1;
      else high = middle;
    }
    if (fromUtf8(this.readEntry(low)) !== ballot) throw damaged("a ballot is not where its batch stands");
    return low;
  }

  #standsBefore(index: number, wanted: Uint8Array): boolean {
    const entry = this.readEntry(index);
    const text = fromUtf8(entry);
    if (text.startsWith("note ")) return true;
    return text.startsWith("ballot ") && compareBytes(leafHash(sha256, entry), wanted) < 0;
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
