import { toHex } from "../../log/text.ts";
import type { AuditEntry } from "./act.ts";

type Sha256 = (data: Uint8Array) => Uint8Array;

/** What the first entry follows. */
export const CHAIN_START = "0".repeat(64);

/** SHA-256, in hex, of the hash before it and the entry: whoever changes or drops an entry changes every later hash. */
export function entryHash(sha256: Sha256, previous: string, entry: Omit<AuditEntry, "hash">): string {
  const { number, at, account, name, role, act, poll = null, before = null, after = null, request } = entry;
  const line = JSON.stringify([previous, number, at, account, name, role, act, poll, before, after, request]);
  return toHex(sha256(new TextEncoder().encode(line)));
}

/**
 * Number of the first entry that does not follow from the one before it, or nothing. `entries` are in order; the hash
 * before the first is `previous`.
 */
export function firstBroken(
  sha256: Sha256,
  entries: readonly AuditEntry[],
  previous = CHAIN_START,
): number | undefined {
  let last = previous;
  for (const { hash, ...entry } of entries) {
    if (entryHash(sha256, last, entry) !== hash) return entry.number;
    last = hash;
  }
  return undefined;
}
