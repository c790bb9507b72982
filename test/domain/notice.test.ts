import { describe, expect, it, test } from "vitest";
import {
  type Correction,
  correct,
  correctableWords,
  type Notice,
  noteOf,
  noticesIn,
  reasonErrors,
  withLogged,
} from "../../src/domain/notice.ts";
import { parsed } from "./a-definition.ts";

const AT = Date.parse("2026-11-24T12:00:00Z");
const reason = { ar: "خطأ مطبعي" };
const correction = (changes: Partial<Correction> = {}): Correction => ({
  field: "questions[0].options[1].label",
  after: { ar: "كلا" },
  reason,
  ...changes,
});

describe("a correction of a published poll", () => {
  it("changes the words it names, in the languages it names, and nothing else", () => {
    const before = parsed();
    const outcome = correct(before, correction(), AT);
    if (outcome.kind !== "corrected") throw new Error(outcome.kind);
    const expected = parsed();
    expected.questions[0]!.options[1]!.label.ar = "كلا";
    expect(outcome.definition).toEqual(expected);
    expect(before).toEqual(parsed());
  });

  it("leaves both wordings to see, with its reason and its day", () => {
    expect(correct(parsed(), correction({ after: { ar: "كلا", en: "No" } }), AT)).toMatchObject({
      notice: {
        kind: "corrected",
        at: AT,
        field: "questions[0].options[1].label",
        before: { ar: "لا" },
        after: { ar: "كلا" },
        reason,
      },
    });
  });

  test.each([
    "id",
    "questions[0].id",
    "questions[0].kind",
    "questions[0].options",
    "questions[0].options[9].label",
    "questions[0].options[0].id",
    "rules.results",
    "opens",
    "closes",
    "source.quote",
    "__proto__",
  ])("cannot touch %s", (field) => {
    expect(correct(parsed(), correction({ field }), AT)).toEqual({ kind: "not-correctable" });
  });

  it("cannot add a language that the poll does not have", () => {
    expect(correct(parsed(), correction({ after: { fr: "Non" } }), AT)).toEqual({ kind: "unchanged" });
  });

  it("is none where the words are the same", () => {
    expect(correct(parsed(), correction({ after: { ar: "لا" } }), AT)).toEqual({ kind: "unchanged" });
  });

  it("must leave a definition that could have been opened", () => {
    expect(correct(parsed(), correction({ after: { ar: "=1+1" } }), AT)).toEqual({
      kind: "invalid",
      errors: [{ field: "questions[0].options[1].label.ar", code: "formula" }],
    });
  });

  it("must say why", () => {
    expect(correct(parsed(), correction({ reason: {} }), AT)).toMatchObject({
      kind: "invalid",
      errors: [{ field: "reason", code: "empty" }],
    });
  });

  it("can touch every word that readers see", () => {
    expect(correctableWords(parsed()).map(({ field }) => field)).toEqual([
      "title",
      "questions[0].text",
      "questions[0].options[0].label",
      "questions[0].options[1].label",
      "questions[1].text",
      "questions[1].options[0].label",
      "questions[1].options[1].label",
      "questions[1].options[2].label",
      "questions[1].options[3].label",
      "publisher",
      "sponsor",
      "contact",
      "host",
      "country",
    ]);
  });
});

test.each([
  [{}, { code: "empty" }],
  [{ en: "  " }, { code: "empty" }],
  [{ en: "x".repeat(601) }, { code: "long", params: { n: 600 } }],
  [{ en: "two\nlines" }, { code: "control" }],
])("a reason %j: %j", (reason, fault) => {
  expect(reasonErrors(reason)[0]).toMatchObject(fault);
});

it("tells the log of a notice by role, with both wordings, its time last", () => {
  const outcome = correct(parsed(), correction(), AT);
  if (outcome.kind !== "corrected") throw new Error(outcome.kind);
  expect(JSON.stringify(noteOf(outcome.notice, "editor"))).toBe(
    '{"event":"corrected","by":"editor","field":"questions[0].options[1].label","before":{"ar":"لا"},"after":{"ar":"كلا"},"reason":{"ar":"خطأ مطبعي"},"at":"2026-11-24T12:00:00.000Z"}',
  );
  expect(JSON.stringify(noteOf({ kind: "voided", at: AT, reason }, undefined))).toBe(
    '{"event":"voided","reason":{"ar":"خطأ مطبعي"},"at":"2026-11-24T12:00:00.000Z"}',
  );
});

test("notices are read back from the notes of a log, where other notes stand too", () => {
  const notices: Notice[] = [
    { kind: "corrected", at: AT, field: "title", before: { ar: "أ" }, after: { ar: "ب" }, reason },
    { kind: "voided", at: AT + 1, reason },
  ];
  const notes = [
    { event: "paused", at: "2026-11-24T12:00:00.000Z" },
    ...notices.map((each) => noteOf(each, "editor")),
    { event: "voided", at: "yesterday", reason },
  ];
  expect(noticesIn(JSON.parse(JSON.stringify(notes)))).toEqual(notices);
});

describe("a record of a poll that missed what its log tells", () => {
  const outcome = correct(parsed(), correction(), AT);
  if (outcome.kind !== "corrected") throw new Error(outcome.kind);
  const note = noteOf(outcome.notice, "editor");
  const voided = { kind: "voided" as const, at: AT + 1, reason };

  it("is given the notice and its wording", () => {
    const { definition, notice } = outcome;
    expect(withLogged({ definition: parsed() }, [note])).toEqual({ definition, notices: [notice] });
  });

  it("keeps what only it tells, in order, and nothing comes twice", () => {
    const once = withLogged({ definition: parsed(), notices: [voided] }, [note, { event: "paused", at: "x" }]);
    expect(once.notices).toEqual([outcome.notice, voided]);
    expect(withLogged(once, [note])).toBe(once);
  });
});
