import { describe, expect, it, test } from "vitest";
import { alarmsOf } from "../../src/desk/pages/polls/alarms.ts";
import { fieldName } from "../../src/desk/pages/polls/faults.ts";
import { paceOf, SPANS, TEN_MINUTES_MS } from "../../src/desk/pages/polls/pace.ts";
import { checkDraft, type Draft, newDraft } from "../../src/domain/draft.ts";
import { LANGUAGES } from "../../src/domain/language.ts";
import type { LedgerHealth } from "../../src/engine/rpc.ts";
import { words } from "../../src/i18n/index.ts";
import { faultSaid } from "../../src/web/http/problem.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const health = (changes: Partial<LedgerHealth> = {}): LedgerHealth => ({
  seal: 7,
  size: 100,
  root: "",
  sealedAt: NOW - 60_000,
  publishedSeal: 7,
  failures: 0,
  waiting: [3, 0],
  notes: 0,
  ordering: false,
  ...changes,
});
const alarms = (changes: Partial<LedgerHealth> | undefined, batched = false) =>
  alarmsOf(changes && health(changes), { now: NOW, sealEveryMs: 60_000, batched });

describe("somebody is called", () => {
  test.each<[string, Partial<LedgerHealth> | undefined, unknown[]]>([
    ["not while all is well", {}, []],
    ["not while a seal is a little late", { sealedAt: NOW - 210_000 }, []],
    ["when votes wait three seals and 30 seconds", { sealedAt: NOW - 210_001 }, [{ kind: "stalled", forMs: 210_001 }]],
    ["not when nothing waits, however old the seal", { sealedAt: 0, waiting: [0, 0] }, []],
    ["when the archive is behind", { publishedSeal: 5 }, [{ kind: "archive", behind: 2 }]],
    ["not when it has had no time yet", { publishedSeal: 6, sealedAt: NOW - 30_000 }, []],
    ["at the third failure in a row", { failures: 3 }, [{ kind: "failing", times: 3 }]],
    ["not at the second", { failures: 2 }, []],
    ["when a box is silent", { waiting: [0, null] }, [{ kind: "box", numbers: [1] }]],
    ["when an order is under way", { ordering: true }, [{ kind: "ordering" }]],
    [
      "when the log is signed no more, first of all",
      { refused: "log-damaged", failures: 9 },
      [
        { kind: "refused", why: "log-damaged" },
        { kind: "failing", times: 9 },
      ],
    ],
    ["when the ledger does not answer", undefined, [{ kind: "unreachable" }]],
  ])("%s", (_, changes, expected) => {
    expect(alarms(changes)).toEqual(expected);
  });

  it("of a poll that holds ballots back only when there are enough to seal", () => {
    expect(alarms({ sealedAt: 0, waiting: [19, 0] }, true)).toEqual([]);
    expect(alarms({ sealedAt: 0, waiting: [19, 1] }, true)).toEqual([{ kind: "stalled", forMs: NOW }]);
  });
});

describe("the pace of a day", () => {
  const at = (minutesAgo: number) => NOW - minutesAgo * 60_000;
  const seal = (minutesAgo: number, a: number, c = 0) => ({ at: at(minutesAgo), ballots: { a, c } });

  it("puts what each seal added into its ten minutes, and nothing of what was before", () => {
    const spans = paceOf([seal(2000, 100), seal(15, 130, 2), seal(14, 135, 2), seal(3, 136, 2)], NOW);
    expect(spans).toHaveLength(SPANS);
    expect(spans.at(-2)).toEqual({ until: NOW - TEN_MINUTES_MS, a: 35, c: 2, surge: false });
    expect(spans.at(-1)).toEqual({ until: NOW, a: 1, c: 0, surge: false });
  });

  it("marks what is five times the usual, or mostly from crowded networks, once it is more than a few", () => {
    const usual = Array.from({ length: 10 }, (_, i) => seal(120 - i * 10, i * 12));
    const last = (a: number, c: number) => paceOf([...usual, seal(1, 108 + a, c)], NOW).at(-1)?.surge;
    expect([last(61, 0), last(60, 0), last(20, 30), last(20, 29), last(25, 25)]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });
});

describe("a fault of a draft", () => {
  const faults = (changes: Draft) => {
    const checked = checkDraft({ ...newDraft("bread", ["ar"]), ...changes }, NOW);
    return checked.kind === "invalid" ? checked.errors : [];
  };
  const option = (label: string) => ({ label: { ar: label } });
  const question = (changes: Draft) => ({
    kind: "single",
    text: { ar: "؟" },
    options: [option("a"), option("b")],
    ...changes,
  });

  it("is said in the desk's language, whichever it is", () => {
    const drafts: Draft[] = [
      {},
      { id: "No", languages: ["tlh"], title: { ar: "=x" }, opens: "soon", frames: ["x"], more: 1 },
      { languages: [], questions: [question({ kind: "ranked", max: "two", options: [option("a\n")] })] },
      {
        languages: ["ar", "ar"],
        opens: "2027-01-02T00:00:00Z",
        closes: "2027-01-01T00:00:00Z",
        rules: { boxes: 0, results: "never" },
      },
      { title: { ar: "x".repeat(601) }, source: { url: "ftp://x", date: "someday" }, closes: "2026-01-01T00:00:00Z" },
      {
        questions: [
          question({
            options: [
              { id: "1", ...option("a") },
              { id: "No", ...option("b") },
            ],
          }),
        ],
      },
      {
        questions: [
          question({ kind: "multiple", max: 9 }),
          question({ options: Array.from({ length: 13 }, () => option("x")) }),
        ],
      },
      {
        questions: [
          question({
            options: [
              { ...option("a"), pledge: true },
              { ...option("b"), id: "a" },
            ],
          }),
        ],
        reminder: {},
      },
      {
        questions: [
          question({
            options: [
              { ...option("a"), id: "a" },
              { ...option("b"), id: "a" },
            ],
          }),
        ],
        reminder: { ar: "x" },
      },
    ];
    const found = new Map(drafts.flatMap(faults).map((fault) => [fault.code, fault]));
    expect(found.size).toBeGreaterThan(18);
    for (const fault of found.values()) {
      const said = LANGUAGES.map((language) => faultSaid(fault, language).message);
      expect([fault.code, new Set(said).size]).toEqual([fault.code, 3]);
      expect(said.join()).not.toMatch(/\{\w+\}/);
    }
  });

  it("names its field as people call it", () => {
    const strings = words("en", "desk");
    expect(fieldName("questions[1].options[2].label.fr", strings)).toBe("Question 2 – Answer 3 – Answer (Français)");
    expect(fieldName("source.speaker.ar", strings)).toBe("Who said it (العربية)");
    expect(fieldName("questions[0].options", strings)).toBe("Question 1");
    expect(fieldName("closes", strings)).toBe("Closes (Casablanca time)");
    expect(fieldName("definition", strings)).toBe("The poll");
  });
});
