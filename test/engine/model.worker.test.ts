import { runDurableObjectAlarm } from "cloudflare:test";
import fc from "fast-check";
import { expect, it, vi } from "vitest";
import type { PollDefinition } from "../../src/domain/definition.ts";
import type { Phase } from "../../src/domain/phase.ts";
import { sha256 } from "../../src/engine/keys.ts";
import { faultInEnglish } from "../../src/log/fault.ts";
import { lockOf } from "../../src/log/lock.ts";
import { amount } from "../long.ts";
import { archivedLines, archivedRecount, boxOf, bytes32, evict, ledgerOf, openPoll } from "./a-poll.ts";

/** A poll as simple as it can be thought: who voted what, who took it back, and the phase. */
class Model {
  phase: Phase = "open";
  readonly ballots = new Map<number, string>();
  readonly withdrawn = new Set<number>();

  cast(voter: number, option: string): string {
    const before = this.ballots.get(voter);
    if (before !== undefined) return before === option ? "counted" : "already-used";
    if (this.phase !== "open") return "not-open";
    this.ballots.set(voter, option);
    return "counted";
  }

  withdraw(voter: number): string {
    if (!this.ballots.has(voter)) return "not-found";
    if (this.withdrawn.has(voter)) return "withdrawn";
    if (this.phase !== "open" && this.phase !== "paused") return "not-open";
    this.withdrawn.add(voter);
    return "withdrawn";
  }

  votesFor(option: string): number {
    return [...this.ballots].filter(([voter, choice]) => choice === option && !this.withdrawn.has(voter)).length;
  }
}

const BOXES = 3;
const OPTIONS = ["leave", "hour", "same"];

interface Real {
  poll: PollDefinition;
}

/** Locks of the test's voters; like the gateway, it always sends a voter's lock to the same box. */
const lock = (poll: PollDefinition, voter: number) =>
  lockOf(sha256, `localhost:8787/log/${poll.id}`, "pledge", bytes32(`voter ${voter}`));
const boxFor = (poll: PollDefinition, voter: number) => boxOf(poll, voter % BOXES);

type Step = fc.AsyncCommand<Model, Real>;
const step = (name: string, run: (model: Model, real: Real) => Promise<void>): Step => ({
  check: () => true,
  run,
  toString: () => name,
});

const cast = (voter: number, option: string) =>
  step(`voter ${voter} votes ${option}`, async (model, { poll }) => {
    const outcome = await boxFor(poll, voter).cast({
      question: "pledge",
      choice: [option],
      lock: lock(poll, voter),
      class: "a",
      marked: false,
    });
    expect(outcome.kind).toBe(model.cast(voter, option));
  });

const castAtOnce = (voter: number, option: string) =>
  step(`voter ${voter} sends ${option} three times at once`, async (model, { poll }) => {
    const expected = model.cast(voter, option);
    const request = {
      question: "pledge",
      choice: [option],
      lock: lock(poll, voter),
      class: "a",
      marked: false,
    } as const;
    const outcomes = await Promise.all([1, 2, 3].map(() => boxFor(poll, voter).cast(request)));
    expect(outcomes.map((outcome) => outcome.kind)).toEqual([expected, expected, expected]);
  });

const withdraw = (voter: number) =>
  step(`voter ${voter} takes it back`, async (model, { poll }) => {
    const secret = bytes32(`voter ${voter}`);
    const outcome = await boxFor(poll, voter).withdraw({ question: "pledge", lock: lock(poll, voter), secret });
    expect(outcome.kind).toBe(model.withdraw(voter));
  });

const order = (what: "pause" | "resume", from: Phase, to: Phase) =>
  step(what, async (model, { poll }) => {
    const outcome = await ledgerOf(poll)[what]();
    const possible = model.phase === from;
    if (possible) model.phase = to;
    expect(outcome).toEqual({ kind: possible ? "done" : "not-possible", phase: model.phase });
  });

const close = step("close", async (model, { poll }) => {
  const outcome = await ledgerOf(poll).close("the model said so");
  expect(outcome.kind).toBe(model.phase === "closed" ? "not-possible" : "done");
  model.phase = "closed";
});

const others: Step[] = [
  step("seal", async (_, { poll }) => ledgerOf(poll).seal()),
  step("the ledger is evicted", async (_, { poll }) => evict(ledgerOf(poll))),
  step("the ledger's alarm", async (_, { poll }) => void (await runDurableObjectAlarm(ledgerOf(poll)))),
  order("pause", "open", "paused"),
  order("resume", "paused", "open"),
];

const voter = fc.integer({ min: 0, max: 11 });
const option = fc.constantFrom(...OPTIONS);
const box = fc.integer({ min: 0, max: BOXES - 1 });
const commands = fc.commands(
  [
    fc.tuple(voter, option).map(([who, what]) => cast(who, what)),
    fc.tuple(voter, option).map(([who, what]) => cast(who, what)),
    fc.tuple(voter, option).map(([who, what]) => castAtOnce(who, what)),
    voter.map(withdraw),
    box.map((number) => step(`box ${number} is evicted`, async (_, { poll }) => evict(boxOf(poll, number)))),
    box.map((number) =>
      step(`alarm of box ${number}`, async (_, { poll }) => void (await runDurableObjectAlarm(boxOf(poll, number)))),
    ),
    ...others.map((each) => fc.constant(each)),
    fc.constant(close),
  ],
  { maxCommands: 40 },
);

it("does what a simple model does, whatever comes in whatever order, and the archive recounts to it", async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (steps) => {
      const model = new Model();
      const poll = await openPoll({ rules: { boxes: BOXES } });
      await fc.asyncModelRun(() => ({ model, real: { poll } }), steps);

      // Live tally = what the model counts (invariant 2), by the boxes and by the ledger.
      const votes = OPTIONS.map((id) => ({ a: model.votesFor(id), c: 0 }));
      await vi.waitFor(async () => {
        const options = (await ledgerOf(poll).view())?.tally.counts.pledge?.options;
        expect(OPTIONS.map((id) => options?.[id])).toEqual(votes);
      }, 3_000);

      // Everything acknowledged is in the log, exactly once (invariant 1), and every seal is a recount.
      await ledgerOf(poll).seal();
      const recounted = await archivedRecount(poll);
      if (recounted.kind === "fault") throw new Error(`entry ${recounted.index}: ${faultInEnglish(recounted.fault)}`);
      expect(OPTIONS.map((id) => recounted.counts.pledge?.options[id])).toEqual(votes);
      expect(recounted.closed).toBe(model.phase === "closed");
      const logged = (await archivedLines(poll)).filter((line) => line.startsWith("ballot ")).sort();
      const expected = [...model.ballots].map(([who, what]) => `ballot pledge a ${lock(poll, who)} ${what}`).sort();
      expect(logged).toEqual(expected);
    }),
    { numRuns: amount(8, 100) },
  );
}, 300_000);
