import { concatBytes, fromBase64url, toBase64url, utf8 } from "../../log/text.ts";
import { CHALLENGE_MS } from "./lifetimes.ts";

type Hmac = (data: Uint8Array) => Uint8Array;

const RANDOM_BYTES = 16;
const EXPIRY_BYTES = 6;

/**
 * A challenge for a passkey that says itself until when it is good and what for, so that a page which anybody may open stores
 * nothing. `purpose`: `sign-in`, or `add` and an account. WebAuthn level 3, section 13.4.3.
 */
export function makeChallenge(hmac: Hmac, purpose: string, random: Uint8Array, now: number): string {
  const head = concatBytes([random.subarray(0, RANDOM_BYTES), expiryBytes(now + CHALLENGE_MS)]);
  return toBase64url(concatBytes([head, signed(hmac, purpose, head)]));
}

/** When a challenge of ours for this purpose ends; nothing for any other text, or one whose time is over. */
export function challengeEnds(hmac: Hmac, purpose: string, challenge: string, now: number): number | undefined {
  const bytes = fromBase64url(challenge);
  const head = bytes?.subarray(0, RANDOM_BYTES + EXPIRY_BYTES);
  if (!head || toBase64url(concatBytes([head, signed(hmac, purpose, head)])) !== challenge) return undefined;
  const ends = head.subarray(RANDOM_BYTES).reduce((sum, byte) => sum * 256 + byte, 0);
  return now < ends ? ends : undefined;
}

const signed = (hmac: Hmac, purpose: string, head: Uint8Array): Uint8Array =>
  hmac(concatBytes([utf8(`sawt-challenge/v1\n${purpose}\n`), head]));

const expiryBytes = (at: number): Uint8Array =>
  Uint8Array.from({ length: EXPIRY_BYTES }, (_, i) => Math.floor(at / 256 ** (EXPIRY_BYTES - 1 - i)) % 256);
