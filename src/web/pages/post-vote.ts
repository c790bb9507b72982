import type { Context } from "hono";
import type { Question } from "../../domain/definition.ts";
import { findQuestion, mainQuestion } from "../../domain/find-question.ts";
import type { Language } from "../../domain/language.ts";
import type { Phase } from "../../domain/phase.ts";
import { castBallot, lockOfSecret, type PollView } from "../../engine/index.ts";
import { noteRefusal } from "../../engine/limiter/refusals.ts";
import { words } from "../../i18n/index.ts";
import { isCanonical32Bytes } from "../../log/lock.ts";
import { readForm } from "../http/body.ts";
import type { AppEnv } from "../http/env.ts";
import { hasMark, setMark } from "../http/mark.ts";
import { busyProblem, choiceProblem } from "../kit/form-problem.ts";
import { type FormProblem, TRAP_FIELD } from "../kit/question-form.ts";
import { freshSecret } from "./secret.ts";
import { skippedIn } from "./skipped.ts";
import type { VoteSurface } from "./vote-surface.ts";

/**
 * A vote by form, without a script, taken at one of the places for it. Sent twice, or again from history, it is the same
 * lock and counts once.
 */
export async function postVote(
  c: Context<AppEnv>,
  view: PollView,
  language: Language,
  surface: VoteSurface,
): Promise<Response> {
  const { definition } = view;
  const strings = words(language, "reader");
  const body = await readForm(c);
  if (body.kind === "refused")
    return surface.refused({ status: body.status, why: body.status === 413 ? "err.size" : "err.form" });
  const { form } = body;
  if (form.get(TRAP_FIELD)) {
    noteRefusal(definition.id, "trap");
    return surface.refused({ status: 422, why: "err.trap" });
  }

  const question = findQuestion(definition, form.get("question") ?? "");
  if (!question) return surface.refused({ status: 422, why: "err.question" });
  const chosen = form.getAll("choice");
  const skip = skippedIn(definition, form.get("skip"));
  const ways = surface.ways(question, skip);
  const again = (problem: FormProblem, secret: string, status: 422 | 429 | 503) =>
    surface.again(
      {
        language,
        poll: definition.id,
        question,
        origin: view.log.origin,
        ways,
        secret,
        chosen,
        problem,
        heading: "h1",
        button: voteButton(view, question, language),
        skip,
      },
      status,
    );

  const sent = form.get("secret");
  if (sent !== null && !isCanonical32Bytes(sent))
    return again({ heading: strings["err.h"], message: strings["err.expired"], field: false }, freshSecret(), 422);
  const secret = sent ?? freshSecret();

  const outcome = await castBallot(c, view, {
    question: question.id,
    choice: chosen,
    lock: lockOfSecret(view, question.id, secret),
    marked: hasMark(c, definition.id, question.id),
    channel: surface.channel,
  });
  switch (outcome.kind) {
    case "counted":
      setMark(c, definition, question.id, Date.now(), surface.channel.from);
      // The answer to a form must not be kept: it sets the mark of one browser.
      c.header("Cache-Control", "private, no-store");
      return c.redirect(ways.voted, 303);
    case "already-used":
      return surface.notCounted(strings["already-used"]);
    case "already-voted":
      return surface.notCounted(strings["already-voted"], "withdraw");
    case "not-open":
      return surface.notCounted(notOpenMessage(outcome.phase, language));
    case "too-many":
      c.header("Retry-After", String(outcome.retryAfterSeconds));
      return again({ heading: strings["err.h"], message: strings["err.rate"], field: false }, secret, 429);
    case "busy":
      c.header("Retry-After", String(outcome.retryAfterSeconds));
      return again(busyProblem(outcome.confirmed, language), secret, 503);
    case "unknown-question":
      return surface.refused({ status: 422, why: "err.question" });
    case "none-chosen":
    case "too-many-options":
    case "unknown-option":
    case "repeated-option":
    case "exclusive-with-others":
      return again(choiceProblem(outcome, language), secret, 422);
  }
}

export const voteButton = (
  { definition }: Pick<PollView, "definition">,
  question: Question,
  language: Language,
): string => words(language, "reader")[question.id === mainQuestion(definition).id ? "vote" : "follow.send"];

function notOpenMessage(phase: Phase, language: Language): string {
  const strings = words(language, "reader");
  switch (phase) {
    case "scheduled":
      return strings["not-open.scheduled"];
    case "paused":
      return strings["not-open.paused"];
    case "closing":
    case "closed":
      return strings["err.closed"];
    case "draft":
    case "open":
      return strings["not-open"];
  }
}
