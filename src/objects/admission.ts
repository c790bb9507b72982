import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { type Network, networkOfRequest } from "../guard/address.ts";
import { takeMiscounted } from "../guard/miscounted.ts";
import { takeRefusals } from "../guard/refusals.ts";
import { provenanceOfRequest } from "../guard/request.ts";
import type { Channel } from "../poll/channels.ts";
import { askAgain, DOORKEEPER_PATIENCE } from "./attempts.ts";
import type { Admission } from "./contract.ts";
import type { PollKeys } from "./keys.ts";
import type { PollView } from "./poll-view.ts";
import { doorkeeperName, doorkeepers } from "./settings.ts";

/** Of the burst brake in wrangler.toml. */
const BRAKE_PERIOD_S = 60;
const DAY_MS = 86_400_000;

/**
 * Asks the doorkeeper of the reader's network for the class of a ballot. A doorkeeper that does not answer loses no vote:
 * the ballot comes from a network that nobody could judge, which is class `c`.
 */
export async function admissionOf(
  c: Context<AppEnv>,
  { definition }: PollView,
  { question, lock, channel }: { question: string; lock: string; channel?: Channel },
  keys: PollKeys,
): Promise<Admission> {
  const network = networkOfRequest(c);
  if (await isBraked(c.env, network, keys)) return { kind: "too-many", retryAfterSeconds: BRAKE_PERIOD_S };

  const { id, rules } = definition;
  const request = {
    poll: id,
    question,
    lock,
    rules: { allowance: rules.allowance, ceiling: rules.ceiling },
    prefixes: network.prefixes,
    ceiling: network.ceiling,
    unsaid: provenanceOfRequest(c) === "unsaid",
    ...(channel && { channel }),
  };
  // Taken when it is told, so that it is told once at most, also where an answer is lost and the doorkeeper asked again.
  const untold = () => {
    const [refused, miscounted] = [takeRefusals(id), takeMiscounted(id)];
    return { ...(refused && { refused }), ...(miscounted && { miscounted }) };
  };
  const widest = network.prefixes.at(-1) ?? network.prefixes[0];
  const name = doorkeeperName(keys.doorkeeperOf(widest.text, doorkeepers(c.env)));
  const asked = await askAgain<Admission>(
    async () => c.env.DOORKEEPER.getByName(name).admit({ ...request, ...untold() }),
    DOORKEEPER_PATIENCE,
  );
  return asked.kind === "answered" ? asked.answer : { kind: "admitted", class: "c" };
}

/**
 * The platform's own brake, loose on purpose: it spares the doorkeeper a flood. Told a keyed hash that ends with the day.
 * One's own machine has none.
 */
async function isBraked(env: Partial<Pick<Env, "BURST_BRAKE">>, network: Network, keys: PollKeys): Promise<boolean> {
  if (!network.ceiling || !env.BURST_BRAKE) return false;
  const key = keys.brakeKey(network.prefixes[0].text, Math.floor(Date.now() / DAY_MS));
  return !(await env.BURST_BRAKE.limit({ key })).success;
}
