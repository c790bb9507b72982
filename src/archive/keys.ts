import { bundlePath } from "../log/bundle.ts";
import { tilePath } from "../log/tiles.ts";

/**
 * Every key of the archive (docs/storage-schema.md lists them with examples, and a test holds the two together).
 * All of it is public. A key is written once, except the heads `poll/`, `tally/` and `checkpoint/`.
 */
export const archiveKeys = {
  /** The published poll: definition, state, log identity. */
  poll: (poll: string) => `poll/${poll}`,
  /** The sealed tally. */
  tally: (poll: string) => `tally/${poll}`,
  /** The newest signed checkpoint. Written last of each seal: whatever it covers is in the archive. */
  checkpoint: (poll: string) => `checkpoint/${poll}`,
  /** An entry bundle, full or holding only its first `width` entries. C2SP tlog-tiles. */
  bundle: (poll: string, number: number, width: number) => `log/${poll}/${bundlePath(number, width)}`,
  /** A full tile of level 1 or above. Level 0 is the leaf hashes of a bundle. C2SP tlog-tiles. */
  tile: (poll: string, level: number, number: number) => `log/${poll}/tile/${tilePath({ level, number, width: 256 })}`,
  /** Ballots of a full span of the log whose leaf hash begins with this byte, two hex digits. */
  index: (poll: string, span: number, byte: string) => `log/${poll}/index/${span}/${byte}`,
  /** What a seal said, by the size of the log it closed. */
  seal: (poll: string, size: number | "") => `log/${poll}/seal/${size}`,
} as const;
