import type { Language } from "../domain/language.ts";
import { ar } from "./ar/index.ts";
import { en } from "./en/index.ts";
import { fr } from "./fr/index.ts";
import type { InAnyLanguage } from "./plural.ts";

/** Everything that is said to people, by who reads it. One folder a language; Arabic says which keys there are. */
export interface AllWords {
  reader: InAnyLanguage<(typeof ar)["reader"]>;
  desk: InAnyLanguage<(typeof ar)["desk"]>;
  privacy: (typeof ar)["privacy"];
  api: InAnyLanguage<(typeof ar)["api"]>;
}

export type Namespace = keyof AllWords;

const byLanguage: Record<Language, AllWords> = { ar, fr, en };

/** The words of one language for one kind of reader. */
export const words = <N extends Namespace>(language: Language, namespace: N): AllWords[N] =>
  byLanguage[language][namespace];

/** Each language's own name, which is the same on every page. */
export const LANGUAGE_NAMES: Record<Language, string> = { ar: "العربية", fr: "Français", en: "English" };
