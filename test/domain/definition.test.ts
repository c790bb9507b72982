import { describe, expect, it, test } from "vitest";
import { MOST_DEFINITION_BYTES, mainQuestion, parseDefinition, withBoxes } from "../../src/domain/definition.ts";
import type { Fault } from "../../src/domain/definition-schema.ts";
import { LIMITS } from "../../src/domain/numbers.ts";
import facebookHour from "../../src/domain/seed/facebook-hour.json";
import { logIdentity, pollKeys } from "../../src/engine/keys.ts";
import { formatEntry } from "../../src/log/entry.ts";
import { utf8 } from "../../src/log/text.ts";
import { parsed, written, writtenWith } from "./a-definition.ts";

describe("a definition that leaves its rules out", () => {
  it("has every one of them written out", () => {
    expect(parsed().rules).toEqual({
      results: "always",
      release: "live",
      boxes: 4,
      allowance: { ipv4: 20, ipv6_64: 5, ipv6_56: 20, ipv6_48: 100, firstHour: { ipv4: 5, ipv6_64: 1 } },
      ceiling: { ipv4: 1000, ipv6_64: 100, ipv6_56: 500, ipv6_48: 2000 },
    });
  });

  it("keeps the rules it names and has the others written out", () => {
    const { rules } = parsed({ ...written(), rules: { results: "after-close", boxes: 1 } });
    expect([rules.results, rules.boxes, rules.release, rules.allowance.ipv4]).toEqual(["after-close", 1, "live", 20]);
  });

  it("asks a follow-up as an optional question", () => {
    expect(parsed().questions.map((each) => each.required)).toEqual([true, false]);
  });
});

test("the shipped poll is a valid definition in three languages", () => {
  const definition = parsed(facebookHour);
  expect(mainQuestion(definition).id).toBe("pledge");
  expect(definition.questions.map((each) => each.id)).toEqual(["pledge", "concern", "hosting", "equality"]);
});

test("a parsed definition parses again to itself", () => {
  expect(parsed(JSON.parse(JSON.stringify(parsed())))).toEqual(parsed());
});

