import { type Recount, Recounter } from "../../src/log/recount.ts";
import { sha256 } from "./node-crypto.ts";

/** Recounts a whole log at once. */
export function recount(entries: Iterable<Uint8Array>): Recount {
  const recounter = new Recounter(sha256);
  let index = 0;
  for (const entry of entries) {
    const fault = recounter.add(entry);
    if (fault) return { kind: "fault", index, fault };
    index += 1;
  }
  return recounter.result();
}
