import { sha256 } from "@noble/hashes/sha2.js";
import { Audit, type AuditClaims, type Verdict } from "../log/audit.ts";
import { bundlePath, bundlesBetween, decodeBundle } from "../log/bundle.ts";
import type { Failure, Read } from "./read-log.ts";
import { verifierOf } from "./verify-signature.ts";

/** What came of an audit: a verdict with the checkpoint it is about, or none. */
export type Outcome = (Verdict & { note: string }) | Failure;

/** Bundles asked for at the same time, and so the most that are held in memory. */
const AT_ONCE = 6;
/** The page answers a touch within this time, also on a slow phone: a bundle takes some milliseconds. */
const BUSY_MS = 40;

/** `promiseVkey`: the key of promises, as the page shows it; the audit holds it against the log's own. */
export type Claims = Omit<AuditClaims, "checkpoint"> & { promiseVkey: string };

/**
 * Reads the whole log at this address and audits it with the code of `npm run verify`. `onProgress`: entries read, of
 * how many.
 */
export async function auditLog(
  log: string,
  claims: Claims,
  read: Read,
  onProgress: (read: number, of: number) => void,
): Promise<Outcome> {
  const head = await read(`${log}/checkpoint`);
  if (!(head instanceof Uint8Array)) return head;
  const note = new TextDecoder().decode(head);
  const { vkey, promiseVkey, since, promises = [] } = claims;
  const kept = since === undefined ? promises : [since, ...promises];
  const verify = await verifierOf(sha256, [vkey, promiseVkey], [note, ...kept]);
  const audit = new Audit(sha256, verify, { ...claims, checkpoint: note });

  const size = audit.wants;
  const bundles = bundlesBetween(0, size).map(({ number, width }) => `${log}/tile/${bundlePath(number, width)}`);
  const ahead = bundles.splice(0, AT_ONCE).map(read);
  let rested = performance.now();
  for (let next = ahead.shift(); next && audit.wants > 0; next = ahead.shift()) {
    const bundle = await next;
    if (!(bundle instanceof Uint8Array)) return bundle;
    for (const address of bundles.splice(0, 1)) ahead.push(read(address));
    const entries = entriesOf(bundle);
    if (!entries) return { kind: "unreadable", why: `entry ${size - audit.wants}` };
    for (const entry of entries) if (!audit.add(entry)) break;
    onProgress(size - audit.wants, size);
    if (performance.now() - rested > BUSY_MS) {
      await new Promise((resolve) => setTimeout(resolve));
      rested = performance.now();
    }
  }
  return { ...audit.verdict(), note };
}

function entriesOf(bundle: Uint8Array): Uint8Array[] | undefined {
  try {
    return decodeBundle(bundle);
  } catch {
    return undefined;
  }
}
