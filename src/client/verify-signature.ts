import { verifyAsync } from "@noble/ed25519";
import type { Sha256 } from "../log/hash.ts";
import { openNote, parseVerifierKey, type Verify } from "../log/note.ts";
import { toBase64 } from "../log/text.ts";

/**
 * A synchronous `verify` for these notes and no others: their signatures by these verifier keys are verified here and
 * now. Elliptic curves are not WebCrypto's, which many phones have without Ed25519; SHA-512 is.
 */
export async function verifierOf(sha256: Sha256, vkeys: readonly string[], notes: readonly string[]): Promise<Verify> {
  const keys = vkeys.flatMap((vkey) => parseVerifierKey(sha256, vkey) ?? []);
  const asked: Parameters<Verify>[] = [];
  for (const note of notes) openNote((...one) => asked.push(one) > 0, keys, note);

  const good = new Set<string>();
  for (const one of asked) {
    const [publicKey, message, signature] = one;
    if (await verifyAsync(signature, message, publicKey, { zip215: false })) good.add(nameOf(...one));
  }
  return (...one) => good.has(nameOf(...one));
}

const nameOf = (...one: Parameters<Verify>): string => one.map(toBase64).join();
