import { describe, expect, it } from "vitest";
import { ACTS } from "../../src/desk/store/act.ts";
import { ROLES } from "../../src/desk/store/role.ts";
import { SCOPES } from "../../src/desk/store/scope.ts";
import { LANGUAGES } from "../../src/domain/language.ts";
import { deskStrings } from "../../src/i18n/desk.ts";

const placesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe.each(LANGUAGES)("the words of the desk in %s", (language) => {
  const strings: Record<string, string> = deskStrings(language);
  const arabic: Record<string, string> = deskStrings("ar");

  it("are there under every key, say something, and have the Arabic ones' places", () => {
    expect(Object.keys(strings).sort()).toEqual(Object.keys(arabic).sort());
    expect(Object.entries(strings).filter(([, text]) => text.trim() === "")).toEqual([]);
    for (const [key, text] of Object.entries(strings))
      expect([key, placesIn(text)]).toEqual([key, placesIn(arabic[key] ?? "")]);
  });

  it("name every act, role and scope", () => {
    for (const key of [
      ...ACTS.map((act) => `act.${act}`),
      ...ROLES.map((role) => `role.${role}`),
      ...SCOPES.map((scope) => `scope.${scope}`),
    ])
      expect([key, strings[key] !== undefined]).toEqual([key, true]);
  });
});

it("a refusal of a form says that nothing was changed", () => {
  for (const why of ["foreign", "signed-out", "role", "size", "shape", "stale"] as const) {
    expect(deskStrings("ar")[`refused.${why}`]).toContain("لم يتغير أي شيء");
    expect(deskStrings("fr")[`refused.${why}`]).toContain("Rien n’a changé");
    expect(deskStrings("en")[`refused.${why}`]).toContain("Nothing was changed");
  }
});

it("Arabic words carry no tanwin alif, no French line starts with its punctuation, nothing is called an opinion poll", () => {
  const words = LANGUAGES.flatMap((language) => Object.values(deskStrings(language)));
  expect(Object.values(deskStrings("ar")).filter((each) => /ًا|اً/.test(each))).toEqual([]);
  expect(Object.values(deskStrings("fr")).filter((each) => / [:;?!%»]|« /.test(each))).toEqual([]);
  expect(words.filter((each) => /استطلاع|sondage|opinion poll/i.test(each))).toEqual([]);
});
