import { bundlePath } from "../log/bundle.ts";

/**
 * Every key of the archive (docs/storage-schema.md lists them with examples, and a test holds the two together).
 * All of it is public. A key is written once, except the heads `poll/` and `tally/`.
 */
export const archiveKeys = {
  /** The published poll: definition, state, log identity. */
  poll: (poll: string) => `poll/${poll}`,
  /** The sealed tally. Written last of each seal: what it names is in the archive. */
  tally: (poll: string) => `tally/${poll}`,
  /** An entry bundle, full or holding only its first `width` entries. C2SP tlog-tiles. */
  bundle: (poll: string, number: number, width: number) => `log/${poll}/${bundlePath(number, width)}`,
} as const;
