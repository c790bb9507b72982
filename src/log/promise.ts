import type { Sha256 } from "./hash.ts";
import { openNote, parseVerifierKey, promiseKeyName, type Verify } from "./note.ts";

/** The leaf, in base64, that a note promises; empty where it promises none. Says nothing of who signed it. */
export const promisedLeaf = (note: string): string => /^[^\n]+\nleaf (\S+)\nby \S+\n\n/.exec(note)?.[1] ?? "";

/** The leaf, in base64, of a promise that this log's own promise key has signed; nothing where it is none. */
export function openPromise(
  sha256: Sha256,
  verify: Verify,
  { origin, promiseVkey }: { origin: string; promiseVkey: string },
  note: string,
): string | undefined {
  const name = promiseKeyName(origin);
  const key = parseVerifierKey(sha256, promiseVkey);
  if (key?.name !== name || openNote(verify, [key], note).kind === "refused") return undefined;
  return note.startsWith(`${name}\n`) ? promisedLeaf(note) || undefined : undefined;
}
