import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { voteScript } from "../built/inline.ts";
import { readForm } from "../guard/body.ts";
import { hasMark, setMark } from "../guard/mark.ts";
import { stringsOf } from "../i18n/strings.ts";
import { isCanonical32Bytes } from "../log/lock.ts";
import { castBallot, lockOfSecret, type PollView } from "../objects/gateway.ts";
import type { Question } from "../poll/definition.ts";
import { findQuestion, mainQuestion } from "../poll/find-question.ts";
import type { Language } from "../poll/language.ts";
import type { Phase } from "../poll/phase.ts";
import { votedPath } from "./addresses.ts";
import { busyProblem, choiceProblem } from "./form-problem.ts";
import { notCountedPage, refusedPage } from "./problem-pages.ts";
import { respond } from "./respond.ts";
import { freshSecret } from "./secret.ts";
import { skippedIn } from "./skipped.ts";
import type { FormProblem } from "./views/question-form.ts";
import { voteView } from "./views/vote.ts";

/** A vote by form, without a script. Sent twice, or again from history, it is the same lock and counts once. */
export async function postVote(c: Context<AppEnv>, view: PollView, language: Language): Promise<Response> {
  const { definition } = view;
  const strings = stringsOf(language);
  const body = await readForm(c);
  if (body.kind === "refused") return refusedPage(c, body.status, body.status === 413 ? "err.size" : "err.form");
  const { form } = body;

  const question = findQuestion(definition, form.get("question") ?? "");
  if (!question) return refusedPage(c, 422, "err.question");
  const chosen = form.getAll("choice");
  const skip = skippedIn(definition, form.get("skip"));
  const again = (problem: FormProblem, secret: string, status: 422 | 503) =>
    respond(
      c,
      voteView(definition, {
        language,
        poll: definition.id,
        question,
        origin: view.log.origin,
        secret,
        chosen,
        problem,
        heading: "h1",
        button: voteButton(view, question, language),
        skip,
      }),
      { sharing: "own", status, scripts: [voteScript] },
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
  });
  switch (outcome.kind) {
    case "counted":
      setMark(c, definition, question.id, Date.now());
      // The answer to a form must not be kept: it sets the mark of one browser.
      c.header("Cache-Control", "private, no-store");
      return c.redirect(votedPath(language, definition.id, question.id, skip), 303);
    case "already-used":
      return notCountedPage(c, definition, language, strings["already-used"]);
    case "already-voted":
      return notCountedPage(c, definition, language, strings["already-voted"]);
    case "not-open":
      return notCountedPage(c, definition, language, notOpenMessage(outcome.phase, language));
    case "busy":
      c.header("Retry-After", String(outcome.retryAfterSeconds));
      return again(busyProblem(outcome.confirmed, language), secret, 503);
    case "unknown-question":
      return refusedPage(c, 422, "err.question");
    case "none-chosen":
    case "too-many":
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
): string => stringsOf(language)[question.id === mainQuestion(definition).id ? "vote" : "follow.send"];

function notOpenMessage(phase: Phase, language: Language): string {
  const strings = stringsOf(language);
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
