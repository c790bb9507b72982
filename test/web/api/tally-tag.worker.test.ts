import { describe, expect, it } from "vitest";
import type { PublicTally } from "../../../src/domain/disclosure.ts";
import { tallyTag } from "../../../src/web/api/tally-tag.ts";

const tally: PublicTally = {
  poll: "facebook-hour",
  phase: "open",
  asOf: "2026-11-23T18:00:01Z",
  sequence: 1,
  questions: { pledge: { ballots: { a: 1, c: 0 }, withdrawn: { a: 0, c: 0 }, options: { hour: { a: 1, c: 0 } } } },
  sealed: { seal: 0, size: 2, ballots: 0 },
};

describe("the tag of a tally", () => {
  it("is the same at another moment", () => {
    expect(tallyTag({ ...tally, asOf: "2026-11-23T18:00:09Z" })).toBe(tallyTag(tally));
  });

  it.each<[string, Partial<PublicTally>]>([
    ["a count moves", { questions: { pledge: { ...tally.questions.pledge!, ballots: { a: 2, c: 0 } } } }],
    ["the phase changes", { phase: "paused" }],
    ["results are shown or hidden", { questions: { pledge: { ...tally.questions.pledge!, hidden: "after-close" } } }],
    ["a seal is made", { sealed: { seal: 1, size: 4, ballots: 1 } }],
  ])("is another when %s", (_, change) => {
    expect(tallyTag({ ...tally, ...change })).not.toBe(tallyTag(tally));
  });
});
