/** The Worker's way to the objects: which one to ask, how often, how long, and what to say when none answers. */
import type { Context } from "hono";
import { type ChoiceFault, checkChoice } from "../domain/ballot.ts";
import type { Channel } from "../domain/channels.ts";
import { mainQuestion } from "../domain/find-question.ts";
import { takesBallots } from "../domain/phase.ts";
import { leafHash } from "../log/hash.ts";
import { lockOf } from "../log/lock.ts";
import { promiseText, signNote } from "../log/note.ts";
import { toBase64, utf8 } from "../log/text.ts";
import type { AppEnv } from "../web/http/env.ts";
import { cast } from "./casting.ts";
import type { Admission, Barred, BoxOutcome, CastRequest, WithdrawOutcome } from "./contract.ts";
import { type PollKeys, sha256 } from "./keys.ts";
import { askingOf } from "./limiter/admission.ts";
import { noteMiscounted } from "./limiter/miscounted.ts";
import { noteRefusal } from "./limiter/refusals.ts";
import { keysOf, knownKeys } from "./poll-keys.ts";
import type { PollView } from "./poll-view.ts";
import { retryAfterSeconds } from "./retry-after.ts";
import { type Asked, askAgain, VOTE_PATIENCE } from "./rpc.ts";
import { boxName, galleries, galleryName } from "./settings.ts";

export { forget, type PollView, readFreshTally, readPoll } from "./poll-view.ts";

export interface CastBallot {
  question: string;
  choice: readonly string[];
  /** Canonical: checked where the request is read. */
  lock: string;
  /** The browser carries the device mark of this question. */
  marked: boolean;
  /** Where it was cast. Of the main question's ballots it is counted; nothing that is kept of a ballot holds it. */
  channel: Channel;
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

const UNASKED: Barred = { kind: "unasked" };

/** Casts a ballot: checks its choice, finds its box, and promises its leaf once the box has committed it. */
export async function castBallot(c: Context<AppEnv>, view: PollView, ballot: CastBallot): Promise<CastOutcome> {
  const { definition, log } = view;
  const checked = checkChoice(definition, ballot.question, ballot.choice);
  if (checked.kind !== "choice") {
    noteRefusal(definition.id, "invalid");
    return checked;
  }

  const keys = knownKeys(log) ?? (await askKeys(c, view));
  if (!keys) return busy({ kind: "overloaded" });
  const box = boxName(definition.id, keys.boxOf(ballot.lock, definition.rules.boxes));
  // Only a ballot that can be new takes part of its network's allowance.
  const canBeNew = !ballot.marked && takesBallots(view.phase);
  const { question, lock, channel } = ballot;
  const isMain = question === mainQuestion(definition).id;
  const asking = () => askingOf(c, view, { question, lock, ...(isMain && { channel }) }, keys);
  let channelCounted = false;
  const requestWith = (admission: Admission | Barred) => {
    if (admission.kind === "admitted" && admission.channelCounted) channelCounted = true;
    return castRequest(ballot, checked.choice, admission);
  };
  let asked = await cast(c.env, box, canBeNew ? await asking() : UNASKED, requestWith);
  // The poll opened since its phase was read.
  if (asked.kind === "answered" && asked.answer.kind === "unasked")
    asked = await cast(c.env, box, await asking(), requestWith);
  if (channelCounted && isNoNewBallot(asked)) noteMiscounted(definition.id, channel);
  if (asked.kind !== "answered" || asked.answer.kind === "busy" || asked.answer.kind === "unasked") return busy(asked);
  if (asked.answer.kind !== "counted") return asked.answer;

  const leaf = leafHash(sha256, utf8(asked.answer.entry));
  const promise = signNote(sha256, keys.promise, promiseText(log.origin, leaf, definition.closes));
  return { kind: "counted", repeated: asked.answer.repeated, leaf: toBase64(leaf), promise };
}

/** Did the box say that there was nothing new to count? Where it said nothing, the same lock may yet come again. */
const isNoNewBallot = (asked: Asked<BoxOutcome>): boolean => {
  if (asked.kind !== "answered") return false;
  const { answer } = asked;
  return answer.kind === "counted" ? answer.repeated : answer.kind !== "busy";
};

/** A ballot as its box gets it. The class of one that is barred means nothing: it is not written. */
function castRequest(
  { question, lock, marked }: CastBallot,
  choice: readonly string[],
  admission: Admission | Barred,
): CastRequest {
  const ballot = { question, choice, lock, marked };
  return admission.kind === "admitted"
    ? { ...ballot, class: admission.class }
    : { ...ballot, class: "c", barred: admission };
}

/** Takes a ballot back by its secret. */
export async function withdrawBallot(
  c: Context<AppEnv>,
  view: PollView,
  question: string,
  secret: string,
): Promise<Exclude<WithdrawOutcome, { kind: "busy" }> | Busy> {
  const { definition } = view;
  const lock = lockOfSecret(view, question, secret);
  const keys = knownKeys(view.log) ?? (await askKeys(c, view));
  if (!keys) return busy({ kind: "overloaded" });
  const box = boxName(definition.id, keys.boxOf(lock, definition.rules.boxes));
  const asked = await askAgain<WithdrawOutcome>(
    async () => c.env.BALLOT_BOX.getByName(box).withdraw({ question, lock, secret }),
    VOTE_PATIENCE,
  );
  return asked.kind !== "answered" || asked.answer.kind === "busy" ? busy(asked) : asked.answer;
}

/** The lock of a secret that a form carried: without JavaScript the Worker computes what the device would. */
export const lockOfSecret = (view: PollView, question: string, secret: string): string =>
  lockOf(sha256, view.log.origin, question, secret);

/** The poll's keys, for the first time in this isolate; nothing where the registry does not answer. */
async function askKeys(c: Context<AppEnv>, { definition, log }: PollView): Promise<PollKeys | undefined> {
  const asked = await askAgain(() => keysOf(c.env, definition, log), VOTE_PATIENCE);
  return asked.kind === "answered" ? asked.answer : undefined;
}

/** A socket of one of the poll's galleries, chosen at random; a full one sends on to the next. */
export async function openLive(c: Context<AppEnv>, view: PollView): Promise<Response> {
  const number = galleries(c.env);
  const first = Math.floor(Math.random() * number);
  for (let i = 0; i < number; i++) {
    const name = galleryName(view.definition.id, (first + i) % number);
    const response = await c.env.GALLERY.getByName(name).fetch(c.req.raw);
    if (response.status !== 503) return response;
  }
  return new Response(null, { status: 503, headers: { "Retry-After": String(retryAfterSeconds()) } });
}

const busy = (asked: Asked<unknown>): Busy => ({
  kind: "busy",
  retryAfterSeconds: retryAfterSeconds(),
  confirmed: asked.kind !== "lost",
});
