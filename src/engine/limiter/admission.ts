import type { Context } from "hono";
import type { Channel } from "../../domain/channels.ts";
import { type Network, networkOfRequest } from "../../web/http/address.ts";
import type { AppEnv } from "../../web/http/env.ts";
import { provenanceOfRequest } from "../../web/http/request.ts";
import type { Admission, AdmissionRequest, Barred } from "../contract.ts";
import type { PollKeys } from "../keys.ts";
import type { PollView } from "../poll-view.ts";
import { type Asked, askAgain, DOORKEEPER_PATIENCE } from "../rpc.ts";
import { doorkeeperName, doorkeepers } from "../settings.ts";
import { takeMiscounted } from "./miscounted.ts";
import { takeRefusals } from "./refusals.ts";

/** Of the burst brake in wrangler.toml. */
const BRAKE_PERIOD_S = 60;
const DAY_MS = 86_400_000;

/** What a doorkeeper is asked about a ballot; or why it is not asked. */
export type Asking = { kind: "ask"; doorkeeper: string; request: AdmissionRequest } | Barred;

/** Which doorkeeper the reader's network goes to, and what it is told. */
export async function askingOf(
  c: Context<AppEnv>,
  { definition }: PollView,
  { question, lock, channel }: { question: string; lock: string; channel?: Channel },
  keys: PollKeys,
): Promise<Asking> {
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
  const widest = network.prefixes.at(-1) ?? network.prefixes[0];
  const doorkeeper = doorkeeperName(keys.doorkeeperOf(widest.text, doorkeepers(c.env)));
  return { kind: "ask", doorkeeper, request };
}

/**
 * A request with what its poll's doorkeepers have not been told. Taken when it is told, so that it is told once at most, also
 * where an answer is lost and the doorkeeper asked again.
 */
export function withUntold(request: AdmissionRequest): AdmissionRequest {
  const [refused, miscounted] = [takeRefusals(request.poll), takeMiscounted(request.poll)];
  return { ...request, ...(refused && { refused }), ...(miscounted && { miscounted }) };
}

/** The class of a ballot, asked for by its own request. */
export async function admissionOf(env: Env, asking: Asking): Promise<Admission | Barred> {
  if (asking.kind !== "ask") return asking;
  const { doorkeeper, request } = asking;
  return admissionFrom(
    await askAgain<Admission>(
      async () => env.DOORKEEPER.getByName(doorkeeper).admit(withUntold(request)),
      DOORKEEPER_PATIENCE,
    ),
  );
}

/**
 * A doorkeeper that does not answer loses no vote: the ballot comes from a network that nobody could judge, which is class
 * `c`.
 */
export const admissionFrom = (asked: Asked<Admission>): Admission =>
  asked.kind === "answered" ? asked.answer : { kind: "admitted", class: "c" };

/**
 * The platform's own brake, loose on purpose: it spares the doorkeeper a flood. Told a keyed hash that ends with the day.
 * One's own machine has none.
 */
async function isBraked(env: Partial<Pick<Env, "BURST_BRAKE">>, network: Network, keys: PollKeys): Promise<boolean> {
  if (!network.ceiling || !env.BURST_BRAKE) return false;
  const key = keys.brakeKey(network.prefixes[0].text, Math.floor(Date.now() / DAY_MS));
  return !(await env.BURST_BRAKE.limit({ key })).success;
}
