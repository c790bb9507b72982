import { BUNDLE_SIZE, numberPath } from "../../log/bundle.ts";
import { nameOf } from "../name.ts";
import { STORED } from "../schema.ts";

const { poll, tally, checkpoint, bundle, partial, tile, index, seal } = STORED.archive;

/**
 * Every key of the archive (docs/storage-schema.md lists them with examples, and a test holds the two together).
 * All of it is public. A key is written once, except the heads `poll/`, `tally/` and `checkpoint/`.
 */
export const archiveKeys = {
  /** The published poll: definition, state, log identity. */
  poll: (id: string) => nameOf(poll, { poll: id }),
  /** The sealed tally. */
  tally: (id: string) => nameOf(tally, { poll: id }),
  /** The newest signed checkpoint. Written last of each seal: whatever it covers is in the archive. */
  checkpoint: (id: string) => nameOf(checkpoint, { poll: id }),
  /** An entry bundle, full or holding only its first `width` entries. C2SP tlog-tiles. */
  bundle: (id: string, number: number, width: number) => {
    const N = numberPath(number, BUNDLE_SIZE);
    return width < BUNDLE_SIZE ? nameOf(partial, { poll: id, N, W: width }) : nameOf(bundle, { poll: id, N });
  },
  /** A full tile of level 1 or above. Level 0 is the leaf hashes of a bundle. C2SP tlog-tiles. */
  tile: (id: string, level: number, number: number) =>
    nameOf(tile, { poll: id, L: level, N: numberPath(number, BUNDLE_SIZE) }),
  /** Ballots of a full span of the log whose leaf hash begins with this byte, two hex digits. */
  index: (id: string, span: number, byte: string) => nameOf(index, { poll: id, span, byte }),
  /** What a seal said, by the size of the log it closed. */
  seal: (id: string, size: number | "") => nameOf(seal, { poll: id, size }),
} as const;
