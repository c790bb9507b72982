import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/domain/language.ts";
import { PLACES, STORED } from "../../src/engine/schema.ts";
import { storedWordsOf } from "../../src/i18n/stored.ts";

const textsIn = (value: unknown): string[] =>
  typeof value === "string" ? [value] : Object.values(value as object).flatMap(textsIn);

describe.each(LANGUAGES)("the register of what is stored, in %s", (language) => {
  it("has words for everything declared, and for nothing else", () => {
    const { places } = storedWordsOf(language);
    for (const place of PLACES) expect(Object.keys(places[place].items)).toEqual(Object.keys(STORED[place]));
    expect(textsIn(storedWordsOf(language)).filter((each) => each.trim() === "")).toEqual([]);
  });
});

it("Arabic words carry no tanwin alif, and no French line starts with its punctuation", () => {
  expect(textsIn(storedWordsOf("ar")).filter((each) => /ًا|اً/.test(each))).toEqual([]);
  expect(textsIn(storedWordsOf("fr")).filter((each) => / [:;?!%»]|« /.test(each))).toEqual([]);
});
