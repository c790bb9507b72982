import type { PollDefinition, Question } from "./definition.ts";

/** `a`: within the network allowance. `c`: beyond it, "crowded or uncertain network". Public, and never changed. */
export const CLASSES = ["a", "c"] as const;
export type BallotClass = (typeof CLASSES)[number];

/** One reader's answer to one question. `choice` holds option ids in definition order. */
export interface Ballot {
  question: string;
  choice: readonly string[];
  /** 43 characters of canonical base64url; see `lock.ts`. */
  lock: string;
  class: BallotClass;
}

/** Why a choice cannot be taken. Each has its own words for the reader. */
export type ChoiceFault =
  | { kind: "unknown-question" }
  | { kind: "none-chosen"; question: Question }
  | { kind: "too-many-options"; question: Question; max: number }
  | { kind: "unknown-option"; question: Question; option: string }
  | { kind: "repeated-option"; question: Question; option: string }
  | { kind: "exclusive-with-others"; question: Question; option: string };

type CheckedChoice = { kind: "choice"; question: Question; choice: string[] } | ChoiceFault;

/** The most answers that a question takes. */
export const mostAnswers = (question: Question): number =>
  question.kind === "single" ? 1 : (question.max ?? question.options.length);

/** Checks a reader's choice against the definition and puts it in definition order. */
export function checkChoice(
  definition: Pick<PollDefinition, "questions">,
  questionId: string,
  chosen: readonly string[],
): CheckedChoice {
  const question = definition.questions.find((each) => each.id === questionId);
  if (!question) return { kind: "unknown-question" };
  if (chosen.length === 0) return { kind: "none-chosen", question };

  for (const [i, option] of chosen.entries()) {
    if (!question.options.some((each) => each.id === option)) return { kind: "unknown-option", question, option };
    if (chosen.indexOf(option) !== i) return { kind: "repeated-option", question, option };
  }
  const max = mostAnswers(question);
  if (chosen.length > max) return { kind: "too-many-options", question, max };

  const options = question.options.filter((each) => chosen.includes(each.id));
  const exclusive = options.find((each) => each.exclusive);
  if (exclusive && options.length > 1) return { kind: "exclusive-with-others", question, option: exclusive.id };
  return { kind: "choice", question, choice: options.map((each) => each.id) };
}
