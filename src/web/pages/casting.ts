import type { Context } from "hono";
import { checkChoice } from "../../domain/ballot.ts";
import { findQuestion, mainQuestion, type Question } from "../../domain/definition.ts";
import type { Language } from "../../domain/language.ts";
import type { Phase } from "../../domain/phase.ts";
import { castBallot, lockOfSecret, noteRefusal, type PollView } from "../../engine/index.ts";
import { words } from "../../i18n/index.ts";
import { isCanonical32Bytes } from "../../log/lock.ts";
import { toBase64url } from "../../log/text.ts";
import { networkOfRequest } from "../http/address.ts";
import { apiPath, pollPath, votedPath } from "../http/addresses.ts";
import type { Page, Representation } from "../http/answer.ts";
import { readForm } from "../http/body.ts";
import type { AppEnv } from "../http/env.ts";
import { hasMark, type MarkPlace, setMark } from "../http/mark.ts";
import type { Asked } from "../http/poll.ts";
import { provenanceOfRequest } from "../http/request.ts";
import { busyProblem, choiceProblem, type FormProblem, type QuestionForm, TRAP_FIELD } from "../kit/form.ts";
import type { Ways } from "../kit/script-words.ts";

/** Why a form is not taken, whatever it says: in words that say it was not counted. */
interface NotTaken {
  status: 403 | 413 | 415 | 422;
  why: "err.foreign" | "err.size" | "err.form" | "err.question" | "err.trap";
}

/**
 * Where a vote is cast without the script: our own pages, or a frame in another site's. The way of a vote is one: choose (the
 * same page for everyone), confirm (a page of this reader's own, with a secret), counted.
 */
export interface VotePlace {
  /** Where the device mark must be readable. */
  mark: MarkPlace;
  /** Where a vote begins here. */
  start: string;
  ways(question: Question, skip: readonly string[]): Ways;
  /** What the form that chooses sends beside the choice. */
  hidden: Readonly<Record<string, string>>;
  /** The question once more, with what is wrong and the choice kept. */
  ask(form: QuestionForm): Page;
  /** What was chosen, to be confirmed. */
  confirm(form: QuestionForm & { secret: string }): Page;
  counted(question: Question, skip: readonly string[]): Representation | Promise<Representation>;
  /** This browser has voted: what it may do. */
  alreadyVoted(): Representation | Promise<Representation>;
  /** A ballot that was refused for good. `offer`: this browser's own stands, and can be taken back to vote again. */
  notCounted(message: string, offer?: "withdraw"): Page;
  notTaken(why: NotTaken): Page;
}

/** A secret for a reader without the script: 32 random bytes, base64url. It is never logged nor in an address. */
const freshSecret = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(32)));

/** The form of a question as it is first shown, in a page that is the same for everyone. */
export const choosing = ({ poll, language }: Asked, place: VotePlace): QuestionForm => {
  const question = mainQuestion(poll.definition);
  return {
    language,
    poll: poll.definition.id,
    question,
    ways: place.ways(question, []),
    hidden: { question: question.id, ...place.hidden },
    origin: poll.log.origin,
    chosen: [],
    heading: "h1",
    button: words(language, "reader").vote,
  };
};

/**
 * `GET …/vote?choice=…`: the chosen answer with a button that counts it. From the form that chooses, or from a link in a
 * newsletter, a message or print. Opening it counts nothing.
 */
export function confirmVote(
  asked: Asked,
  c: Context<AppEnv>,
  place: VotePlace,
): Representation | Promise<Representation> {
  const { poll, language } = asked;
  const { searchParams } = new URL(c.req.url);
  const chosen = searchParams.getAll("choice");
  // A form that was sent stands at this address too: opened again from there, it is a visit to the vote page.
  const isSent = chosen.length > 0 || searchParams.has("question");
  if (poll.phase !== "open" || !isSent) return { kind: "redirect", status: 303, to: place.start };
  const form = { ...choosing(asked, place), chosen };
  const { id } = poll.definition;
  if (hasMark(c, id, form.question.id)) return place.alreadyVoted();
  const checked = checkChoice(poll.definition, form.question.id, chosen);
  if (checked.kind === "unknown-question") return place.notTaken({ status: 422, why: "err.question" });
  if (checked.kind !== "choice")
    return { ...place.ask({ ...form, problem: choiceProblem(checked, language) }), status: 422 };
  return place.confirm(confirming(form, chosen, language));
}

