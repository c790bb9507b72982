import { expect, test } from "vitest";
import { directionOf, inLanguage } from "../../src/domain/language.ts";

test("words come in the reader's language, else in Arabic, else in any", () => {
  expect(inLanguage({ ar: "خبز", fr: "pain" }, "fr")).toBe("pain");
  expect(inLanguage({ ar: "خبز", fr: "pain" }, "en")).toBe("خبز");
  expect(inLanguage({ fr: "pain" }, "en")).toBe("pain");
  expect(inLanguage({}, "en")).toBe("");
});

test("Arabic runs from right to left, French and English from left to right", () => {
  expect([directionOf("ar"), directionOf("fr"), directionOf("en")]).toEqual(["rtl", "ltr", "ltr"]);
});
