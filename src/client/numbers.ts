import type { Language } from "../domain/language.ts";
import type { Plural } from "../i18n/plural.ts";

/**
 * The strings that the server's Intl makes, made here by hand: old phones carry older tables, and a figure must not
 * change its looks when it moves. Tested against Intl over integers and shares.
 */
const MARKS: Record<Language, { group: string; point: string; percent: string }> = {
  // U+200E on both sides holds the sign to the right of its number in Arabic.
  ar: { group: ".", point: ",", percent: "\u200e%\u200e" },
  fr: { group: "\u202f", point: ",", percent: "\u00a0%" },
  en: { group: ",", point: ".", percent: "%" },
};

/** Grouped from five digits on. */
export const integer = (language: Language, value: number): string =>
  value < 10_000 ? String(value) : String(value).replace(/\B(?=(\d{3})+$)/g, MARKS[language].group);

/** `part` of `whole` in percent without the sign, halves rounded up; 0 where there is no whole. */
export function percentage(language: Language, part: number, whole: number, decimals: 0 | 1): string {
  const unit = decimals === 0 ? 100 : 1_000;
  // In integers: a share such as 0.0145 has no exact binary form, and would round the wrong way.
  const rounded = whole === 0 ? 0 : Math.floor((2 * unit * part + whole) / (2 * whole));
  return decimals === 0 ? String(rounded) : `${Math.floor(rounded / 10)}${MARKS[language].point}${rounded % 10}`;
}

export const share = (language: Language, part: number, whole: number, decimals: 0 | 1): string =>
  percentage(language, part, whole, decimals) + MARKS[language].percent;

/** CLDR plural category of a whole number. */
function pluralCategory(language: Language, n: number): keyof Plural {
  if (language === "en") return n === 1 ? "one" : "other";
  if (language === "fr") return n < 2 ? "one" : n % 1_000_000 === 0 ? "many" : "other";
  if (n < 3) return n === 0 ? "zero" : n === 1 ? "one" : "two";
  const rest = n % 100;
  return rest >= 3 && rest <= 10 ? "few" : rest >= 11 ? "many" : "other";
}

export const counted = (language: Language, forms: Plural, n: number): string =>
  (forms[pluralCategory(language, n)] ?? forms.other).replace("{n}", integer(language, n));

/** HH:MM of a time in ISO 8601, `offset` minutes ahead of UTC. */
export const clock = (iso: string, offset: number): string =>
  new Date(Date.parse(iso) + offset * 60_000).toISOString().slice(11, 16);
