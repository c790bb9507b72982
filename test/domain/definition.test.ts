import { describe, expect, it, test } from "vitest";
import { MOST_DEFINITION_BYTES, mainQuestion, parseDefinition, withBoxes } from "../../src/domain/definition.ts";
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
  const idRule = "must be 1 to 32 of the characters a-z, 0-9 and -";
  const numberRule = "must not be a number: it is a key of the tally, and numbers lose their place in JSON";
  const momentRule = "must be a time in UTC such as 2026-07-30T20:00:00Z";
  const siteRule = "must be a site such as https://news.example or https://*.news.example";
  const label = { ar: "أ", en: "A" };
  const thirteen = Array.from({ length: 13 }, (_, i) => ({ id: `o${i}`, label }));
  const nine = Array.from({ length: 9 }, (_, i) => ({ ...written().questions[1], id: `q${i}`, required: i === 0 }));

  test.each<[path: string, value: unknown, field: string, message: string]>([
    ["id", "Bread", "id", idRule],
    ["id", "", "id", idRule],
    ["id", "a".repeat(33), "id", idRule],
    ["id", "a b", "id", idRule],
    ["id", undefined, "id", idRule],
    ["questions.0.options.1.id", "لا", "questions[0].options[1].id", idRule],
    ["questions.0.options.1.id", "2026", "questions[0].options[1].id", numberRule],
    ["questions.1.id", "7", "questions[1].id", numberRule],
    ["questions.0.options.1.id", "yes", "questions[0].options[1].id", "must not repeat an earlier id"],
    ["questions.1.id", "eat", "questions[1].id", "must not repeat an earlier id"],
    ["languages", [], "languages", "must name at least one of: ar, fr, en"],
    ["languages", "ar", "languages", "must be a list of languages"],
    ["languages", ["ar", "de"], "languages[1]", "must be one of: ar, fr, en"],
    ["languages", ["ar", "en", "ar"], "languages", "must name each language once"],
    ["title.en", undefined, "title.en", "is required: the poll names this language"],
    ["title.de", "Brot", "title", "has an unknown language; allowed: ar, fr, en"],
    ["title", "Bread", "title", "must be words by language"],
    ["title.en", "", "title.en", "must not be empty"],
    ["title.en", "a".repeat(601), "title.en", "must be at most 600 characters"],
    ["title.en", "=1+1", "title.en", "must not start with = + - @ or white space"],
    ["title.en", " =1+1", "title.en", "must not start with = + - @ or white space"],
    ["title.en", "\uFF1D1+1", "title.en", "must not start with = + - @ or white space"],
    ["title.en", "\uFF20SUM(A1)", "title.en", "must not start with = + - @ or white space"],
    ["title.en", "\u200F=1+1", "title.en", "must not start with = + - @ or white space"],
    ["title.en", "Bread\nand butter", "title.en", "must not contain control characters or line breaks"],
    ["title.en", 7, "title.en", "must be text"],
    ["publisher.ar", undefined, "publisher.ar", "is required: the poll names this language"],
    ["sponsor", undefined, "sponsor", "must be words by language"],
    ["questions", [], "questions", "must have at least 1 question"],
    ["questions", nine, "questions", "must have at most 8 questions"],
    ["questions", {}, "questions", "must be a list of questions"],
    ["questions.0", "eat", "questions[0]", "must be an object with: id, kind, required, max, text, options"],
    ["questions.0.kind", "ranked", "questions[0].kind", "must be one of: single, multiple"],
    ["questions.0.required", false, "questions[0].required", "must be true: the first question is the main one"],
    ["questions.1.required", true, "questions[1].required", "must be false: only the first question is the main one"],
    ["questions.1.required", "no", "questions[1].required", "must be true or false"],
    ["questions.0.max", 2, "questions[0].max", "is only for a multiple question"],
    ["questions.1.max", 5, "questions[1].max", "must not exceed the number of options"],
    ["questions.1.max", 1, "questions[1].max", "must be a whole number from 2 to 12"],
    ["questions.1.max", 2.5, "questions[1].max", "must be a whole number from 2 to 12"],
    ["questions.0.text.ar", undefined, "questions[0].text.ar", "is required: the poll names this language"],
    ["questions.0.options", [{ id: "yes", label }], "questions[0].options", "must have at least 2 options"],
    ["questions.0.options", thirteen, "questions[0].options", "must have at most 12 options"],
    ["questions.0.options.0.exclusive", true, "questions[0].options[0].exclusive", "is only for a multiple question"],
    [
      "questions.0.options.0.label.en",
      undefined,
      "questions[0].options[0].label.en",
      "is required: the poll names this language",
    ],
    [
      "questions.0.options.0.short",
      { en: "Y" },
      "questions[0].options[0].short.ar",
      "is required: the poll names this language",
    ],
    [
      "questions.0.options.0.colour",
      "red",
      "questions[0].options[0]",
      "has unknown fields (colour); allowed: id, exclusive, pledge, label, short",
    ],
    ["questions.1.options.0.pledge", true, "questions[1].options[0].pledge", "is only for the main question"],
    ["questions.0.options.0.pledge", true, "reminder", "is required: an option is a pledge"],
    ["reminder", { ar: "أ", en: "A" }, "reminder", "is only for a poll in which an option is a pledge"],
    ["frames", "https://news.example", "frames", "must be a list of sites"],
    ["frames", ["news.example"], "frames[0]", siteRule],
    ["frames", ["*"], "frames[0]", siteRule],
    ["frames", ["https://*"], "frames[0]", siteRule],
    ["frames", ["https://news.example/articles"], "frames[0]", siteRule],
    ["frames", ["https://news.example; script-src *"], "frames[0]", siteRule],
    ["frames", ["https://News.example"], "frames[0]", siteRule],
    ["frames", Array.from({ length: 51 }, () => "https://a.example"), "frames", "must name at most 50 sites"],
    ["opens", "2026-07-30 20:00", "opens", momentRule],
    ["opens", "2026-07-30T20:00:00+01:00", "opens", momentRule],
    ["closes", "9999-07-30T20:00:00Z", "closes", momentRule],
    ["rules", { results: "never" }, "rules.results", "must be one of: always, after-vote, after-close"],
    ["rules", { release: "hourly" }, "rules.release", "must be one of: live, batched"],
    ["rules", { boxes: 0 }, "rules.boxes", "must be a whole number from 1 to 64"],
    ["rules", { boxes: 65 }, "rules.boxes", "must be a whole number from 1 to 64"],
    [
      "rules",
      { quorum: 5 },
      "rules",
      "has unknown fields (quorum); allowed: results, release, boxes, allowance, ceiling",
    ],
    [
      "rules",
      { ceiling: { ipv4: 0, ipv6_64: 1, ipv6_56: 1, ipv6_48: 1 } },
      "rules.ceiling.ipv4",
      "must be a whole number from 1 to 1000000",
    ],
    [
      "source",
      { title: "T", quote: "Q", speaker: { ar: "أ", en: "A" }, date: "30 May" },
      "source.date",
      "must be a day such as 2019-05-30",
    ],
    [
      "source",
      { title: "T", quote: "Q", speaker: { ar: "أ", en: "A" }, date: "2019-05-30", url: "javascript:alert(1)" },
      "source.url",
      "must be an http or https address",
    ],
    [
      "source",
      { title: "T", quote: "Q", speaker: { ar: "أ" }, date: "2019-05-30" },
      "source.speaker.en",
      "is required: the poll names this language",
    ],
    [
      "prize",
      "a loaf",
      "definition",
      "has unknown fields (prize); allowed: id, languages, title, questions, opens, closes, rules, frames, reminder, source, publisher, sponsor, contact, host, country",
    ],
  ])("%s = %j: %s %s", (path, value, field, message) => {
    expect(parseDefinition(writtenWith(path, value))).toEqual({ kind: "invalid", errors: [{ field, message }] });
  });

  it("a pledge needs its reminder in every language of the poll", () => {
    const pledge = writtenWith("questions.0.options.0.pledge", true) as object;
    expect(parseDefinition({ ...pledge, reminder: { ar: "خبز" } })).toEqual({
      kind: "invalid",
      errors: [{ field: "reminder.en", message: "is required: the poll names this language" }],
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
      errors: [{ field: "definition", message: expect.stringMatching(/^must be an object with: id, languages, /) }],
    });
  });

  it("closing must come after opening", () => {
    const error = { field: "closes", message: "must be after opens" };
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
      errors: [{ field: "definition", message: "must be at most 64000 bytes of JSON: it is one entry of the log" }],
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
