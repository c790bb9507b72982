import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { HASH_BYTES, type Sha256 } from "./hash.ts";
import type { Verify } from "./note.ts";
import { fromBase64, fromDecimal, toBase64 } from "./text.ts";
import { verifyInclusion } from "./tree.ts";

const HEADER = "c2sp.org/tlog-proof@v1";

/** A receipt: that the entry at `index` is in the log. `extra` is not authenticated: in ours, the bytes of the entry. */
export interface TlogProof {
  extra?: Uint8Array;
  index: number;
  hashes: readonly Uint8Array[];
  /** The signed checkpoint, verbatim. */
  checkpoint: string;
}

/** Text of a `.tlog-proof` file. C2SP tlog-proof, "Format". */
export const formatProof = ({ extra, index, hashes, checkpoint }: TlogProof): string =>
  [
    HEADER,
    ...(extra ? [`extra ${toBase64(extra)}`] : []),
    `index ${index}`,
    ...hashes.map(toBase64),
    "",
    checkpoint,
  ].join("\n");

/** Reads a `.tlog-proof` file; nothing where it is none. Its checkpoint is not looked at here. C2SP tlog-proof, "Format". */
export function parseProof(text: string): TlogProof | undefined {
  const end = text.indexOf("\n\n");
  const [header, ...lines] = text.slice(0, Math.max(end, 0)).split("\n");
  const extra = lines[0]?.startsWith("extra ") ? fromBase64(lines.shift()?.slice("extra ".length) ?? "") : null;
  const [indexLine = "", ...hashLines] = lines;
  const index = indexLine.startsWith("index ") ? fromDecimal(indexLine.slice("index ".length)) : undefined;
  const hashes = hashLines.flatMap((line) => {
    const hash = fromBase64(line);
    return hash?.length === HASH_BYTES ? [hash] : [];
  });
  const checkpoint = text.slice(end + 2);
  if (header !== HEADER || extra === undefined || index === undefined || !checkpoint) return undefined;
  if (hashes.length !== hashLines.length) return undefined;
  return { ...(extra && { extra }), index, hashes, checkpoint };
}

export type CheckedProof = { kind: "included"; checkpoint: Checkpoint } | { kind: "refused"; why: string };

/** Is the leaf in the log whose key is `vkey`, by this proof? C2SP tlog-proof, "Verifying a tlog proof", without witnesses. */
export function checkProof(
  sha256: Sha256,
  verify: Verify,
  vkey: string,
  leaf: Uint8Array,
  proof: TlogProof,
): CheckedProof {
  const opened = openCheckpoint(sha256, verify, vkey, proof.checkpoint);
  if (opened.kind === "refused") return opened;
  const { checkpoint } = opened;
  return verifyInclusion(sha256, { ...checkpoint, index: proof.index, leaf, proof: proof.hashes })
    ? { kind: "included", checkpoint }
    : { kind: "refused", why: "the hashes do not lead from the entry to the checkpoint" };
}
