import type { NoteFault } from "./fault.ts";
import { compareBytes, HASH_BYTES, type Sha256 } from "./hash.ts";
import { openNote, parseVerifierKey, type Verify } from "./note.ts";
import { fromBase64, fromDecimal, toBase64 } from "./text.ts";

/** A log's size and root, as its checkpoint states them. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Uint8Array;
}

/** Text of a checkpoint, to be signed as a note: origin, decimal size, base64 root. C2SP tlog-checkpoint, "Note text". */
export const formatCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/**
 * Reads the text of a checkpoint; nothing where it is none. Extension lines of other logs are let pass, ours has none:
 * no monitor could check them. C2SP tlog-checkpoint, "Note text".
 */
function parseCheckpoint(text: string): Checkpoint | undefined {
  const [last, ...lines] = text.split("\n").reverse();
  const [origin, decimal, base64, ...extensions] = lines.reverse();
  if (last !== "" || !origin || !decimal || !base64 || extensions.includes("")) return undefined;
  const size = fromDecimal(decimal);
  const root = fromBase64(base64);
  return size !== undefined && root?.length === HASH_BYTES ? { origin, size, root } : undefined;
}

/** The checkpoint that a signed note states, whoever signed it; nothing where it states none. */
export const checkpointOf = (note: string): Checkpoint | undefined =>
  parseCheckpoint(note.slice(0, note.lastIndexOf("\n\n") + 1));

type OpenedCheckpoint =
  | { kind: "checkpoint"; checkpoint: Checkpoint; text: string }
  | { kind: "refused"; why: NoteFault };

/** A checkpoint that the log's own key has signed: `vkey` is that key, and its name the origin that must stand in it. */
export function openCheckpoint(sha256: Sha256, verify: Verify, vkey: string, note: string): OpenedCheckpoint {
  const key = parseVerifierKey(sha256, vkey);
  if (!key) return { kind: "refused", why: "not-a-key" };
  const opened = openNote(verify, [key], note);
  if (opened.kind === "refused") return opened;
  const checkpoint = parseCheckpoint(opened.text);
  if (!checkpoint) return { kind: "refused", why: "not-a-checkpoint" };
  if (checkpoint.origin !== key.name) return { kind: "refused", why: "another-log" };
  return { kind: "checkpoint", checkpoint, text: opened.text };
}

/**
 * May a ledger that stands at `size` sign, when `archived` is the newest checkpoint that was published? `rootAt` gives
 * the ledger's own root at an earlier size. invariant 3: a log that signs two histories is dead, so both refusals are
 * for good.
 */
export function growsFrom(
  archived: Pick<Checkpoint, "size" | "root"> | undefined,
  size: number,
  rootAt: (size: number) => Uint8Array,
): "may-sign" | "archive-is-ahead" | "histories-differ" {
  if (!archived) return "may-sign";
  if (archived.size > size) return "archive-is-ahead";
  return compareBytes(rootAt(archived.size), archived.root) === 0 ? "may-sign" : "histories-differ";
}
