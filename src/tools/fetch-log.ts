import { createHash, createPublicKey, verify as verifySignature } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as z from "zod/mini";
import { Audit, type AuditClaims, type Verdict } from "../log/audit.ts";
import { bundlePath, bundlesBetween, decodeBundle } from "../log/bundle.ts";
import type { Sha256 } from "../log/hash.ts";
import type { Verify } from "../log/note.ts";

export const sha256: Sha256 = (data) => createHash("sha256").update(data).digest();

export const verifyEd25519: Verify = (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString("base64url");
  return verifySignature(
    null,
    message,
    createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" }),
    signature,
  );
};

/** Bundles asked for at the same time. */
const AT_ONCE = 6;
const TIMEOUT_MS = 30_000;

export interface LogAddress {
  /** Scheme and host, such as https://sawt.example. */
  base: string;
  poll: string;
}

/** An archive that `npm run archive` wrote: its folder as a URL that ends in a slash, on a disk or wherever it is hosted. */
export interface ArchiveFolder {
  folder: string;
}

export type LogPlace = LogAddress | ArchiveFolder;

/** The log could not be read to its end; says why. That is no verdict on it. */
export class Unreadable extends Error {}

/** The poll and its log from any of its addresses: page, results, API or log. */
export function parseAddress(address: string): LogAddress | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const [, poll] = /^(?:\/(?:fr|en))?\/(?:p|e|log|api\/v1\/polls)\/([a-z0-9-]{1,32})(?:\/|$)/.exec(url.pathname) ?? [];
  return poll && /^https?:$/.test(url.protocol) ? { base: url.origin, poll } : undefined;
}

/** An archive's folder on this disk, or at an address that is none of a poll's. */
export function parseFolder(place: string): ArchiveFolder | undefined {
  if (existsSync(join(place, "log/checkpoint"))) return { folder: `${pathToFileURL(place).href.replace(/\/$/, "")}/` };
  if (!/^https?:/.test(place) || !URL.canParse(place) || parseAddress(place)) return undefined;
  return { folder: new URL(".", place).href };
}

/** The verifier key that the poll's own server, or the archive itself, names. Trust it as far as you trust that. */
export async function fetchVkey(place: LogPlace): Promise<string> {
  const named = "folder" in place ? `${place.folder}definition.json` : `${place.base}/api/v1/polls/${place.poll}`;
  const answer = Named.safeParse(readJson(await text(named)));
  if (!answer.success) throw new Unreadable(`${named} names no verifier key`);
  return "log" in answer.data ? answer.data.log.vkey : answer.data.vkey;
}

/** The API names the key beside the log, an archive's definition is the first line of the log. */
const Named = z.union([z.object({ log: z.object({ vkey: z.string() }) }), z.object({ vkey: z.string() })]);

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a whole log and audits it. `onProgress`: entries read, of how many. `onBundle`: each bundle, as it was audited. */
export async function auditLog(
  place: LogPlace,
  claims: Omit<AuditClaims, "checkpoint">,
  onProgress: (read: number, of: number) => void = () => {},
  onBundle: (bundle: Uint8Array, place: { number: number; width: number }) => void = () => {},
): Promise<Verdict & { note: string }> {
  const log = "folder" in place ? `${place.folder}log` : `${place.base}/log/${place.poll}`;
  const note = await text(`${log}/checkpoint`);
  const audit = new Audit(sha256, verifyEd25519, { ...claims, checkpoint: note });
  const size = audit.wants;
  const places = bundlesBetween(0, size);
  const addresses = places.map(({ number, width }) => `${log}/tile/${bundlePath(number, width)}`);
  const ahead: Promise<Uint8Array>[] = [];
  for (let i = 0; i < addresses.length && audit.wants > 0; i++) {
    for (let k = ahead.length; k < Math.min(addresses.length, i + AT_ONCE); k++) {
      const bundle = fetchBytes(addresses[k] ?? "");
      // Awaited in its turn; until then a failure is not yet anybody's to handle.
      bundle.catch(() => {});
      ahead.push(bundle);
    }
    const bundle = (await ahead[i]) ?? new Uint8Array(0);
    const entries = entriesOf(bundle, addresses[i]);
    for (const entry of entries) if (!audit.add(entry)) break;
    const place = places[i];
    if (place) onBundle(bundle, place);
    onProgress(size - audit.wants, size);
  }
  return { ...audit.verdict(), note };
}

function entriesOf(bundle: Uint8Array, address = ""): Uint8Array[] {
  try {
    return decodeBundle(bundle);
  } catch (error) {
    throw new Unreadable(`${address} is no entry bundle: ${error instanceof Error ? error.message : error}`);
  }
}

const text = async (address: string): Promise<string> => new TextDecoder().decode(await fetchBytes(address));

/** Throws `Unreadable` where the address does not answer with 200, or where there is no such file. */
export async function fetchBytes(address: string): Promise<Uint8Array> {
  try {
    if (address.startsWith("file:")) return await readFile(fileURLToPath(address));
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status >= 500)
      throw new Unreadable(`${address} answers ${response.status}; that is no verdict on the log, try again later`);
    if (!response.ok) throw new Unreadable(`${address} answers ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(`${address} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
