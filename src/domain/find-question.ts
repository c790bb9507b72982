import type { PollDefinition, Question } from "./definition.ts";

/** The question that the vote page asks. */
export function mainQuestion(definition: PollDefinition): Question {
  const [main] = definition.questions;
  if (!main) throw new Error("a definition has at least one question");
  return main;
}

export const findQuestion = (definition: PollDefinition, questionId: string): Question | undefined =>
  definition.questions.find((each) => each.id === questionId);
