import { concatBytes } from "./text.ts";

/** A synchronous SHA-256, passed in: node:crypto in the Worker, a portable one in browsers. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

const LEAF_PREFIX = new Uint8Array([0]);

/** Hash of a log entry as a leaf: SHA-256(0x00 || entry). RFC 6962 section 2.1. */
export const leafHash = (sha256: Sha256, entry: Uint8Array): Uint8Array => sha256(concatBytes([LEAF_PREFIX, entry]));

/** Order of two hashes as numbers: negative, zero or positive. */
export function compareBytes(one: Uint8Array, other: Uint8Array): number {
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const difference = (one[i] ?? 0) - (other[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
