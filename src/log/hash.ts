import { concatBytes } from "./text.ts";

/** A synchronous SHA-256, passed in: node:crypto in the Worker, a portable one in browsers. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

export const HASH_BYTES = 32;

/** Different first bytes, so that no entry hashes like two subtrees. */
const LEAF_PREFIX = new Uint8Array([0]);
const NODE_PREFIX = new Uint8Array([1]);

/** Hash of a log entry as a leaf: SHA-256(0x00 || entry). RFC 6962 section 2.1. */
export const leafHash = (sha256: Sha256, entry: Uint8Array): Uint8Array => sha256(concatBytes([LEAF_PREFIX, entry]));

/** Hash of two subtrees side by side: SHA-256(0x01 || left || right). RFC 6962 section 2.1. */
export const nodeHash = (sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(concatBytes([NODE_PREFIX, left, right]));

/** Order of two hashes as numbers: negative, zero or positive. */
export function compareBytes(one: Uint8Array, other: Uint8Array): number {
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const difference = (one[i] ?? 0) - (other[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
