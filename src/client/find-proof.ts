import { sha256 } from "@noble/hashes/sha2.js";
import { CLASSES } from "../domain/ballot.ts";
import type { Failure, Read } from "../log/audit.ts";
import { openCheckpoint } from "../log/checkpoint.ts";
import { ballotEntry } from "../log/entry.ts";
import type { NoteFault } from "../log/fault.ts";
import { leafHash } from "../log/hash.ts";
import { digitsToAsk, proofsToAsk, readIndex } from "../log/index-prefix.ts";
import { lockOf } from "../log/lock.ts";
import { checkProof, formatProof } from "../log/proof.ts";
import { fromUtf8, toBase64, toHex, utf8 } from "../log/text.ts";
import { nodesFromTiles, type Tile, tilePath, tilesRead } from "../log/tiles.ts";
import { inclusionProof } from "../log/tree.ts";
import { verifierOf } from "./audit-log.ts";
import type { Receipt } from "./receipts.ts";

/** Where a poll's log is, and by which key it is signed. */
interface PublicLog {
  url: string;
  vkey: string;
  /** Ballots in the log, as last heard. */
  ballots: number;
}

export type Found =
  /** `proof`: text of a `.tlog-proof` file, checked against the signed checkpoint. */
  | { kind: "included"; index: number; size: number; proof: string }
  | { kind: "waiting" }
  | { kind: "false"; why: NoteFault }
  | Failure;

/**
 * The entry that a receipt speaks of: its choice under its secret's lock, in the class that the server gave it. Nothing
 * where the leaf is that of another ballot. `options`: ids of the question's options, in the definition's order.
 */
export function entryOf(receipt: Receipt, origin: string, options: readonly string[]): Uint8Array | undefined {
  const { question, secret, leaf } = receipt;
  const lock = lockOf(sha256, origin, question, secret);
  const choice = options.filter((each) => receipt.choice.includes(each));
  return CLASSES.map((each) => utf8(ballotEntry({ question, class: each, lock, choice }))).find(
    (entry) => toBase64(leafHash(sha256, entry)) === leaf,
  );
}

/**
 * Looks for an entry in the public log, and proves that it is there. Whoever answers sees only that one of some 64
 * ballots or more is looked for: the index is asked for by the beginning of the hash, and tiles of others come along.
 */
export async function findProof(log: PublicLog, entry: Uint8Array, read: Read, random: () => number): Promise<Found> {
  const leaf = leafHash(sha256, entry);
  const head = await read(`${log.url}/checkpoint`);
  if (!(head instanceof Uint8Array)) return head;
  const note = fromUtf8(head);
  const verify = await verifierOf([log.vkey], [note]);
  const opened = openCheckpoint(sha256, verify, log.vkey, note);
  if (opened.kind === "refused") return { kind: "false", why: opened.why };
  const { size } = opened.checkpoint;

  const prefix = toHex(leaf).slice(0, digitsToAsk(log.ballots)) || "all";
  const lines = await read(`${log.url}/index/${prefix}`);
  if (!(lines instanceof Uint8Array)) return lines;
  const { candidates, own } = readIndex(fromUtf8(lines), leaf);
  if (own === undefined || own >= size) return { kind: "waiting" };

  const proofFrom = (index: number, tile: (level: number, number: number, width: number) => Uint8Array) =>
    inclusionProof(sha256, nodesFromTiles(sha256, size, tile), index, size);
  const asked = proofsToAsk(
    candidates.filter((each) => each < size),
    own,
    random,
  );
  const wanted = new Map<string, Tile>();
  for (const index of asked)
    for (const tile of tilesRead((read) => proofFrom(index, read))) wanted.set(tilePath(tile), tile);
  const tiles = new Map<string, Uint8Array>();
  const answers = await Promise.all(
    [...wanted.keys()].map(async (path) => ({ path, bytes: await read(`${log.url}/tile/${path}`) })),
  );
  for (const { path, bytes } of answers) {
    if (!(bytes instanceof Uint8Array)) return bytes;
    tiles.set(path, bytes);
  }

  try {
    const hashes = proofFrom(own, (level, number, width) => tiles.get(tilePath({ level, number, width })) ?? NOTHING);
    const proof = { extra: entry, index: own, hashes, checkpoint: note };
    const checked = checkProof(sha256, verify, log.vkey, leaf, proof);
    if (checked.kind === "refused") return { kind: "false", why: checked.why };
    return { kind: "included", index: own, size, proof: formatProof(proof) };
  } catch {
    // A tile of another length than its width says.
    return { kind: "false", why: "not-included" };
  }
}

const NOTHING = new Uint8Array(0);
