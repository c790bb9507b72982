import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/domain/language.ts";
import { casablancaOffset, fill, formatterOf } from "../../src/i18n/format.ts";
import { EXPECTED_FORMS, EXPECTED_VOTES, formsOf, votesOf } from "./moroccan-forms.ts";

describe.each(LANGUAGES)("in %s", (language) => {
  it("numbers, shares, dates and times are those of the Moroccan press, to the code point", () => {
    expect(formsOf(language)).toEqual(EXPECTED_FORMS[language]);
  });

  it("votes are counted in the right plural", () => {
    expect(votesOf(language)).toEqual(EXPECTED_VOTES[language]);
  });
});

it("Casablanca is an hour ahead of UTC, and level with it in Ramadan", () => {
  expect(casablancaOffset(Date.parse("2026-05-01T12:00:00Z"))).toBe(60);
  expect(casablancaOffset(Date.parse("2026-03-01T12:00:00Z"))).toBe(0);
});

it("a share of one in seven is rounded once", () => {
  expect(formatterOf("en").percentage(1 / 7, 1)).toBe("14.3");
  expect(formatterOf("en").share(1 / 8, 0)).toBe("13%");
});

it("a place without a value stays visible", () => {
  expect(fill("{a} of {b}", { a: "1" })).toBe("1 of {b}");
});
