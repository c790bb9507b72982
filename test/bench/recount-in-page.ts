import { LOG, readLines } from "../../src/client/archived.ts";
import { auditLog } from "../../src/client/audit-log.ts";

/** What a page does with a log that it has at hand: milliseconds, and the verdict. */
async function recountHere(checkpoint: string, lines: string[], vkey: string): Promise<{ ms: number; kind: string }> {
  const from = performance.now();
  const { kind } = await auditLog(LOG, { vkey, promiseVkey: vkey }, readLines(checkpoint, lines), () => {});
  return { ms: performance.now() - from, kind };
}

Object.assign(globalThis, { recountHere });
