import { describe, expect, it } from "vitest";
import { LANGUAGES, type Language } from "../../src/domain/language.ts";
import seed from "../../src/domain/seed/facebook-hour.json" with { type: "json" };
import { deskStrings } from "../../src/i18n/desk.ts";
import { deskPollStrings } from "../../src/i18n/desk-polls.ts";
import { storedWordsOf } from "../../src/i18n/stored.ts";
import { stringsOf } from "../../src/i18n/strings.ts";

const entries = (language: Language): [string, string[]][] =>
  Object.entries(stringsOf(language)).map(([key, value]) => [
    key,
    typeof value === "string" ? [value] : Object.values(value as Record<string, string>),
  ]);
const sentences = (language: Language) => entries(language).flatMap(([, values]) => values);
const placesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe.each(LANGUAGES)("the words in %s", (language) => {
  it("are there under every key, and say something", () => {
    expect(
      entries(language)
        .map(([key]) => key)
        .sort(),
    ).toEqual(
      entries("ar")
        .map(([key]) => key)
        .sort(),
    );
    expect(sentences(language).filter((each) => each.trim() === "")).toEqual([]);
  });

  it("have the same places for values as the Arabic ones", () => {
    const places = (from: Language) =>
      Object.fromEntries(
        Object.entries(stringsOf(from)).flatMap(([key, value]) =>
          typeof value === "string" ? [[key, placesIn(value)]] : [],
        ),
      );
    expect(places(language)).toEqual(places("ar"));
  });

  it("have all plural forms that the language distinguishes", () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, value] of Object.entries(stringsOf(language)))
      if (typeof value === "object" && !Array.isArray(value) && key === "votes")
        expect(Object.keys(value).sort()).toEqual([...categories].sort());
  });
});

it("French punctuation never begins a line: the space before it does not break", () => {
  const french = [stringsOf, deskStrings, deskPollStrings, storedWordsOf].map((wordsOf) =>
    JSON.stringify(wordsOf("fr")),
  );
  const asked = JSON.stringify(seed).matchAll(/"fr":"([^"]*)"/g);
  for (const words of [...french, ...Array.from(asked, ([, text]) => text)])
    expect(words?.match(/.{0,20} [:;?!%»]|« .{0,20}/g) ?? []).toEqual([]);
});

describe("what this is called", () => {
  it("is never an opinion poll, but where that is denied", () => {
    const named = sentences("ar").filter((each) => each.includes("استطلاع رأي"));
    expect(named).toEqual(["ليس هذا استطلاع رأي بالمعنى القانوني أو العلمي."]);
    expect(sentences("fr").filter((each) => /sondage/i.test(each))).toEqual([
      "Ce n’est pas un sondage d’opinion, ni au sens de la loi ni au sens scientifique.",
    ]);
    expect(sentences("en").filter((each) => /opinion poll/i.test(each))).toEqual([
      "This is not an opinion poll, in law or in science.",
    ]);
  });
});

describe("every refusal says that nothing was counted", () => {
  const REFUSALS = [
    "err.closed",
    "err.500",
    "err.question",
    "err.form",
    "err.size",
    "err.foreign",
    "err.method",
    "busy",
    "already-used",
    "already-voted",
    "not-open",
    "not-open.scheduled",
    "not-open.paused",
  ] as const;
  it.each(REFUSALS)("%s", (key) => {
    expect(stringsOf("ar")[key]).toMatch(/لم يُحتسب/);
    expect(stringsOf("fr")[key]).toMatch(/n’est pas compté|aucun vote n’est compté/);
    expect(stringsOf("en")[key]).toMatch(/not counted|no vote was counted/);
  });
  it("and an unconfirmed vote that pressing again counts once only", () => {
    expect(stringsOf("ar").unconfirmed).toContain("لن يُحتسب إلا مرة واحدة");
    expect(stringsOf("fr").unconfirmed).toContain("ne comptera qu’une fois");
    expect(stringsOf("en").unconfirmed).toContain("counts once only");
  });
});

it("no French line starts with its punctuation", () => {
  expect(sentences("fr").filter((each) => / [:;?!%»]|« /.test(each))).toEqual([]);
});

it("Arabic words carry no tanwin alif, as in the article", () => {
  expect(sentences("ar").filter((each) => /ًا|اً/.test(each))).toEqual([]);
});