/** The form that was sent, as the ballot that one press casts. */
export const confirming = (form: QuestionForm, chosen: readonly string[], language: Language) => ({
  ...form,
  chosen,
  hidden: { question: form.question.id },
  secret: freshSecret(),
  button: words(language, "reader")["confirm.vote"],
});

/**
 * `POST …/vote`: a ballot by form, without a script. Sent twice, or again from history, it is the same lock and counts once.
 */
export async function postVote(asked: Asked, c: Context<AppEnv>, place: VotePlace): Promise<Representation> {
  const { poll, language } = asked;
  const { definition } = poll;
  const strings = words(language, "reader");
  if (provenanceOfRequest(c) === "foreign") {
    noteRefusal(definition.id, "foreign");
    return place.notTaken({ status: 403, why: "err.foreign" });
  }
  const body = await readForm(c);
  if (body.kind === "refused")
    return place.notTaken({ status: body.status, why: body.status === 413 ? "err.size" : "err.form" });
  const { form } = body;
  if (form.get(TRAP_FIELD)) {
    noteRefusal(definition.id, "trap");
    return place.notTaken({ status: 422, why: "err.trap" });
  }
  const question = findQuestion(definition, form.get("question") ?? "");
  if (!question) return place.notTaken({ status: 422, why: "err.question" });
  const chosen = form.getAll("choice");
  const skip = skippedIn(definition, form.get("skip"));
  const again = (
    problem: FormProblem,
    secret: string,
    status: 422 | 429 | 503,
    headers: Record<string, string> = {},
  ): Page => ({
    ...place.ask({
      ...answering(poll, language, question, place.ways(question, skip), skip),
      chosen,
      secret,
      problem,
      heading: "h1",
    }),
    status,
    headers,
  });

  const sent = form.get("secret");
  if (sent !== null && !isCanonical32Bytes(sent))
    return again({ heading: strings["err.h"], message: strings["err.expired"], field: false }, freshSecret(), 422);
  const secret = sent ?? freshSecret();

  const ballot = {
    question: question.id,
    choice: chosen,
    lock: lockOfSecret(poll, question.id, secret),
    marked: hasMark(c, definition.id, question.id),
  };
  const outcome = await castBallot(c.env, poll, ballot, networkOfRequest(c));
  switch (outcome.kind) {
    case "counted":
      setMark(c, definition, question.id, Date.now(), place.mark);
      return place.counted(question, skip);
    case "already-used":
      return place.notCounted(strings["already-used"]);
    case "already-voted":
      return place.notCounted(strings["already-voted"], "withdraw");
    case "not-open":
      return place.notCounted(notOpenMessage(outcome.phase, language));
    case "too-many":
      return again({ heading: strings["err.h"], message: strings["err.rate"], field: false }, secret, 429, {
        "Retry-After": String(outcome.retryAfterSeconds),
      });
    case "busy":
      return again(busyProblem(outcome.confirmed, language), secret, 503, {
        "Retry-After": String(outcome.retryAfterSeconds),
      });
    case "unknown-question":
      return place.notTaken({ status: 422, why: "err.question" });
    case "none-chosen":
    case "too-many-options":
    case "unknown-option":
    case "repeated-option":
    case "exclusive-with-others":
      return again(choiceProblem(outcome, language), secret, 422);
  }
}

/** `skip`: follow-ups passed over so far, which the way back to the results keeps. */
export const pageWays = (language: Language, poll: string, question: string, skip: readonly string[]): Ways => ({
  action: pollPath(language, poll, "vote"),
  ballots: `${apiPath(poll)}/ballots`,
  voted: votedPath(language, poll, { answered: question, skip }),
});

/** The form of any question in a page of one reader's own: it is the ballot itself. */
export const answering = (
  { definition, log }: PollView,
  language: Language,
  question: Question,
  ways: Ways,
  skip: readonly string[],
): QuestionForm & { secret: string } => ({
  language,
  poll: definition.id,
  question,
  ways,
  hidden: { question: question.id, ...(skip.length > 0 && { skip: skip.join(",") }) },
  origin: log.origin,
  secret: freshSecret(),
  chosen: [],
  heading: "h3",
  button: words(language, "reader")[question.id === mainQuestion(definition).id ? "vote" : "follow.send"],
});

/** Follow-up questions named in a `skip` field or parameter such as `concern,hosting`; anything else in it is dropped. */
export function skippedIn({ questions }: PollView["definition"], skip: string | null | undefined): string[] {
  const named = skip?.split(",") ?? [];
  return questions
    .slice(1)
    .map((each) => each.id)
    .filter((id) => named.includes(id));
}

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
