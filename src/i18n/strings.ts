import type { Language } from "../domain/language.ts";
import { ar } from "./strings.ar.ts";
import { en } from "./strings.en.ts";
import { fr } from "./strings.fr.ts";

/** Forms by the plural categories of CLDR; `{n}` is the number. Categories that a language lacks are left out. */
export type Plural = { [C in Exclude<Intl.LDMLPluralRule, "other">]?: string } & { other: string };

/** Every key stands in every language: Arabic says which there are, and of what kind. */
export type Strings = {
  [K in keyof typeof ar]: (typeof ar)[K] extends string
    ? string
    : (typeof ar)[K] extends readonly string[]
      ? readonly string[]
      : Plural;
};

const byLanguage: Record<Language, Strings> = { ar, fr, en };

export const stringsOf = (language: Language): Strings => byLanguage[language];

/** Each language's own name, which is the same on every page. */
export const LANGUAGE_NAMES: Record<Language, string> = { ar: "العربية", fr: "Français", en: "English" };
