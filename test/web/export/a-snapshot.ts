import { noCounters, type PollCounters } from "../../../src/domain/counters.ts";
import { type PollDefinition, parseDefinition } from "../../../src/domain/definition.ts";
import facebookHour from "../../../src/domain/seed/facebook-hour.json" with { type: "json" };
import { type Counts, emptyCounts } from "../../../src/domain/tally.ts";
import type { PollView } from "../../../src/engine/index.ts";
import type { Snapshot } from "../../../src/web/export/snapshot.ts";

export function aDefinition(change: (definition: typeof facebookHour) => void = () => {}): PollDefinition {
  const written = structuredClone(facebookHour);
  change(written);
  const parsed = parseDefinition(written);
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.errors));
  return parsed.definition;
}

/** 2877 voters on the main question: 412, 1187, 603, 511 and 164; 31 of the first from crowded networks; 3 withdrawn. */
export function someCounts(definition: PollDefinition): Counts {
  const counts = emptyCounts(definition);
  const pledge = counts.pledge;
  if (!pledge) throw new Error("no question pledge");
  pledge.ballots = { a: 2849, c: 31 };
  pledge.withdrawn = { a: 3, c: 0 };
  for (const [option, votes] of Object.entries({ leave: 381, hour: 1187, less: 603, same: 511, nonuser: 164 }))
    pledge.options[option] = { a: votes, c: option === "leave" ? 31 : 0 };
  return counts;
}

/** Bytes whose base64 begins with a plus sign, which a spreadsheet would take for a formula. */
const ROOT = Buffer.from([0xfb, ...Array.from({ length: 31 }, (_, i) => i)]).toString("base64");

/** 41 refusals of four kinds; no network that stands out but one of about 120; allowances forgotten twice. */
export const someCounters = (): PollCounters => ({
  refused: { ...noCounters().refused, invalid: 3, foreign: 1, "already-voted": 30, "too-many": 7 },
  largestNetwork: 120,
  restarts: 2,
});

export function aSnapshot(changes: Partial<Snapshot> = {}): Snapshot {
  const definition = changes.definition ?? aDefinition();
  return {
    definition,
    phase: "open",
    final: false,
    counts: someCounts(definition),
    counters: someCounters(),
    asOf: Date.parse("2026-07-19T20:05:00.123Z"),
    seal: 12,
    size: 2901,
    checkpoint: `vote.example/log/facebook-hour\n2901\n${ROOT}\n\n— vote.example/log/facebook-hour AAAA\n`,
    root: ROOT,
    origin: "vote.example/log/facebook-hour",
    notices: [],
    ...changes,
  };
}

export function viewOfSnapshot(snapshot: Snapshot): PollView {
  const { definition, phase, counts, asOf, seal, size, notices } = snapshot;
  return {
    definition,
    phase,
    notices,
    counters: noCounters(),
    log: { origin: snapshot.origin, vkey: "", promiseVkey: "" },
    tally: { poll: definition.id, phase, asOf, sequence: 0, counts, sealed: { seal, size, ballots: 0 } },
  };
}
