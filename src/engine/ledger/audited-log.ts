import type { Fault } from "../../log/fault.ts";

/** What an audit of a poll's log in the archive found. */
export type AuditedLog =
  | {
      kind: "true";
      poll: string;
      size: number;
      seals: number;
      ballots: number;
      /** The signed note that it was audited against. */
      checkpoint: string;
      /** Its entries are not public before it closes (invariant 7). */
      hidden: boolean;
    }
  | { kind: "false"; poll: string; fault: Fault }
  | { kind: "unknown"; poll: string };
