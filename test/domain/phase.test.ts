import { describe, expect, it, test } from "vitest";
import {
  DRAFT_STATE,
  type Phase,
  type PollState,
  phaseAt,
  takesBallots,
  takesWithdrawals,
} from "../../src/domain/phase.ts";

const opens = "2026-07-30T08:00:00Z";
const closes = "2026-07-30T20:00:00Z";
const at = (time: string) => Date.parse(`2026-07-30T${time}Z`);
const open: PollState = { version: 1, published: true, paused: false };

describe("the phase of a poll with an opening and a closing time", () => {
  test.each<[what: string, state: PollState, time: string, phase: Phase]>([
    ["a draft, at any time", DRAFT_STATE, "12:00:00", "draft"],
    ["published, a millisecond before it opens", open, "07:59:59.999", "scheduled"],
    ["published, the moment it opens", open, "08:00:00", "open"],
    ["a millisecond before it closes", open, "19:59:59.999", "open"],
    ["the moment it closes", open, "20:00:00", "closing"],
    ["paused", { ...open, paused: true }, "12:00:00", "paused"],
    ["paused before it opens", { ...open, paused: true }, "07:00:00", "scheduled"],
    ["paused until after it closes", { ...open, paused: true }, "20:00:00", "closing"],
    ["ordered to close early", { ...open, closingAt: at("12:00:00") }, "12:00:00", "closing"],
    ["ordered to close, on a clock set back", { ...open, closingAt: at("12:00:00") }, "07:00:00", "closing"],
    ["sealed for good", { ...open, closingAt: at("12:00:00"), closedAt: at("12:00:01") }, "12:00:01", "closed"],
    ["sealed for good, on a clock set back", { ...open, closedAt: at("12:00:01") }, "07:00:00", "closed"],
  ])("%s", (_, state, time, phase) => {
    expect(phaseAt({ opens, closes }, state, at(time))).toBe(phase);
  });
});

it("without times, a published poll is open until it is closed", () => {
  expect(phaseAt({}, open, 0)).toBe("open");
  expect(phaseAt({}, open, Number.MAX_SAFE_INTEGER)).toBe("open");
});

test("ballots count while open alone, withdrawals while open or paused", () => {
  const phases: Phase[] = ["draft", "scheduled", "open", "paused", "closing", "closed"];
  expect(phases.filter(takesBallots)).toEqual(["open"]);
  expect(phases.filter(takesWithdrawals)).toEqual(["open", "paused"]);
});
