import { describe, expect, it, test } from "vitest";
import { changedFields, checkDraft, complete, type Draft, newDraft, readDraft, slug } from "../../src/domain/draft.ts";
import { act, withFields, withFrames } from "../../src/domain/draft-form.ts";
import { type Json, valueAt } from "../../src/domain/draft-path.ts";
import { written } from "./a-definition.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const draft = (changes: Record<string, Json> = {}): Draft =>
  readDraft({ ...(written() as Record<string, Json>), ...changes });

describe("a draft", () => {
  it("of a sound definition is that definition", () => {
    expect(checkDraft(draft(), NOW)).toMatchObject({ kind: "definition", definition: { id: "bread" } });
  });

  it("that has just begun names everything that is missing, by field", () => {
    const checked = checkDraft(newDraft("bread", ["ar"]), NOW);
    expect(checked.kind === "invalid" && checked.errors.map(({ field }) => field)).toEqual([
      "title.ar",
      "publisher.ar",
      "sponsor.ar",
      "contact.ar",
      "host.ar",
      "country.ar",
      "questions[0].text.ar",
      "questions[0].options[0].label.ar",
      "questions[0].options[1].label.ar",
      "questions[0].options[2].label.ar",
    ]);
  });

  it("takes who stands behind it from the newspaper's last poll", () => {
    expect(newDraft("bread", ["ar"], { publisher: { ar: "جريدة" } }).publisher).toEqual({ ar: "جريدة" });
  });

  test.each<[string, Json]>([
    ["nothing", null],
    ["a list", []],
    ["questions that are none", { questions: "?" }],
    ["options that are none", { questions: [{ options: 7 }] }],
  ])("can be made of %s, and is only found wanting", (_, json) => {
    const made = readDraft(json);
    expect(valueAt(made, "questions[0].options")).toHaveLength(2);
    expect(checkDraft(made, NOW).kind).toBe("invalid");
  });

  it("cannot open in the past, nor close there", () => {
    const past = "2026-11-24T12:00:00Z";
    expect(checkDraft(draft({ opens: past }), NOW)).toMatchObject({ kind: "invalid", errors: [{ field: "opens" }] });
    expect(checkDraft(draft({ closes: past }), NOW)).toMatchObject({ kind: "invalid", errors: [{ field: "closes" }] });
    expect(checkDraft(draft({ opens: past, closes: past }), NOW - 1)).toMatchObject({ kind: "invalid" });
    expect(checkDraft(draft({ opens: past }), NOW - 1).kind).toBe("definition");
  });

  it("leaves out what was left empty", () => {
    const options = [
      { id: "yes", label: { ar: "نعم", en: "Yes" }, short: {} },
      { id: "no", label: { ar: "لا", en: "No" } },
    ];
    const questions = [{ kind: "single", max: 2, text: { ar: "؟", en: "?" }, options }];
    expect(checkDraft(draft({ questions, source: { speaker: {} }, reminder: {} }), NOW).kind).toBe("definition");
  });

  it("names questions and answers by their words, once each", () => {
    const option = (en: string) => ({ label: { ar: "جواب", ...(en && { en }) } });
    const options = [option("Yes, always"), option("Yes: always!"), option(""), { id: "own", label: {} }];
    const made = complete(
      draft({
        questions: [
          { text: { en: "How much?" }, options },
          { text: {}, options },
        ],
      }),
    );
    expect(valueAt(made, "questions[0].id")).toBe("how-much");
    expect(valueAt(made, "questions[1].id")).toBe("question-2");
    const ids = [0, 1, 2, 3].map((o) => valueAt(made, `questions[0].options[${o}].id`));
    expect(ids).toEqual(["yes-always", "yes-always-2", "answer-3", "own"]);
  });
});

test.each([
  ["À l’école, une heure", "a-l-ecole-une-heure"],
  ["2026", ""],
  ["صوت", ""],
  ["I would use it at least an hour less a day", "i-would-use-it-at-least"],
])("the words %s give the id %j", (words, id) => {
  expect(slug(words)).toBe(id);
});

