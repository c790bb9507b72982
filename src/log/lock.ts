import type { Sha256 } from "./hash.ts";
import { toBase64url, utf8 } from "./text.ts";

/** Locks and secrets are 32 bytes in base64url without padding: 43 characters, the last of which carries 4 bits. */
const CANONICAL_32_BYTES = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/** Is this 32 bytes in canonical base64url (RFC 4648 section 5, no padding, unused bits zero)? */
export const isCanonical32Bytes = (value: string): boolean => CANONICAL_32_BYTES.test(value);

/**
 * The lock of a ballot: base64url(SHA-256("sawt-lock/v1\n" + origin + "\n" + question + "\n" + secret)).
 * `secret` is taken as its 43 characters, so that anyone can recompute a lock with a shell's `printf` and `sha256sum`.
 * Bound to the origin and the question: a secret opens one ballot of one poll.
 */
export const lockOf = (sha256: Sha256, origin: string, question: string, secret: string): string =>
  toBase64url(sha256(utf8(`sawt-lock/v1\n${origin}\n${question}\n${secret}`)));
