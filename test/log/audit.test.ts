import { describe, expect, it, test } from "vitest";
import { Audit, type AuditClaims, type Verdict } from "../../src/log/audit.ts";
import { BAD_LOGS } from "./bad-logs.ts";
import { sha256, verify } from "./node-crypto.ts";
import {
  earlier,
  foreignPromise,
  honest,
  keptPromises,
  type ShownLog,
  SIZE,
  stillOpen,
  unknownPromise,
} from "./shown-log.ts";

function auditOf({ entries, ...log }: ShownLog, more: Partial<AuditClaims> = {}): Verdict {
  const audit = new Audit(sha256, verify, { ...log, ...more });
  for (const entry of entries) if (!audit.add(entry)) break;
  return audit.verdict();
}

it("an honest log is true, with its tally and its size", () => {
  expect(auditOf(honest)).toMatchObject({
    kind: "true",
    checkpoint: { origin: "news.example/log/bread", size: SIZE },
    recount: {
      seals: 4,
      closed: true,
      counts: { eat: { ballots: { a: 540, c: 0 }, withdrawn: { a: 1, c: 0 } } },
    },
  });
});

it("it still begins with every checkpoint it ever had", () => {
  expect(auditOf(honest, { since: earlier }).kind).toBe("true");
  expect(auditOf(honest, { since: stillOpen.checkpoint }).kind).toBe("true");
  expect(auditOf(honest, { since: honest.checkpoint }).kind).toBe("true");
});

it("entries after those that the checkpoint covers are none of its business", () => {
  expect(auditOf({ ...honest, checkpoint: stillOpen.checkpoint })).toMatchObject({
    kind: "true",
    recount: { seals: 3, closed: false },
  });
});

describe("a dishonest log is false, and the first fault is named with its place", () => {
  test.each(BAD_LOGS.map((bad) => [bad.what, bad] as const))("%s", (_, { what: _what, fault, index, ...log }) => {
    expect(auditOf(log)).toEqual({ kind: "false", fault, ...(index !== undefined && { index }) });
  });

  test.each(BAD_LOGS.map((bad) => [bad.what, bad] as const))(
    "%s, to somebody who kept an earlier checkpoint",
    (_, { what: _what, fault, index, ...log }) => {
      const verdict = auditOf(log, { since: log.since ?? earlier });
      expect(verdict.kind).toBe("false");
      // A lie about what the earlier checkpoint covers may show in it first; a later one is named as it is without.
      if (verdict.kind === "false" && verdict.fault.kind !== "shrank")
        expect(verdict).toEqual({ kind: "false", fault, ...(index !== undefined && { index }) });
    },
  );
});

describe("promises", () => {
  it("are kept when their ballots are in the log", () => {
    expect(auditOf(honest, { promises: keptPromises })).toMatchObject({
      kind: "true",
      promises: { kept: 2, waiting: 0, foreign: 0 },
    });
  });

  it("may wait for as long as the log is open", () => {
    expect(auditOf(stillOpen, { promises: [...keptPromises, unknownPromise] })).toMatchObject({
      kind: "true",
      promises: { kept: 1, waiting: 2, foreign: 0 },
    });
  });

  it("that the log's own key did not give prove nothing against it", () => {
    const forged = unknownPromise.replace(/leaf .*/, `leaf ${"A".repeat(43)}=`);
    expect(auditOf(honest, { promises: [foreignPromise, forged, "leaf", honest.checkpoint] })).toMatchObject({
      kind: "true",
      promises: { kept: 0, waiting: 0, foreign: 4 },
    });
  });
});
