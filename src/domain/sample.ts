import type { PollDefinition } from "./definition.ts";
import { parseDefinition } from "./definition.ts";
import { complete, type Draft } from "./draft.ts";
import { valueAt, withValue } from "./draft-path.ts";
import { type Counts, emptyCounts } from "./tally.ts";

/** What stands where an editor has not written yet. */
const NOTHING_YET = "…";
/** Rounds of filling in: what is missing shows in layers, shape before meaning. */
const ROUNDS = 4;

/**
 * A draft as a definition that can be shown, with dots where words are missing and without moments that are none. Nothing
 * where something written is wrong.
 */
export function definitionToShow(draft: Draft): PollDefinition | undefined {
  let shown = complete(draft);
  for (let round = 0; round < ROUNDS; round++) {
    const parsed = parseDefinition(shown);
    if (parsed.kind === "definition") return parsed.definition;
    for (const { field } of parsed.errors) {
      if (field === "opens" || field === "closes") shown = withValue(shown, field, undefined);
      else if (field === "source.date" && valueAt(shown, field) === undefined)
        shown = withValue(shown, "source", undefined);
      else if (valueAt(shown, field) === undefined) shown = withValue(shown, field, NOTHING_YET);
    }
  }
  return undefined;
}

/** Made-up counts of a poll, always the same: unequal, with some of class `c` and a few taken back. */
export function sampleCounts(definition: Pick<PollDefinition, "questions">): Counts {
  const counts = emptyCounts(definition);
  for (const { id, options } of definition.questions) {
    const question = counts[id];
    if (!question) continue;
    for (const [o, option] of options.entries()) {
      const votes = { a: Math.round(412 / (1 + ((o * 3) % options.length) * 0.6)), c: 3 + o };
      question.options[option.id] = votes;
      question.ballots.a += votes.a;
      question.ballots.c += votes.c;
    }
    question.ballots.a += 2;
    question.withdrawn.a = 2;
  }
  return counts;
}
