import type { AuditedLog } from "../../engine/ledger/audited-log.ts";
import { faultInEnglish } from "../../log/fault.ts";
import { type ServerOptions, startServer } from "../../server/server.ts";

export type Sound = Extract<AuditedLog, { kind: "true" }>;

/** A log is not what it claims to be; the message is a sentence, without its full stop. */
export class NotSound extends Error {}

/**
 * Audits the log of every poll in a data folder as `npm run verify` does, and changes nothing in it: no object is opened.
 * `since`: checkpoints by poll with which their logs must begin.
 */
export async function auditPolls(options: ServerOptions, since: Record<string, string> = {}): Promise<Sound[]> {
  const entry = "src/engine/ledger/auditor.ts";
  const server = await startServer({ ...options, entry, objects: false, unlistening: true, log: told });
  try {
    const response = await server.miniflare.dispatchFetch("http://auditor/", {
      method: "POST",
      body: JSON.stringify({ since }),
    });
    const audited: unknown = await response.json();
    if (!Array.isArray(audited)) throw new Error("the auditor gave no answer");
    return audited.map(sound);
  } finally {
    await server.stop();
  }
}

function sound(audited: AuditedLog): Sound {
  const { poll } = audited;
  if (audited.kind === "unknown") throw new NotSound(`there is no poll ${poll} in it`);
  if (audited.kind === "false") throw new NotSound(`the log of ${poll} is not true: ${faultInEnglish(audited.fault)}`);
  console.log(`True        ${poll}: ${audited.size} entries, ${audited.seals} seals, ${audited.ballots} ballots`);
  return audited;
}

/** Lines of the Worker: its progress as a count, the rest as it is. */
function told(line: string): void {
  const progress = /"event":"archive-auditing".*"read":(\d+),"of":(\d+)/.exec(line);
  if (progress) console.log(`${progress[1]} of ${progress[2]} entries`);
  else console.error(line);
}
