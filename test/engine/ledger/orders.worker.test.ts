import { describe, expect, it, test } from "vitest";
import { type Phase, type PollState, phaseAt } from "../../../src/domain/phase.ts";
import type { LedgerMemory } from "../../../src/engine/ledger/memory.ts";
import { closing, type Order, ordered, orderedByTime, pausing, resuming } from "../../../src/engine/ledger/orders.ts";
import { parsed } from "../../domain/a-definition.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const opens = "2026-11-24T13:00:00Z";
const open: PollState = { version: 3, published: true, paused: false };

/** A poll in each phase, as its ledger remembers it. */
const IN: Record<Phase, { state: PollState; opens?: string }> = {
  draft: { state: { version: 0, published: false, paused: false } },
  scheduled: { state: open, opens },
  open: { state: open },
  paused: { state: { ...open, paused: true } },
  closing: { state: { ...open, closingAt: NOW - 1 } },
  closed: { state: { ...open, closingAt: NOW - 2, closedAt: NOW - 1 } },
};

function memoryOf(phase: Phase, changes: Partial<LedgerMemory> = {}): LedgerMemory {
  const { state, opens } = IN[phase];
  const definition = { ...parsed(), ...(opens !== undefined && { opens }) };
  expect(phaseAt(definition, state, NOW)).toBe(phase);
  const log = { origin: "", vkey: "", promiseVkey: "" };
  return {
    poll: { definition, state, log },
    ordered: state,
    notes: [],
    publishedSeal: 0,
    publishedVersion: 3,
    ...changes,
  };
}

/** The phase after an order, once every box has taken it; nothing where it is not possible. */
function phaseAfter(phase: Phase, order: Order): Phase | undefined {
  const given = ordered(memoryOf(phase), order, NOW);
  return given && phaseAt(given.poll.definition, given.ordered, NOW);
}

describe("what can be ordered in each phase, and what comes of it", () => {
  test.each<[Phase, pause: Phase | undefined, resume: Phase | undefined, close: Phase | undefined]>([
    ["draft", undefined, undefined, undefined],
    ["scheduled", undefined, undefined, "closing"],
    ["open", "paused", undefined, "closing"],
    ["paused", undefined, "open", "closing"],
    ["closing", undefined, undefined, "closing"],
    ["closed", undefined, undefined, undefined],
  ])("%s", (phase, pause, resume, close) => {
    expect([
      phaseAfter(phase, pausing()),
      phaseAfter(phase, resuming()),
      phaseAfter(phase, closing("over", NOW)),
    ]).toEqual([pause, resume, close]);
  });
});

it("an order raises the version, so that no box takes an older state for a newer one", () => {
  expect(ordered(memoryOf("open"), pausing(), NOW)?.ordered.version).toBe(4);
});

it("a pause is noted with the role that gave it, a close keeps role and reason of the first who closed", () => {
  expect(ordered(memoryOf("open"), pausing("editor"), NOW)?.notes).toEqual([
    { event: "paused", by: "editor", at: "2026-11-24T12:00:00.000Z" },
  ]);
  const first = ordered(memoryOf("open"), closing("over", NOW, "owner"), NOW);
  const second = first && ordered(first, closing("again", NOW + 1, "editor"), NOW);
  expect(second).toMatchObject({ closeReason: "over", closedBy: "owner", ordered: { closingAt: NOW } });
});

it("the closing time closes by itself, once, and in nobody's name", () => {
  const definition = { ...parsed(), closes: "2026-11-24T12:00:00Z" };
  const memory = memoryOf("open", { poll: { ...memoryOf("open").poll, definition } });
  expect(orderedByTime(memory, NOW - 1)).toBeUndefined();
  const closed = orderedByTime(memory, NOW);
  expect(closed).toMatchObject({ closeReason: "closing time", ordered: { closingAt: NOW, version: 4 } });
  expect(closed?.closedBy).toBeUndefined();
  expect(closed && orderedByTime(closed, NOW + 1)).toBeUndefined();
});
