import { BUNDLE_SIZE, bundlePath, decodeBundle, numberPath } from "./bundle.ts";
import { HASH_BYTES, leafHash, nodeHash, type Sha256 } from "./hash.ts";
import { concatBytes, fromDecimal } from "./text.ts";
import type { ReadNode } from "./tree.ts";

/** Levels of the tree that one tile spans: 2^8 hashes. C2SP tlog-tiles, "Merkle Tree". */
export const TILE_HEIGHT = 8;
const TILE_WIDTH = BUNDLE_SIZE;
const HIGHEST_LEVEL = 63;

/** Tile `number` of `level`, holding `width` hashes: 256, or 1 to 255 where it is partial. */
export interface Tile {
  level: number;
  number: number;
  width: number;
}

/** Bytes of a tile: `width` hashes of 32 bytes. */
type ReadTile = (level: number, number: number, width: number) => Uint8Array;

/** `{level}/{number}[.p/{width}]`, as it stands after `tile/` in an address. C2SP tlog-tiles, "Merkle Tree". */
export const tilePath = ({ level, number, width }: Tile): string => `${level}/${numberPath(number, width)}`;

/** What an address after `tile/` asks for, or nothing where it is not the one spelling of a tile or an entry bundle. */
export function parseTilePath(path: string): Tile | { level: "entries"; number: number; width: number } | undefined {
  const [, kind = "", elements = "", partial = "256"] =
    /^(\d+|entries)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/.exec(path) ?? [];
  const number = fromDecimal(elements.replace(/[x/]/g, "").replace(/^0+(?=\d)/, ""));
  const width = fromDecimal(partial);
  if (number === undefined || !width) return undefined;
  if (kind === "entries") return bundlePath(number, width) === path ? { level: kind, number, width } : undefined;
  const level = fromDecimal(kind);
  if (level === undefined || level > HIGHEST_LEVEL) return undefined;
  return tilePath({ level, number, width }) === path ? { level, number, width } : undefined;
}

/** Hashes that tile `number` of `level` holds in a log of `size`: 0 where there is no such tile. C2SP tlog-tiles, "Partial Tiles". */
export const tileWidth = (level: number, number: number, size: number): number =>
  Math.max(0, Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - number * TILE_WIDTH));

/** The tiles of a log of `size` that hold anything which a log of size `from` did not, lowest level first. */
export function tilesBetween(from: number, size: number): Tile[] {
  const tiles: Tile[] = [];
  let [had, has] = [from, size];
  for (let level = 0; has > had; level++) {
    for (let number = Math.floor(had / TILE_WIDTH); number * TILE_WIDTH < has; number++)
      tiles.push({ level, number, width: tileWidth(level, number, size) });
    [had, has] = [Math.floor(had / TILE_WIDTH), Math.floor(has / TILE_WIDTH)];
  }
  return tiles;
}

/** The level-0 tile of an entry bundle: the leaf hashes of its entries. */
export const tileOfBundle = (sha256: Sha256, bundle: Uint8Array): Uint8Array =>
  concatBytes(decodeBundle(bundle).map((entry) => leafHash(sha256, entry)));

/** The one hash that a full tile is in the level above. A partial tile must not be hashed into it: C2SP, "Partial Tiles". */
export function hashOfTile(sha256: Sha256, tile: Uint8Array): Uint8Array {
  if (tile.length !== TILE_WIDTH * HASH_BYTES) throw new RangeError("only a full tile has a hash in the level above");
  return perfectRoot(sha256, hashesOf(tile));
}

/** The first `width` hashes of a tile: a partial tile is cut from any longer one. */
export function cutTile(tile: Uint8Array, width: number): Uint8Array {
  if (tile.length < width * HASH_BYTES)
    throw new RangeError(`a tile of ${tile.length} bytes is cut to ${width} hashes`);
  return tile.subarray(0, width * HASH_BYTES);
}

/** Every node of a log of `size` from its tiles alone, for the proofs and edges of `tree.ts`. */
export const nodesFromTiles =
  (sha256: Sha256, size: number, readTile: ReadTile): ReadNode =>
  (height, index) => {
    const level = Math.floor(height / TILE_HEIGHT);
    const count = 2 ** (height % TILE_HEIGHT);
    const number = Math.floor((index * count) / TILE_WIDTH);
    const first = index * count - number * TILE_WIDTH;
    const width = tileWidth(level, number, size);
    if (first + count > width) throw new RangeError(`a log of size ${size} has no node ${index} of height ${height}`);
    const tile = readTile(level, number, width);
    if (tile.length !== width * HASH_BYTES) throw new RangeError(`a tile of width ${width} has ${tile.length} bytes`);
    return perfectRoot(sha256, hashesOf(tile).slice(first, first + count));
  };

/** The tiles that `build` reads, found by running it on blank ones, so that all can be fetched at once beforehand. */
export function tilesRead(build: (readTile: ReadTile) => unknown): Tile[] {
  const tiles = new Map<string, Tile>();
  build((level, number, width) => {
    tiles.set(tilePath({ level, number, width }), { level, number, width });
    return new Uint8Array(width * HASH_BYTES);
  });
  return [...tiles.values()];
}

const hashesOf = (tile: Uint8Array): Uint8Array[] =>
  Array.from({ length: tile.length / HASH_BYTES }, (_, i) => tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));

/** Root over 2^k hashes. */
function perfectRoot(sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array {
  const [left, right] = hashes;
  if (!left) throw new RangeError("a subtree holds at least one hash");
  if (!right) return left;
  const middle = hashes.length / 2;
  return nodeHash(sha256, perfectRoot(sha256, hashes.slice(0, middle)), perfectRoot(sha256, hashes.slice(middle)));
}
