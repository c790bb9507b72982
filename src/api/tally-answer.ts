import type { PollView } from "../objects/gateway.ts";
import { disclose } from "../poll/disclosure.ts";
import type { Phase } from "../poll/phase.ts";
import type { Counts } from "../poll/tally.ts";
import { tallyTag } from "./tally-tag.ts";

/** The answer to `GET tally`: the JSON of DESIGN 4.2 and its `ETag`. */
export interface TallyAnswer {
  json: string;
  tag: string;
}

/** By the counts they state: those of a view are never changed, and the next view brings its own. */
const written = new WeakMap<Counts, TallyAnswer & { phase: Phase }>();

/** The tally as anyone may see it, written out once for all who ask within the second that a view lasts. */
export function tallyAnswer({ tally, definition }: PollView): TallyAnswer {
  const known = written.get(tally.counts);
  if (known?.phase === tally.phase) return known;
  const disclosed = disclose(tally, definition.rules, "anyone");
  const answer = { json: JSON.stringify(disclosed), tag: tallyTag(disclosed), phase: tally.phase };
  written.set(tally.counts, answer);
  return answer;
}
