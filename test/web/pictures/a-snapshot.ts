import { noRefusals, type PollCounters } from "../../../src/domain/counters.ts";
import { type PollDefinition, parseDefinition } from "../../../src/domain/definition.ts";
import type { Notice } from "../../../src/domain/notice.ts";
import seed from "../../../src/domain/seed/facebook-hour.json" with { type: "json" };
import { emptyCounts } from "../../../src/domain/tally.ts";
import type { Snapshot } from "../../../src/web/export/snapshot.ts";

export const AS_OF = Date.parse("2026-07-19T20:05:00Z");

export function aDefinition(changes: Record<string, unknown> = {}): PollDefinition {
  const parsed = parseDefinition({
    ...seed,
    publisher: { ar: "الجريدة", fr: "Le Journal", en: "The Newspaper" },
    ...changes,
  });
  if (parsed.kind !== "definition") throw new Error(JSON.stringify(parsed.errors));
  return parsed.definition;
}

/** A seal with these votes of the main question, by option: those of class `a`, and those of class `c`. */
export function aSnapshot(
  votes: Record<string, number | readonly [a: number, c: number]>,
  { definition = aDefinition(), notices = [], ...changes }: Partial<Snapshot> & { notices?: readonly Notice[] } = {},
): Snapshot {
  const counts = emptyCounts(definition);
  const main = counts[definition.questions[0]?.id ?? ""];
  if (!main) throw new Error("no main question");
  for (const [option, given] of Object.entries(votes)) {
    const [a, c] = typeof given === "number" ? [given, 0] : given;
    main.options[option] = { a, c };
    main.ballots.a += a;
    main.ballots.c += c;
  }
  return {
    definition,
    phase: "open",
    final: false,
    counts,
    asOf: AS_OF,
    seal: 12,
    size: 2941,
    checkpoint: "",
    root: "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
    origin: "vote.example.org/log/facebook-hour",
    notices,
    ...changes,
  };
}

/** 41 refusals of four kinds, a network that stands out, allowances forgotten twice. */
export const SEEN: PollCounters = {
  refused: { ...noRefusals(), invalid: 3, foreign: 1, "already-voted": 30, "too-many": 7 },
  largestNetwork: 120,
  restarts: 2,
};

/** Figures of 2877 voters, with shares that do not round alike. */
export const USUAL = { leave: 412, hour: [1150, 37], less: 603, same: 511, nonuser: 164 } as const satisfies Record<
  string,
  number | readonly [number, number]
>;
