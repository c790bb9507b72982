import { showsCounts } from "../../domain/disclosure.ts";
import { phaseAt } from "../../domain/phase.ts";
import { ballotsIn } from "../../domain/tally.ts";
import { Audit } from "../../log/audit.ts";
import { bundlesBetween, decodeBundle } from "../../log/bundle.ts";

import { sha256, verifyEd25519 } from "../keys.ts";
import { KvStore } from "../kv.ts";
import { logProgress } from "../logger.ts";
import type { AuditedLog } from "../rpc.ts";

/** What is asked of the auditor: checkpoints known from before, by poll. */
interface AuditRequest {
  since: Record<string, string>;
}

/**
 * A Worker of its own for `npm run backup` and `restore`: it audits the log of every poll in the archive and knows no
 * Durable Object, so that nothing is sealed and no alarm goes off in data that is only to be looked at.
 */
export default {
  async fetch(request, env) {
    const { since } = await request.json<AuditRequest>();
    const archive = new KvStore(env.ARCHIVE);
    const audited: AuditedLog[] = [];
    for (const poll of new Set([...(await archive.listPolls()).sort(), ...Object.keys(since)]))
      audited.push(await auditArchive(archive, poll, since[poll]));
    return Response.json(audited);
  },
} satisfies ExportedHandler<Env>;

/** Entries between two lines that say how far it is. */
const TELL_EVERY = 16_384;

/**
 * Audits the log of a poll as the archive holds it, every entry and every seal, against its signed checkpoint. `since`: a
 * checkpoint known from before, with which the log must begin. Throws where the archive does.
 */
export async function auditArchive(archive: KvStore, poll: string, since?: string): Promise<AuditedLog> {
  const published = await archive.readPoll(poll);
  const checkpoint = await archive.readCheckpoint(poll);
  if (!published || checkpoint === undefined) return { kind: "unknown", poll };
  const { definition, state, log } = published;
  const audit = new Audit(sha256, verifyEd25519, { vkey: log.vkey, checkpoint, ...(since !== undefined && { since }) });
  const size = audit.wants;
  let told = 0;
  for (const { number, width } of bundlesBetween(0, size)) {
    const bundle = await archive.readBundle(poll, number, width);
    // An entry that is missing is found by the audit itself.
    for (const entry of bundle ? entriesOf(bundle) : []) if (!audit.add(entry)) break;
    const read = size - audit.wants;
    if (read >= told + TELL_EVERY || read === size) {
      told = read;
      logProgress({ poll, read, of: size });
    }
  }
  const verdict = audit.verdict();
  if (verdict.kind === "false") return { kind: "false", poll, fault: verdict.fault };
  const phase = phaseAt(definition, state, Date.now());
  return {
    kind: "true",
    poll,
    size: verdict.checkpoint.size,
    seals: verdict.recount.seals,
    ballots: ballotsIn(verdict.recount.counts),
    checkpoint,
    hidden: !showsCounts(definition.rules.results, phase, "anyone"),
  };
}

function entriesOf(bundle: Uint8Array): Uint8Array[] {
  try {
    return decodeBundle(bundle);
  } catch {
    return [];
  }
}
