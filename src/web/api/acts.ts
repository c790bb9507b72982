/** The two acts: casting a ballot and taking it back. From a request to the objects, and from each outcome to its answer. */
import type { Context } from "hono";
import type * as z from "zod/mini";
import { findQuestion } from "../../domain/definition.ts";
import {
  type Busy,
  type CastOutcome,
  castBallot,
  noteRefusal,
  type PollView,
  withdrawBallot,
} from "../../engine/index.ts";
import { networkOfRequest } from "../http/address.ts";
import type { AppEnv } from "../http/env.ts";
import { choiceFault } from "../http/faults.ts";
import { clearMark, hasMark, setMark } from "../http/mark.ts";
import type { Act } from "../http/problem.ts";
import { problem, type Refusal } from "../http/problem.ts";
import { readRequest } from "../http/read-request.ts";
import { ballotRequest, type countedResponse, withdrawalRequest, type withdrawnResponse } from "./schemas.ts";

type PollOf = (c: Context<AppEnv>) => Promise<PollView | undefined>;

/** `POST ballots`. `pollOf` finds the poll that the address names. */
export const postBallot = (pollOf: PollOf) => async (c: Context<AppEnv>) => {
  const read = await readRequest(c, ballotRequest);
  if (read.kind === "refused") {
    noteRefusal(c.req.param("poll") ?? "", "invalid");
    return problem(c, { ...read.refusal, act: "ballot" });
  }
  const view = await pollOf(c);
  if (!view) return problem(c, { kind: "not-found", act: "ballot" });

  const { question, choice, lock } = read.request;
  const marked = hasMark(c, view.definition.id, question);
  const outcome = await castBallot(c.env, view, { question, choice, lock, marked }, networkOfRequest(c));
  if (outcome.kind !== "counted") return problem(c, { ...castRefusal(outcome, choice), act: "ballot" });

  setMark(c, view.definition, question, Date.now(), c.req.query("from") === "frame" ? "frame" : "page");
  const { leaf, promise } = outcome;
  const answer: z.infer<typeof countedResponse> = { status: "counted", leaf, promise };
  return c.json(answer, outcome.repeated ? 200 : 201);
};

/** `POST withdrawals`. */
export const postWithdrawal = (pollOf: PollOf) => async (c: Context<AppEnv>) => {
  const read = await readRequest(c, withdrawalRequest);
  if (read.kind === "refused") return problem(c, { ...read.refusal, act: "withdrawal" });
  const view = await pollOf(c);
  if (!view) return problem(c, { kind: "not-found", act: "withdrawal" });

  const { question, secret } = read.request;
  if (!findQuestion(view.definition, question))
    return problem(c, { ...wrongChoice({ kind: "unknown-question" }, []), act: "withdrawal" });
  const outcome = await withdrawBallot(c.env, view, question, secret);
  switch (outcome.kind) {
    case "withdrawn": {
      clearMark(c, view.definition.id, question);
      const answer: z.infer<typeof withdrawnResponse> = { status: "withdrawn" };
      return c.json(answer, 200);
    }
    case "not-found":
      return problem(c, { kind: "not-found", detail: { code: "no-ballot" }, act: "withdrawal" });
    case "not-open":
      return problem(c, { ...notOpen(outcome.phase), act: "withdrawal" });
    case "busy":
      return problem(c, { ...busyRefusal(outcome, "withdrawal"), act: "withdrawal" });
  }
};

/** invariant 5: whatever is not counted is a refusal that says so. */
function castRefusal(outcome: Exclude<CastOutcome, { kind: "counted" }>, choice: readonly string[]): Refusal {
  switch (outcome.kind) {
    case "already-used":
    case "already-voted":
      return { kind: outcome.kind };
    case "not-open":
      return notOpen(outcome.phase);
    case "too-many":
      return { kind: "too-many", headers: { "Retry-After": String(outcome.retryAfterSeconds) } };
    case "busy":
      return busyRefusal(outcome, "ballot");
    case "unknown-question":
    case "none-chosen":
    case "too-many-options":
    case "unknown-option":
    case "repeated-option":
    case "exclusive-with-others":
      return wrongChoice(outcome, choice);
  }
}

const wrongChoice = (fault: Parameters<typeof choiceFault>[0], choice: readonly string[]): Refusal => ({
  kind: "invalid",
  errors: [choiceFault(fault, choice)],
});

const notOpen = (phase: PollView["phase"]): Refusal => ({
  kind: "not-open",
  detail: { code: `not-open.${phase === "scheduled" || phase === "paused" ? phase : "ended"}` },
  phase,
});

const busyRefusal = ({ retryAfterSeconds, confirmed }: Busy, act: Act): Refusal => ({
  kind: "busy",
  confirmed,
  headers: { "Retry-After": String(retryAfterSeconds) },
  ...(!confirmed && { ending: { code: `unconfirmed.${act}` as const } }),
});
