import type { AuditedLog } from "../../objects/contract.ts";
import { type RunningServer, type ServerOptions, startServer } from "../server.ts";

export type Sound = Extract<AuditedLog, { kind: "true" }>;

/** A log is not what it claims to be; the message is a sentence, without its full stop. */
export class NotSound extends Error {}

/**
 * Opens a data folder without listening to anyone, and audits the log of every poll in its archive as `npm run verify`
 * does. `since`: checkpoints by poll with which their logs must begin. The server is stopped when it answers.
 */
export async function auditPolls(
  options: ServerOptions,
  since: ReadonlyMap<string, string> = new Map(),
): Promise<Sound[]> {
  const server = await startServer({ ...options, unlistening: true, log: told });
  try {
    const registry = await registryOf(server);
    const polls = [...(await registry.archivedPolls())];
    for (const poll of since.keys())
      if (!polls.includes(poll)) throw new NotSound(`there is no poll ${poll}, of which a checkpoint is known`);
    const sound: Sound[] = [];
    for (const poll of polls) {
      // A copy: what came from the server is gone with it.
      const audited = structuredClone({ ...(await registry.auditArchive(poll, since.get(poll))) });
      if (audited.kind === "false") throw new NotSound(`the log of ${poll} is not true: ${audited.fault}`);
      const { size, seals, ballots } = audited;
      console.log(`True        ${poll}: ${size} entries, ${seals} seals, ${ballots} ballots`);
      sound.push(audited);
    }
    return sound;
  } finally {
    await server.stop();
  }
}

/** What an object's namespace offers here: Miniflare's types know stubs by their `fetch` alone. */
interface Registry {
  archivedPolls(): Promise<string[]>;
  auditArchive(poll: string, since?: string): Promise<AuditedLog>;
}

async function registryOf({ miniflare }: RunningServer): Promise<Registry> {
  const registries: unknown = await miniflare.getDurableObjectNamespace("REGISTRY");
  if (!isRegistries(registries)) throw new Error("the Worker has no registry");
  return registries.getByName("registry");
}

const isRegistries = (value: unknown): value is { getByName(name: string): Registry } =>
  value !== null && (typeof value === "object" || typeof value === "function") && "getByName" in value;

/** Lines of the Worker: its progress as a count, the rest as it is. */
function told(line: string): void {
  const progress = /"event":"archive-auditing".*"read":(\d+),"of":(\d+)/.exec(line);
  if (progress) console.log(`${progress[1]} of ${progress[2]} entries`);
  else console.error(line);
}