describe("an error names the field and what is allowed", () => {
  const idRule: Fault = { code: "id" };
  const numberRule: Fault = { code: "number-id" };
  const momentRule: Fault = { code: "time" };
  const siteRule: Fault = { code: "site" };
  const label = { ar: "أ", en: "A" };
  const thirteen = Array.from({ length: 13 }, (_, i) => ({ id: `o${i}`, label }));
  const nine = Array.from({ length: 9 }, (_, i) => ({ ...written().questions[1], id: `q${i}`, required: i === 0 }));

  test.each<[path: string, value: unknown, field: string, fault: Fault]>([
    ["id", "Bread", "id", idRule],
    ["id", "", "id", idRule],
    ["id", "a".repeat(33), "id", idRule],
    ["id", "a b", "id", idRule],
    ["id", undefined, "id", idRule],
    ["questions.0.options.1.id", "لا", "questions[0].options[1].id", idRule],
    ["questions.0.options.1.id", "2026", "questions[0].options[1].id", numberRule],
    ["questions.1.id", "7", "questions[1].id", numberRule],
    ["questions.0.options.1.id", "yes", "questions[0].options[1].id", { code: "repeat" }],
    ["questions.1.id", "eat", "questions[1].id", { code: "repeat" }],
    ["languages", [], "languages", { code: "required" }],
    ["languages", "ar", "languages", { code: "shape" }],
    ["languages", ["ar", "de"], "languages[1]", { code: "one-of", params: { values: "ar, fr, en" } }],
    ["languages", ["ar", "en", "ar"], "languages", { code: "language-once" }],
    ["title.en", undefined, "title.en", { code: "required" }],
    ["title.de", "Brot", "title", { code: "unknown", params: { n: "de" } }],
    ["title", "Bread", "title", { code: "shape" }],
    ["title.en", "", "title.en", { code: "empty" }],
    ["title.en", "a".repeat(601), "title.en", { code: "long", params: { n: 600 } }],
    ["title.en", "=1+1", "title.en", { code: "formula" }],
    ["title.en", " =1+1", "title.en", { code: "formula" }],
    ["title.en", "\uFF1D1+1", "title.en", { code: "formula" }],
    ["title.en", "\uFF20SUM(A1)", "title.en", { code: "formula" }],
    ["title.en", "\u200F=1+1", "title.en", { code: "formula" }],
    ["title.en", "Bread\nand butter", "title.en", { code: "control" }],
    ["title.en", 7, "title.en", { code: "shape" }],
    ["publisher.ar", undefined, "publisher.ar", { code: "required" }],
    ["sponsor", undefined, "sponsor", { code: "shape" }],
    ["questions", [], "questions", { code: "least", params: { n: 1 } }],
    ["questions", nine, "questions", { code: "most", params: { n: 8 } }],
    ["questions", {}, "questions", { code: "shape" }],
    ["questions.0", "eat", "questions[0]", { code: "shape" }],
    ["questions.0.kind", "ranked", "questions[0].kind", { code: "one-of", params: { values: "single, multiple" } }],
    ["questions.0.required", false, "questions[0].required", { code: "main" }],
    ["questions.1.required", true, "questions[1].required", { code: "main" }],
    ["questions.1.required", "no", "questions[1].required", { code: "shape" }],
    ["questions.0.max", 2, "questions[0].max", { code: "only-multiple" }],
    ["questions.1.max", 5, "questions[1].max", { code: "max" }],
    ["questions.1.max", 1, "questions[1].max", { code: "whole", params: { n: 2, m: 12 } }],
    ["questions.1.max", 2.5, "questions[1].max", { code: "whole", params: { n: 2, m: 12 } }],
    ["questions.0.text.ar", undefined, "questions[0].text.ar", { code: "required" }],
    ["questions.0.options", [{ id: "yes", label }], "questions[0].options", { code: "least", params: { n: 2 } }],
    ["questions.0.options", thirteen, "questions[0].options", { code: "most", params: { n: 12 } }],
    ["questions.0.options.0.exclusive", true, "questions[0].options[0].exclusive", { code: "only-multiple" }],
    ["questions.0.options.0.label.en", undefined, "questions[0].options[0].label.en", { code: "required" }],
    ["questions.0.options.0.short", { en: "Y" }, "questions[0].options[0].short.ar", { code: "required" }],
    ["questions.0.options.0.colour", "red", "questions[0].options[0]", { code: "unknown", params: { n: "colour" } }],
    ["questions.1.options.0.pledge", true, "questions[1].options[0].pledge", { code: "only-main" }],
    ["questions.0.options.0.pledge", true, "reminder", { code: "pledge" }],
    ["reminder", { ar: "أ", en: "A" }, "reminder", { code: "no-pledge" }],
    ["frames", "https://news.example", "frames", { code: "shape" }],
    ["frames", ["news.example"], "frames[0]", siteRule],
    ["frames", ["*"], "frames[0]", siteRule],
    ["frames", ["https://*"], "frames[0]", siteRule],
    ["frames", ["https://news.example/articles"], "frames[0]", siteRule],
    ["frames", ["https://news.example; script-src *"], "frames[0]", siteRule],
    ["frames", ["https://News.example"], "frames[0]", siteRule],
    ["frames", Array.from({ length: 51 }, () => "https://a.example"), "frames", { code: "most", params: { n: 50 } }],
    ["opens", "2026-07-30 20:00", "opens", momentRule],
    ["opens", "2026-07-30T20:00:00+01:00", "opens", momentRule],
    ["closes", "9999-07-30T20:00:00Z", "closes", momentRule],
    [
      "rules",
      { results: "never" },
      "rules.results",
      { code: "one-of", params: { values: "always, after-vote, after-close" } },
    ],
    ["rules", { release: "hourly" }, "rules.release", { code: "one-of", params: { values: "live, batched" } }],
    ["rules", { boxes: 0 }, "rules.boxes", { code: "whole", params: { n: 1, m: 64 } }],
    ["rules", { boxes: 65 }, "rules.boxes", { code: "whole", params: { n: 1, m: 64 } }],
    ["rules", { quorum: 5 }, "rules", { code: "unknown", params: { n: "quorum" } }],
    [
      "rules",
      { ceiling: { ipv4: 0, ipv6_64: 1, ipv6_56: 1, ipv6_48: 1 } },
      "rules.ceiling.ipv4",
      { code: "whole", params: { n: 1, m: 1000000 } },
    ],
    [
      "source",
      { title: "T", quote: "Q", speaker: { ar: "أ", en: "A" }, date: "30 May" },
      "source.date",
      { code: "day" },
    ],
    [
      "source",
      { title: "T", quote: "Q", speaker: { ar: "أ", en: "A" }, date: "2019-05-30", url: "javascript:alert(1)" },
      "source.url",
      { code: "url" },
    ],
    [
      "source",
      { title: "T", quote: "Q", speaker: { ar: "أ" }, date: "2019-05-30" },
      "source.speaker.en",
      { code: "required" },
    ],
    ["prize", "a loaf", "definition", { code: "unknown", params: { n: "prize" } }],
  ])("%s = %j: %s %j", (path, value, field, fault) => {
    expect(parseDefinition(writtenWith(path, value))).toEqual({ kind: "invalid", errors: [{ field, ...fault }] });
  });

  it("a pledge needs its reminder in every language of the poll", () => {
    const pledge = writtenWith("questions.0.options.0.pledge", true) as object;
    expect(parseDefinition({ ...pledge, reminder: { ar: "خبز" } })).toEqual({
      kind: "invalid",
      errors: [{ field: "reminder.en", code: "required" }],
    });
    expect(parseDefinition({ ...pledge, reminder: { ar: "خبز", en: "Bread today" } }).kind).toBe("definition");
  });

  it.each([
    [[]],
    [["https://news.example"]],
    [["https://*.news.example", "http://localhost:8080", "https://xn--mgbai9azgqp6j.example:8443"]],
  ])("%j may frame it", (frames) => {
    expect(parsed({ ...written(), frames }).frames).toEqual(frames);
  });

  test.each([[null], ["poll"], [[]], [undefined]])("%j is no definition", (input) => {
    expect(parseDefinition(input)).toMatchObject({
      kind: "invalid",
      errors: [{ field: "definition", code: "shape" }],
    });
  });

  it("closing must come after opening", () => {
    const error = { field: "closes", code: "after-opens" };
    const times = { opens: "2026-07-30T20:00:00Z", closes: "2026-07-30T20:00:00Z" };
    expect(parseDefinition({ ...written(), ...times })).toEqual({ kind: "invalid", errors: [error] });
    expect(parseDefinition({ ...written(), ...times, closes: "2026-07-30T20:00:01Z" }).kind).toBe("definition");
  });

  it("all of them are named at once", () => {
    const twice = { ...written(), id: "", languages: ["ar", "de"] };
    expect(parseDefinition(twice)).toMatchObject({ errors: [{ field: "id" }, { field: "languages[1]" }] });
  });

  it("the longest fits one entry beside the names of a log with the longest host", () => {
    const origin = `${"h".repeat(253)}/log/${"p".repeat(LIMITS.idLength)}`;
    const identity = logIdentity(pollKeys(new Uint8Array(32), "p".repeat(LIMITS.idLength), origin));
    const rest = formatEntry({ kind: "open", json: { ...identity, definition: "" } });
    expect(utf8(rest).length + MOST_DEFINITION_BYTES).toBeLessThanOrEqual(65_535);
  });

  it("the whole must fit one entry of the log", () => {
    const long = { ar: "أ".repeat(600), en: "أ".repeat(600) };
    const options = Array.from({ length: 12 }, (_, i) => ({ id: `o${i}`, label: long, short: long }));
    const questions = [
      { ...written().questions[0], options },
      { ...written().questions[1], max: undefined, options },
    ];
    expect(parseDefinition({ ...written(), questions })).toMatchObject({
      errors: [{ field: "definition", code: "size", params: { n: 64000 } }],
    });
  });
});

it("a poll that does not say how many boxes it has gets those of its Sawt, and one that says keeps its own", () => {
  const rules = (input: object) => parsed(withBoxes(input, 2) as object).rules;
  expect(rules(written()).boxes).toBe(2);
  expect(rules({ ...written(), rules: { results: "after-close" } })).toMatchObject({
    results: "after-close",
    boxes: 2,
  });
  expect(rules({ ...written(), rules: { boxes: 7 } }).boxes).toBe(7);
  expect(withBoxes({ rules: "none" }, 2)).toEqual({ rules: "none" });
  expect(withBoxes("a poll", 2)).toBe("a poll");
});
