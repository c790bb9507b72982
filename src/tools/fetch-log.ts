import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as z from "zod/mini";
import { sha256, verifyEd25519 } from "../engine/keys.ts";
import { type AuditClaims, type AuditOutcome, auditServedLog, type Failure } from "../log/audit.ts";

const TIMEOUT_MS = 30_000;

export interface LogAddress {
  /** Scheme and host, such as https://sawt.example. */
  base: string;
  poll: string;
}

/** An archive that `npm run archive` wrote: its folder as a URL that ends in a slash, on a disk or wherever it is hosted. */
interface ArchiveFolder {
  folder: string;
}

type LogPlace = LogAddress | ArchiveFolder;

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

/** Where the log's files stand, without a slash at the end. */
export const logAddress = (place: LogPlace): string =>
  "folder" in place ? `${place.folder}log` : `${place.base}/log/${place.poll}`;

/** The API names the key beside the log, an archive's definition is the first line of the log. */
const Named = z.union([z.object({ log: z.object({ vkey: z.string() }) }), z.object({ vkey: z.string() })]);

/** The verifier key that the poll's own server, or the archive itself, names. Trust it as far as you trust that. */
export async function fetchVkey(place: LogPlace): Promise<string | Failure> {
  const named = "folder" in place ? `${place.folder}definition.json` : `${place.base}/api/v1/polls/${place.poll}`;
  const bytes = await fetchBytes(named);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const answer = Named.safeParse(readJson(new TextDecoder().decode(bytes)));
  if (!answer.success) return { kind: "unreadable", why: `${named} names no verifier key` };
  return "log" in answer.data ? answer.data.log.vkey : answer.data.vkey;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a whole log and audits it. `onProgress` and `onBundle` as in `auditServedLog`. */
export const auditLog = (
  place: LogPlace,
  claims: Omit<AuditClaims, "checkpoint">,
  onProgress: (read: number, of: number) => void = () => {},
  onBundle?: Parameters<typeof auditServedLog>[4],
): Promise<AuditOutcome> => {
  const served = { address: logAddress(place), read: fetchBytes, verifierOf: () => verifyEd25519 };
  return auditServedLog(sha256, served, claims, onProgress, onBundle);
};

/** A file at an address, or on a disk by its file: URL. */
export async function fetchBytes(address: string): Promise<Uint8Array | Failure> {
  const unreadable = (why: string): Failure => ({ kind: "unreadable", why: `${address} ${why}` });
  try {
    if (address.startsWith("file:")) return await readFile(fileURLToPath(address));
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status >= 500)
      return unreadable(`answers ${response.status}; that is no verdict on the log, try again later`);
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : unreadable(`answers ${response.status}`);
  } catch (error) {
    return unreadable(`cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** In the words of whoever asked for what could not be read. */
export const whyOf = (failure: Failure): string => (failure.kind === "stopped" ? "it was stopped" : failure.why);
