import { verifyAsync } from "@noble/ed25519";
import type { Sha256 } from "../log/hash.ts";
import { openNote, parseVerifierKey, type Verify } from "../log/note.ts";
import { toBase64 } from "../log/text.ts";

/**
 * A synchronous `verify` for these notes and no others: their signatures by `vkey` are verified here and now. Elliptic
 * curves are not WebCrypto's, which many phones have without Ed25519; SHA-512 is.
 */
export async function verifierOf(sha256: Sha256, vkey: string, notes: readonly string[]): Promise<Verify> {
  const key = parseVerifierKey(sha256, vkey);
  const asked: Parameters<Verify>[] = [];
  for (const note of notes) openNote((...one) => asked.push(one) > 0, key ? [key] : [], note);

  const good = new Set<string>();
  for (const [publicKey, message, signature] of asked)
    if (await verifyAsync(signature, message, publicKey, { zip215: false })) good.add(nameOf(message, signature));
  return (_, message, signature) => good.has(nameOf(message, signature));
}

const nameOf = (message: Uint8Array, signature: Uint8Array): string => `${toBase64(message)} ${toBase64(signature)}`;
