import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import type { NoteFault } from "./fault.ts";
import type { Sha256 } from "./hash.ts";
import type { Verify } from "./note.ts";
import { toBase64 } from "./text.ts";
import { verifyInclusion } from "./tree.ts";

const HEADER = "c2sp.org/tlog-proof@v1";

/** A receipt: that the entry at `index` is in the log. `extra` is not authenticated: in ours, the bytes of the entry. */
interface TlogProof {
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

type CheckedProof = { kind: "included"; checkpoint: Checkpoint } | { kind: "refused"; why: NoteFault };

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
    : { kind: "refused", why: "not-included" };
}
