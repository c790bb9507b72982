import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ballotsIn, countBallot, countWithdrawal, emptyCounts } from "../../src/domain/tally.ts";
import { layBatch } from "../../src/log/batch.ts";
import { compareBytes, leafHash } from "../../src/log/hash.ts";
import { utf8 } from "../../src/log/text.ts";
import { batchOf, type Cast, cast, definition, indexOf, linesOf, logOf, opened, takenBack } from "./a-log.ts";
import { bytes32, sha256 } from "./node-crypto.ts";
import { recount } from "./recount.ts";

const kindOf = (line: string) => line.slice(0, line.indexOf(" "));
const ascending = (lines: string[]) =>
  lines.toSorted((one, other) => compareBytes(leafHash(sha256, utf8(one)), leafHash(sha256, utf8(other))));

describe("opening", () => {
  it("lays the definition and seal 0, so that a checkpoint exists from the start", () => {
    const { entries, head } = opened();
    expect(linesOf(entries).map(kindOf)).toEqual(["open", "seal"]);
    expect(linesOf(entries)[1]).toBe(`seal 0 ${JSON.stringify(emptyCounts(definition))}`);
    expect(head).toEqual({ size: 2, seals: 1, counts: emptyCounts(definition) });
  });
});

describe("a batch", () => {
  const ballots = ["ada", "ben", "cleo", "dina", "elias"].map((name) => cast(name));
  const earlier = ["fatima", "ghali", "hind"].map((name) => cast(name, ["no"], "c"));
  const before = logOf({ ballots: earlier.map((each) => each.text) });
  const laid = layBatch(
    sha256,
    before.head,
    batchOf({
      notes: [{ kind: "paused" }, { kind: "resumed" }],
      ballots: ballots.map((each) => each.text),
      withdrawals: [
        ...earlier.map((each) => takenBack(each, indexOf(before.entries, each))),
        takenBack(ballots[0]!, "this-batch"),
      ],
      close: { reason: "time" },
    }),
  );
  const lines = linesOf(laid.entries);

  it("stands as notes, ballots, withdrawals, close, seal", () => {
    expect(lines.map(kindOf).join(" ")).toBe(
      "note note ballot ballot ballot ballot ballot withdraw withdraw withdraw withdraw close seal",
    );
    expect(lines.slice(0, 2)).toEqual([`note {"kind":"paused"}`, `note {"kind":"resumed"}`]);
  });

  it("has its ballots and its withdrawals in ascending order of leaf hash", () => {
    expect(lines.slice(2, 7)).toEqual(ascending(ballots.map((each) => each.text)));
    expect(lines.slice(7, 11)).toEqual(ascending(lines.slice(7, 11)));
  });

  it("logs a ballot taken back while it waited, and its withdrawal, which names its index", () => {
    const index = before.head.size + lines.indexOf(ballots[0]!.text);
    expect(lines.slice(7, 11)).toContain(`withdraw ${index} ${bytes32("ada")}`);
  });

  it("states the whole tally so far in its seal", () => {
    expect(lines.at(-1)).toMatch(
      /^seal 2 {"eat":{"ballots":{"a":5,"c":3},"withdrawn":{"a":1,"c":3},"options":{"yes":{"a":4,"c":0},"no":{"a":0,"c":0}}},/,
    );
    expect(laid.head).toMatchObject({ size: before.head.size + 13, seals: 3 });
  });

  it("leaves the head it was laid on as it was", () => {
    expect(before.head).toMatchObject({ size: 6, seals: 2, counts: { eat: { ballots: { a: 0, c: 3 } } } });
  });

  it("is laid the same in whatever order its ballots arrive", () => {
    const texts = ballots.map((each) => each.text);
    fc.assert(
      fc.property(fc.shuffledSubarray(texts, { minLength: texts.length }), (shuffled) => {
        const one = layBatch(sha256, before.head, batchOf({ ballots: texts }));
        expect(layBatch(sha256, before.head, batchOf({ ballots: shuffled }))).toEqual(one);
      }),
    );
  });

  it("is not laid from what is no ballot, nor a withdrawal without its ballot: bugs upstream", () => {
    const lay = (changes: Parameters<typeof batchOf>[0]) => () => layBatch(sha256, before.head, batchOf(changes));
    expect(lay({ ballots: ["seal 1 {}"] })).toThrow("not a ballot entry");
    expect(lay({ withdrawals: [takenBack(cast("nobody"), "this-batch")] })).toThrow(
      "a withdrawal came without its ballot",
    );
  });
});

describe("any log laid batch by batch", () => {
  /** What happens to one ballot: the batch it is cast in, and how many batches later it is taken back, if ever. */
  const life = fc.record({
    answer: fc.constantFrom<[string, string[]]>(
      ["eat", ["yes"]],
      ["eat", ["no"]],
      ["kinds", ["wheat", "maize"]],
      ["kinds", ["none"]],
    ),
    class: fc.constantFrom("a" as const, "c" as const),
    batch: fc.nat(4),
    takenBackAfter: fc.option(fc.nat(4), { nil: undefined }),
  });

  it("recounts to the tally of its ballots and withdrawals, counted one by one", () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 40 }), fc.boolean(), (lives, closes) => {
        const log = opened();
        const expected = emptyCounts(definition);
        const casts: Cast[] = lives.map((each, i) => cast(`voter ${i}`, each.answer[1], each.class, each.answer[0]));
        for (let batch = 0; batch <= 8; batch++) {
          const now = (i: number) => lives[i]?.batch === batch;
          const backNow = (i: number) => {
            const { takenBackAfter, batch: castIn } = lives[i]!;
            return takenBackAfter !== undefined && castIn + takenBackAfter === batch;
          };
          const laid = layBatch(
            sha256,
            log.head,
            batchOf({
              notes: batch % 3 === 0 ? [{ kind: "counters" }] : [],
              ballots: casts.filter((_, i) => now(i)).map((each) => each.text),
              withdrawals: casts.flatMap((each, i) =>
                backNow(i) ? [takenBack(each, now(i) ? "this-batch" : indexOf(log.entries, each))] : [],
              ),
              ...(closes && batch === 8 && { close: { reason: "time" } }),
            }),
          );
          log.entries.push(...laid.entries);
          log.head = laid.head;
        }
        for (const { answer, class: ballotClass, takenBackAfter } of lives) {
          const ballot = { question: answer[0], choice: answer[1], class: ballotClass };
          countBallot(expected, ballot);
          if (takenBackAfter !== undefined) countWithdrawal(expected, ballot);
        }
        expect(recount(log.entries)).toEqual({
          kind: "counted",
          size: log.entries.length,
          seals: 10,
          counts: expected,
          closed: closes,
        });
        expect(log.head).toEqual({ size: log.entries.length, seals: 10, counts: expected });
        expect(ballotsIn(expected)).toBe(lives.length);
      }),
      { numRuns: 60 },
    );
  });
});
