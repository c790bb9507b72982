import { type ChoiceFault, checkChoice } from "../domain/ballot.ts";
import type { RefusalKind } from "../domain/counters.ts";
import { ID_PATTERN } from "../domain/id.ts";
import { takesBallots } from "../domain/phase.ts";
import { leafHash } from "../log/hash.ts";
import { lockOf } from "../log/lock.ts";
import { promiseText, signNote } from "../log/note.ts";
import { toBase64, utf8 } from "../log/text.ts";
import { type PollKeys, sha256 } from "./keys.ts";
import type { Network } from "./limiter/allowance.ts";
import { keysOf, knownKeys } from "./poll-keys.ts";
import type { PollView } from "./poll-view.ts";
import {
  type Admission,
  type Asked,
  askAgain,
  type Barred,
  type BoxOutcome,
  type CastRequest,
  LIMITER_PATIENCE,
  retryAfterSeconds,
  VOTE_PATIENCE,
  type WithdrawOutcome,
} from "./rpc.ts";
import { boxName, galleries, galleryName, limiterName, limiters } from "./settings.ts";

/**
 * The one way in to everything that counts: the Worker's side, which knows no HTTP. Which object to ask, how often, how long,
 * and what to say when none answers.
 */
export { sha256 } from "./keys.ts";
export { type ArchivedSeal, KvStore, Unreachable } from "./kv.ts";
export type { Network, Prefix } from "./limiter/allowance.ts";
export { logEvent } from "./logger.ts";
export { forget, frontPoll, type PollView, readFreshTally, readPoll, viewNow } from "./poll-view.ts";
export { parseDraft, type SavedDraft, type SaveOutcome } from "./registry/drafts.ts";
export type { ListedPoll, OpenDraftOutcome } from "./registry/registry.ts";
export {
  type LedgerHealth,
  type NoticeOutcome,
  type OrderOutcome,
  pause,
  REFUSALS,
  type Refusal,
  retryAfterSeconds,
  type SealedPace,
} from "./rpc.ts";
export { REGISTRY, sealEveryMs } from "./settings.ts";

interface CastBallot {
  question: string;
  choice: readonly string[];
  /** Canonical: checked where the request is read. */
  lock: string;
  /** The browser carries the device mark of this question. */
  marked: boolean;
}

/**
 * Not counted, as far as we know: try again after `retryAfterSeconds` with the same lock. `confirmed` is false where a
 * box may have counted the ballot and its answer was lost; the same lock then still counts once.
 */
export interface Busy {
  kind: "busy";
  retryAfterSeconds: number;
  confirmed: boolean;
}

export type CastOutcome =
  /** `leaf`: base64 of the leaf hash. `promise`: a signed note that this leaf will be in the log. */
  | { kind: "counted"; repeated: boolean; leaf: string; promise: string }
  | Exclude<BoxOutcome, { kind: "counted" | "busy" | "unasked" }>
  | ChoiceFault
  | Busy;

/** Casts a ballot: checks its choice, finds its box, and promises its leaf once the box has committed it. */
export async function castBallot(
  env: Env,
  { definition, log, phase }: PollView,
  ballot: CastBallot,
  network: Network,
): Promise<CastOutcome> {
  const checked = checkChoice(definition, ballot.question, ballot.choice);
  if (checked.kind !== "choice") {
    noteRefusal(definition.id, "invalid");
    return checked;
  }
  const keys = knownKeys(log) ?? (await askKeys(env, { definition, log }));
  if (!keys) return busy({ kind: "overloaded" });

  const cast = { ...ballot, choice: checked.choice };
  // Only a ballot that can be new takes part of its network's allowance.
  const canBeNew = !ballot.marked && takesBallots(phase);
  const asked = await askBox(env, { definition, keys, cast, network, canBeNew });
  if (asked.kind !== "answered" || asked.answer.kind === "busy" || asked.answer.kind === "unasked") return busy(asked);
  if (asked.answer.kind !== "counted") return asked.answer;

  const leaf = leafHash(sha256, utf8(asked.answer.entry));
  const promise = signNote(sha256, keys.promise, promiseText(log.origin, leaf, definition.closes));
  return { kind: "counted", repeated: asked.answer.repeated, leaf: toBase64(leaf), promise };
}

interface Casting {
  definition: PollView["definition"];
  keys: PollKeys;
  cast: CastBallot;
  network: Network;
  canBeNew: boolean;
}

const UNASKED: Barred = { kind: "unasked" };

/** Asks the ballot's box. A poll of one box counts its networks there; of more, the network's limiter is asked before. */
async function askBox(env: Env, casting: Casting): Promise<Asked<BoxOutcome>> {
  const { definition, keys, cast, network, canBeNew } = casting;
  const { id, rules } = definition;
  const name = boxName(id, keys.boxOf(cast.lock, rules.boxes));
  const ask = (request: () => CastRequest) =>
    askAgain<BoxOutcome>(
      async () => JSON.parse(await env.BALLOT_BOX.getByName(name).castText(JSON.stringify(request()))),
      VOTE_PATIENCE,
    );
  // The class of a ballot that is barred, or that its box is to give, means nothing: it is not written.
  const barred = (by: Barred) => ask(() => ({ ...cast, class: "c", barred: by }));
  if (canBeNew && (await isBraked(env, network, keys)))
    return barred({ kind: "too-many", retryAfterSeconds: BRAKE_PERIOD_S });

  if (rules.boxes === 1)
    return ask(() => {
      const refused = takeRefusals(id);
      return { ...cast, class: "c", network: { ...network, ...(refused && { refused }) } };
    });

  const admitted = async () => {
    const admission = await admissionOf(env, casting);
    return admission.kind === "admitted" ? ask(() => ({ ...cast, class: admission.class })) : barred(admission);
  };
  if (canBeNew) return admitted();
  const asked = await barred(UNASKED);
  // The poll opened since its phase was read.
  return asked.kind === "answered" && asked.answer.kind === "unasked" ? admitted() : asked;
}

