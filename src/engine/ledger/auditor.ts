import { Archive } from "../store/kv.ts";
import { auditArchive } from "./audit-archive.ts";
import type { AuditedLog } from "./audited-log.ts";

/** What is asked of the auditor: checkpoints known from before, by poll. */
export interface AuditRequest {
  since: Record<string, string>;
}

/**
 * A Worker of its own for `npm run backup` and `restore`: it audits the log of every poll in the archive and knows no
 * Durable Object, so that nothing is sealed and no alarm goes off in data that is only to be looked at.
 */
export default {
  async fetch(request, env) {
    const { since } = await request.json<AuditRequest>();
    const archive = new Archive(env.ARCHIVE);
    const audited: AuditedLog[] = [];
    for (const poll of new Set([...(await archive.listPolls()).sort(), ...Object.keys(since)]))
      audited.push(await auditArchive(archive, poll, since[poll]));
    return Response.json(audited);
  },
} satisfies ExportedHandler<Env>;
