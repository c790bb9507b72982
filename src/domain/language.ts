/** Languages a poll can be shown in. Arabic is the default and has no address prefix. */
export const LANGUAGES = ["ar", "fr", "en"] as const;

export type Language = (typeof LANGUAGES)[number];

export const DEFAULT_LANGUAGE: Language = "ar";

/**
 * For addresses that are the same in all languages: the language asked for where a poll has it, else Arabic, else its first.
 */
export const languageAmong = (languages: readonly Language[], asked?: string): Language =>
  languages.find((each) => each === asked) ??
  (languages.includes(DEFAULT_LANGUAGE) ? DEFAULT_LANGUAGE : (languages[0] ?? DEFAULT_LANGUAGE));

/** Writing direction, for the `dir` attribute. */
export const directionOf = (language: Language): "rtl" | "ltr" => (language === "ar" ? "rtl" : "ltr");

/** Words in one or more languages. Which ones are required is said by the definition's `languages`. */
export type Text = { [L in Language]?: string | undefined };

/**
 * The words in the reader's language, else in Arabic, else in whichever language has them.
 * A parsed definition has them in all of its languages, so the later choices serve only foreign text.
 */
export const inLanguage = (text: Text, language: Language): string =>
  text[language] ??
  text[DEFAULT_LANGUAGE] ??
  LANGUAGES.map((each) => text[each]).find((each) => each !== undefined) ??
  "";
