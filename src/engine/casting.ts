import type { Admission, AdmissionRequest, Barred, BoxOutcome, CastRequest } from "./contract.ts";
import { type Asking, admissionFrom, admissionOf, withUntold } from "./limiter/admission.ts";
import { type Asked, askAgain, DOORKEEPER_PATIENCE, type Patience, VOTE_PATIENCE } from "./rpc.ts";
import { SharedCalls } from "./shared-calls.ts";

/** A ballot as its box gets it, once its class is known. */
type RequestWith = (admission: Admission | Barred) => CastRequest;

/** Of this isolate, by the names of doorkeepers and boxes. */
const doorkeepers = new Map<string, SharedCalls<AdmissionRequest, Admission>>();
const boxes = new Map<string, SharedCalls<CastRequest, BoxOutcome>>();

/** One attempt together: whoever's answer is lost asks again by itself. */
const TOGETHER_PATIENCE: Patience = { ...VOTE_PATIENCE, attempts: 1 };
const AFTERWARDS_PATIENCE: Patience = { ...VOTE_PATIENCE, attempts: VOTE_PATIENCE.attempts - 1 };

/**
 * Asks the doorkeeper for a ballot's class and its box to count it. Requests share these calls on the embedded server alone
 * (`SHARED_CALLS`): it brings the workerd that the tests ran. Cloudflare's changes by the week, and whether a promise resumes
 * in its own request hangs on it (see `SharedCalls`); there a crowd is spread over many isolates anyway.
 */
export async function cast(
  env: Env,
  box: string,
  asking: Asking,
  requestWith: RequestWith,
): Promise<Asked<BoxOutcome>> {
  if (!env.SHARED_CALLS) return castAlone(env, box, asking, requestWith, VOTE_PATIENCE);
  const asked = await castTogether(env, box, asking, requestWith);
  return asked.kind === "lost" ? castAlone(env, box, asking, requestWith, AFTERWARDS_PATIENCE) : asked;
}

/**
 * In the calls that this isolate's requests share: one of the doorkeeper and one of the box for a crowd. Whatever becomes of
 * those calls or of the readers who lead them, this request waits on a clock of its own: `lost` says that no answer came, and
 * that the same lock may ask again (invariant 5).
 */
async function castTogether(
  env: Env,
  box: string,
  asking: Asking,
  requestWith: RequestWith,
): Promise<Asked<BoxOutcome>> {
  const { promise, resolve } = Promise.withResolvers<Asked<BoxOutcome>>();
  const clock = setTimeout(() => resolve({ kind: "lost" }), VOTE_PATIENCE.timeoutMs);
  const put = (admission: Admission | Barred) =>
    callsOf(boxes, box, TOGETHER_PATIENCE).add(
      requestWith(admission),
      async (requests) => env.BALLOT_BOX.getByName(box).castAll(requests),
      resolve,
    );
  if (asking.kind !== "ask") put(asking);
  else
    callsOf(doorkeepers, asking.doorkeeper, DOORKEEPER_PATIENCE).add(
      asking.request,
      async (requests) => env.DOORKEEPER.getByName(asking.doorkeeper).admitAll(requests.map(withUntold)),
      (asked) => put(admissionFrom(asked)),
    );
  const asked = await promise;
  clearTimeout(clock);
  return asked;
}

/** In calls of its own. Its lock makes it the same ballot, whatever became of it before. */
async function castAlone(
  env: Env,
  box: string,
  asking: Asking,
  requestWith: RequestWith,
  patience: Patience,
): Promise<Asked<BoxOutcome>> {
  const request = requestWith(await admissionOf(env, asking));
  return askAgain<BoxOutcome>(async () => env.BALLOT_BOX.getByName(box).cast(request), patience);
}

function callsOf<Item, Answer>(
  all: Map<string, SharedCalls<Item, Answer>>,
  name: string,
  patience: Patience,
): SharedCalls<Item, Answer> {
  const known = all.get(name) ?? new SharedCalls<Item, Answer>(patience);
  all.set(name, known);
  return known;
}
