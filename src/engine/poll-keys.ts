import type { PollDefinition } from "../domain/definition.ts";
import { type PollKeys, parseSeed, pollKeys } from "./keys.ts";
import type { LogIdentity } from "./rpc.ts";
import { REGISTRY } from "./settings.ts";

/** Keys by origin, for the life of the isolate: deriving them costs more than a vote. */
const known = new Map<string, PollKeys>();
let seed: Uint8Array | undefined;

/** The keys of a poll that this isolate has asked for before. */
export const knownKeys = (log: LogIdentity): PollKeys | undefined => known.get(log.origin);

/** The keys of an opened poll. Asks the registry for its seed once where the deployment sets none. */
export async function keysOf(env: Env, poll: Pick<PollDefinition, "id">, log: LogIdentity): Promise<PollKeys> {
  const found = known.get(log.origin);
  if (found) return found;
  const secret = seed ?? (await readSeed(env));
  seed = secret;
  const keys = pollKeys(secret, poll.id, log.origin);
  known.set(log.origin, keys);
  return keys;
}

const readSeed = async (env: Env): Promise<Uint8Array> =>
  env.LOG_SEED ? parseSeed(env.LOG_SEED) : env.REGISTRY.getByName(REGISTRY).seed();
