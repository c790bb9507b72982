import { createHash } from "node:crypto";

/** A line of the record as NDJSON has it. */
export interface ChainedEntry {
  number: number;
  at: number;
  account: string | null;
  name: string;
  role: string | null;
  act: string;
  poll?: string;
  before?: string;
  after?: string;
  request: string;
  hash: string;
  outcome?: string;
}

/** Number of the first entry that does not follow from the one before it, as docs/desk.md says how to find it. */
export function firstBroken(entries: readonly ChainedEntry[]): number | undefined {
  let last = "0".repeat(64);
  for (const e of entries) {
    const said = [last, e.number, e.at, e.account, e.name, e.role, e.act];
    const rest = [e.poll ?? null, e.before ?? null, e.after ?? null, e.request, ...(e.outcome ? [e.outcome] : [])];
    last = createHash("sha256")
      .update(JSON.stringify([...said, ...rest]))
      .digest("hex");
    if (last !== e.hash) return e.number;
  }
  return undefined;
}