describe("the form of a draft", () => {
  it("sets what it names, and clears what was emptied", () => {
    const changed = withFields(draft(), [
      ["title.ar", " خبز الدار "],
      ["questions[0].options[1].label.en", ""],
      ["rules.results", "after-close"],
      ["rules.boxes", "8"],
      ["questions[1].max", "two"],
      ["languages", ""],
      ["languages", "ar"],
      ["languages", "fr"],
    ]);
    expect(valueAt(changed, "title.ar")).toBe("خبز الدار");
    expect(valueAt(changed, "questions[0].options[1].label")).toEqual({ ar: "لا" });
    expect(changed.rules).toEqual({ results: "after-close", boxes: 8 });
    expect(valueAt(changed, "questions[1].max")).toBe("two");
    expect(changed.languages).toEqual(["ar", "fr"]);
  });

  it("ticks and unticks", () => {
    const path = "questions[1].options[3].exclusive";
    expect(valueAt(withFields(draft(), [[path, ""]]), path)).toBeUndefined();
    expect(
      valueAt(
        withFields(draft(), [
          [path, ""],
          [path, "yes"],
        ]),
        path,
      ),
    ).toBe(true);
  });

  test.each([
    "id",
    "__proto__.x",
    "questions[0].__proto__",
    "rules.allowance.ipv4",
    "questions[0]",
    "title",
    "title.tlh",
  ])("cannot set %s", (path) => {
    expect(withFields(draft(), [[path, "x"]])).toEqual(draft());
  });

  it("says who may frame the poll: any site, none, or those listed", () => {
    expect(withFrames(draft(), "any", "").frames).toBeUndefined();
    expect(withFrames(draft(), "own", "https://a.example").frames).toEqual([]);
    expect(withFrames(draft(), "listed", "https://a.example\r\n https://b.example").frames).toEqual([
      "https://a.example",
      "https://b.example",
    ]);
  });

  const labels = (of: Draft, q = 1) =>
    [0, 1, 2, 3, 4].flatMap((o) => valueAt(of, `questions[${q}].options[${o}].label.en`) ?? []);

  test.each<[string, Json[]]>([
    ["move-up:1.2", ["Wheat", "Maize", "Barley", "None"]],
    ["move-down:1.0", ["Barley", "Wheat", "Maize", "None"]],
    ["move-up:1.0", ["Wheat", "Barley", "Maize", "None"]],
    ["move-down:1.3", ["Wheat", "Barley", "Maize", "None"]],
    ["remove-option:1.1", ["Wheat", "Maize", "None"]],
    ["remove-option:1.9", ["Wheat", "Barley", "Maize", "None"]],
    ["no-such-button:1.1", ["Wheat", "Barley", "Maize", "None"]],
  ])("the button %s", (button, expected) => {
    expect(labels(act(draft(), button))).toEqual(expected);
  });

  it("adds and removes questions and answers within the limits of a poll", () => {
    expect(valueAt(act(draft(), "add-option:0"), "questions[0].options[2]")).toEqual({ label: {} });
    expect(valueAt(act(draft(), "remove-option:0.0"), "questions[0].options")).toHaveLength(2);
    expect(valueAt(act(draft(), "add-question"), "questions")).toHaveLength(3);
    expect(valueAt(act(draft(), "remove-question:0"), "questions[0].id")).toBe("kinds");
    expect(valueAt(act(draft(), "move-question-up:1"), "questions[0].id")).toBe("kinds");
    const many = Array.from({ length: 20 }).reduce<Draft>(
      (one) => act(act(one, "add-option:0"), "add-question"),
      draft(),
    );
    expect([valueAt(many, "questions[0].options"), many.questions]).toMatchObject([{ length: 12 }, { length: 8 }]);
  });
});

it("names the fields that a save changed", () => {
  const after = withFields(draft(), [
    ["title.en", "Loaf"],
    ["opens", "2027-01-01T00:00:00Z"],
  ]);
  expect(changedFields(draft(), after)).toEqual(["title.en", "opens"]);
});
