import { verifyAsync } from "@noble/ed25519";
import { sha256 } from "@noble/hashes/sha2.js";
import { type AuditClaims, type AuditOutcome, auditServedLog, type Read } from "../log/audit.ts";
import { openNote, parseVerifierKey, type Verify } from "../log/note.ts";
import { toBase64 } from "../log/text.ts";

/** The page answers a touch within this time, also on a slow phone: a bundle takes some milliseconds. */
const BUSY_MS = 40;

/** `promiseVkey`: the key of promises, as the page shows it; the audit holds it against the log's own. */
type Claims = Omit<AuditClaims, "checkpoint"> & { promiseVkey: string };

/** Reads and audits the whole log at this address, as `npm run verify` does. `onProgress`: entries read, of how many. */
export function auditLog(
  address: string,
  claims: Claims,
  read: Read,
  onProgress: (read: number, of: number) => void,
): Promise<AuditOutcome> {
  let rested = performance.now();
  const verifierOfLog = (notes: readonly string[]) => verifierOf([claims.vkey, claims.promiseVkey], notes);
  return auditServedLog(sha256, { address, read, verifierOf: verifierOfLog }, claims, async (done, of) => {
    onProgress(done, of);
    if (performance.now() - rested <= BUSY_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    rested = performance.now();
  });
}

/**
 * A synchronous `verify` for these notes and no others: their signatures by these verifier keys are verified here and
 * now. Elliptic curves are not WebCrypto's, which many phones have without Ed25519; SHA-512 is.
 */
export async function verifierOf(vkeys: readonly string[], notes: readonly string[]): Promise<Verify> {
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
