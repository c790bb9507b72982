import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ACTS, ROLES, SCOPES } from "../../src/desk/store/contract.ts";
import { LANGUAGES, type Language } from "../../src/domain/language.ts";
import seed from "../../src/domain/seed/facebook-hour.json" with { type: "json" };
import { LIFETIMES, PLACES, PURPOSES, storedIn } from "../../src/engine/schema.ts";
import { type Namespace, words } from "../../src/i18n/index.ts";

const NAMESPACES = ["reader", "desk", "privacy", "api"] as const satisfies readonly Namespace[];

/** Every sentence by its path: `votes/one`, `privacy.not/0`. */
function sentences(language: Language, namespace: Namespace): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (path: string, value: unknown): void => {
    if (typeof value === "string") found.set(path, value);
    else for (const [key, inner] of Object.entries(value as object)) walk(path ? `${path}/${key}` : key, inner);
  };
  walk("", words(language, namespace));
  return found;
}
const said = (language: Language): string[] =>
  NAMESPACES.flatMap((namespace) => [...sentences(language, namespace).values()]);

const placesIn = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
const pluralsIn = (language: Language): [string, Record<string, string>][] =>
  Object.entries(words(language, "reader")).flatMap(([key, value]) =>
    typeof value === "object" && "other" in value ? [[key, { ...value }] as [string, Record<string, string>]] : [],
  );

describe.each(LANGUAGES)("the words in %s", (language) => {
  it.each(NAMESPACES)("for %s stand under every key of the Arabic ones, and say something", (namespace) => {
    expect(Object.keys(words(language, namespace)).sort()).toEqual(Object.keys(words("ar", namespace)).sort());
    expect([...sentences(language, namespace)].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  it.each(NAMESPACES)("for %s have the same places for values as the Arabic ones", (namespace) => {
    const arabic = Object.entries(words("ar", namespace)).filter(([, value]) => typeof value === "string");
    expect(arabic.length).toBeGreaterThan(0);
    const own: Record<string, unknown> = { ...words(language, namespace) };
    for (const [key, value] of arabic)
      expect([key, placesIn(String(own[key]))]).toEqual([key, placesIn(String(value))]);
  });

  it("have the plural forms that the language distinguishes, and the number in the general one", () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plurals = pluralsIn(language);
    expect(plurals.map(([key]) => key)).toEqual(pluralsIn("ar").map(([key]) => key));
    for (const [key, forms] of plurals) {
      expect([key, Object.keys(forms).filter((each) => !categories.some((known) => known === each))]).toEqual([
        key,
        [],
      ]);
      expect([key, forms.other]).toEqual([key, expect.stringContaining("{n}")]);
    }
    expect(Object.keys(words(language, "reader").votes).sort()).toEqual([...categories].sort());
  });

  it("name every act, role and scope of the desk", () => {
    const named: Record<string, unknown> = words(language, "desk");
    const keys = [...ACTS.map((act) => `act.${act}`), ...ROLES.map((role) => `role.${role}`)];
    for (const key of [...keys, ...SCOPES.map((scope) => `scope.${scope}`)])
      expect([key, typeof named[key]]).toEqual([key, "string"]);
  });

  it("say of everything that is stored what for and for how long, and of nothing else", () => {
    const { purposes, lifetimes } = words(language, "privacy");
    const everything = PLACES.flatMap(storedIn);
    expect(Object.keys(purposes)).toEqual([...PURPOSES]);
    expect(new Set(everything.map(({ purpose }) => purpose))).toEqual(new Set(PURPOSES));
    expect(Object.keys(lifetimes)).toEqual([...LIFETIMES]);
    expect(new Set(everything.map(({ lifetime }) => lifetime))).toEqual(new Set(LIFETIMES));
  });
});

it("every key is used somewhere", () => {
  const src = join(import.meta.dirname, "../../src");
  const code = readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.startsWith("i18n/") && !path.startsWith("built/"))
    .map((path) => readFileSync(join(src, path), "utf8"))
    .join("\n");
  const named = new Set([...code.matchAll(/"([\w.:-]+)"/g)].map(([, name]) => name));
  const properties = new Set([...code.matchAll(/[.{,]\s*(\w+)/g)].map(([, name]) => name));
  // `act.${act}`: what begins like that is named by its values, which the compiler knows.
  const beginnings = [...code.matchAll(/`([\w.:-]+[.:-])\$\{/g)].map(([, name]) => name ?? "");
  const endings = [...code.matchAll(/`\$\{[^}`]*\}([.:-][\w.:-]+)`/g)].map(([, name]) => name ?? "");
  const isUsed = (key: string): boolean =>
    named.has(key) ||
    properties.has(key) ||
    beginnings.some((beginning) => key.startsWith(beginning)) ||
    endings.some((ending) => key.endsWith(ending));
  for (const namespace of ["reader", "desk", "api"] as const)
    expect([namespace, Object.keys(words("ar", namespace)).filter((key) => !isUsed(key))]).toEqual([namespace, []]);
});

describe("how each language is printed", () => {
  it("no French line starts with its punctuation: the space before it does not break", () => {
    const asked = Array.from(JSON.stringify(seed).matchAll(/"fr":"([^"]*)"/g), ([, text]) => text ?? "");
    expect(asked.length).toBeGreaterThan(10);
    expect([...said("fr"), ...asked].filter((each) => / [:;?!%»]|« /.test(each))).toEqual([]);
  });

  it("Arabic words carry no tanwin alif, as in the article", () => {
    expect(said("ar").filter((each) => /ًا|اً/.test(each))).toEqual([]);
  });

  it("this is never called an opinion poll, but where that is denied", () => {
    const named = LANGUAGES.flatMap(said).filter((each) => /استطلاع رأي|sondage|opinion poll/i.test(each));
    expect(named).toEqual([
      "ليس هذا استطلاع رأي بالمعنى القانوني أو العلمي.",
      "Ce n’est pas un sondage d’opinion, ni au sens de la loi ni au sens scientifique.",
      "This is not an opinion poll, in law or in science.",
    ]);
  });
});

describe("every refusal says that nothing was counted", () => {
  const REFUSALS = [
    "err.closed",
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
    expect(words("ar", "reader")[key]).toMatch(/لم يُحتسب/);
    expect(words("fr", "reader")[key]).toMatch(/n’est pas compté|aucun vote n’est compté/);
    expect(words("en", "reader")[key]).toMatch(/not counted|no vote was counted/);
  });

  it("and an unconfirmed vote that pressing again counts once only", () => {
    expect(words("ar", "reader").unconfirmed).toContain("لن يُحتسب إلا مرة واحدة");
    expect(words("fr", "reader").unconfirmed).toContain("ne comptera qu’une fois");
    expect(words("en", "reader").unconfirmed).toContain("counts once only");
  });

  it.each(["foreign", "signed-out", "role", "size", "shape", "stale"] as const)("at the desk: %s", (why) => {
    expect(words("ar", "desk")[`refused.${why}`]).toContain("لم يتغير أي شيء");
    expect(words("fr", "desk")[`refused.${why}`]).toContain("Rien n’a changé");
    expect(words("en", "desk")[`refused.${why}`]).toContain("Nothing was changed");
  });
});
