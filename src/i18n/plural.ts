/** Forms by the plural categories of CLDR; `{n}` is the number. Categories that a language lacks are left out. */
export type Plural = { [C in Exclude<Intl.LDMLPluralRule, "other">]?: string } & { other: string };

/** Every key of the Arabic words, each of the same kind: a sentence, a list of them, or the forms of a plural. */
export type InAnyLanguage<Arabic> = {
  [K in keyof Arabic]: Arabic[K] extends string
    ? string
    : Arabic[K] extends readonly string[]
      ? readonly string[]
      : Plural;
};
