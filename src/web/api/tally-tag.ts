import type { PublicTally } from "../../domain/disclosure.ts";
import { sha256 } from "../../engine/index.ts";
import { toBase64url, utf8 } from "../../log/text.ts";

/**
 * `ETag` of a tally. Weak: tallies that differ in the moment of reading alone are the same to everyone, so one who asks
 * every few seconds is sent what moved and nothing else. RFC 9110 section 8.8.1.
 */
export function tallyTag({ asOf: _, ...content }: PublicTally): string {
  return `${toBase64url(sha256(utf8(JSON.stringify(content))).subarray(0, 16))}`;
}