/**
 * The class of a ballot, from the limiter that the reader's network goes to. One that does not answer loses no vote: the
 * ballot comes from a network that nobody could judge, which is class `c`.
 */
async function admissionOf(env: Env, { definition, keys, cast, network }: Casting): Promise<Admission> {
  const { id, rules } = definition;
  const widest = network.prefixes.at(-1) ?? network.prefixes[0];
  const name = limiterName(keys.doorkeeperOf(widest.text, limiters(env)));
  const asked = await askAgain<Admission>(async () => {
    // Taken when it is told, so that it is told once at most, also where an answer is lost and the limiter asked again.
    const refused = takeRefusals(id);
    return env.DOORKEEPER.getByName(name).admit({
      poll: id,
      question: cast.question,
      lock: cast.lock,
      rules: { allowance: rules.allowance, ceiling: rules.ceiling },
      network,
      ...(refused && { refused }),
    });
  }, LIMITER_PATIENCE);
  return asked.kind === "answered" ? asked.answer : { kind: "admitted", class: "c" };
}

/** Of the burst brake in wrangler.toml. */
const BRAKE_PERIOD_S = 60;
const DAY_MS = 86_400_000;

/**
 * The platform's own brake, loose on purpose: it spares the objects a flood. Told a keyed hash that ends with the day.
 * One's own machine has none.
 */
async function isBraked(env: Partial<Pick<Env, "BURST_BRAKE">>, network: Network, keys: PollKeys): Promise<boolean> {
  if (!network.ceiling || !env.BURST_BRAKE) return false;
  const key = keys.brakeKey(network.prefixes[0].text, Math.floor(Date.now() / DAY_MS));
  return !(await env.BURST_BRAKE.limit({ key })).success;
}

/** Takes a ballot back by its secret. */
export async function withdrawBallot(
  env: Env,
  poll: PollView,
  question: string,
  secret: string,
): Promise<Exclude<WithdrawOutcome, { kind: "busy" }> | Busy> {
  const { definition, log } = poll;
  const lock = lockOfSecret(poll, question, secret);
  const keys = knownKeys(log) ?? (await askKeys(env, poll));
  if (!keys) return busy({ kind: "overloaded" });
  const name = boxName(definition.id, keys.boxOf(lock, definition.rules.boxes));
  const asked = await askAgain<WithdrawOutcome>(
    async () => env.BALLOT_BOX.getByName(name).withdraw({ question, lock, secret }),
    VOTE_PATIENCE,
  );
  return asked.kind !== "answered" || asked.answer.kind === "busy" ? busy(asked) : asked.answer;
}

/** The lock of a secret that a form carried: without JavaScript the Worker computes what the device would. */
export const lockOfSecret = ({ log }: Pick<PollView, "log">, question: string, secret: string): string =>
  lockOf(sha256, log.origin, question, secret);

/** The poll's keys, for the first time in this isolate; nothing where the registry does not answer. */
async function askKeys(
  env: Env,
  { definition, log }: Pick<PollView, "definition" | "log">,
): Promise<PollKeys | undefined> {
  const asked = await askAgain(() => keysOf(env, definition, log), VOTE_PATIENCE);
  return asked.kind === "answered" ? asked.answer : undefined;
}

/** A socket of one of the poll's hubs, chosen at random; a full one sends on to the next. */
export async function openLive(env: Env, { definition }: PollView, request: Request): Promise<Response> {
  const number = galleries(env);
  const first = Math.floor(Math.random() * number);
  for (let i = 0; i < number; i++) {
    const name = galleryName(definition.id, (first + i) % number);
    const response = await env.GALLERY.getByName(name).fetch(request);
    if (response.status !== 503) return response;
  }
  return new Response(null, { status: 503, headers: { "Retry-After": String(retryAfterSeconds()) } });
}

const busy = (asked: Asked<unknown>): Busy => ({
  kind: "busy",
  retryAfterSeconds: retryAfterSeconds(),
  confirmed: asked.kind !== "lost",
});

/** Requests that this isolate refused and has told no limiter of, by poll and kind. Numbers alone. */
const untold = new Map<string, Partial<Record<RefusalKind, number>>>();

/** Names of polls that do not exist come too: the oldest gives way. */
const MOST_POLLS = 100;

/** Notes a request that never reached a ballot box. Told with the next ballot, so that a flood of them costs nothing more. */
export function noteRefusal(poll: string, kind: RefusalKind): void {
  if (!ID_PATTERN.test(poll)) return;
  const counts = untold.get(poll) ?? {};
  const [oldest] = untold.keys();
  if (oldest !== undefined && !untold.has(poll) && untold.size >= MOST_POLLS) untold.delete(oldest);
  counts[kind] = (counts[kind] ?? 0) + 1;
  untold.set(poll, counts);
}

/** What was noted since it was last taken; nothing where nothing was. */
export function takeRefusals(poll: string): Partial<Record<RefusalKind, number>> | undefined {
  const counts = untold.get(poll);
  untold.delete(poll);
  return counts;
}
