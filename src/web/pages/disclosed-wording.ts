import { mostAnswers } from "../../domain/ballot.ts";
import type { PollDefinition, Question } from "../../domain/definition.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { formatterOf } from "../../i18n/format.ts";
import { LANGUAGE_NAMES, words } from "../../i18n/index.ts";
import { isolate } from "../../i18n/plain.ts";
import type { Disclosed } from "./disclosure-items.ts";

/** The article that the question comes from, with its day. */
export const article = ({ title, date }: NonNullable<PollDefinition["source"]>, language: Language): Disclosed => ({
  kind: "term",
  name: words(language, "reader")["aapor.article"],
  value: {
    kind: "sentence",
    template: "{title} ({date})",
    values: { title, date: formatterOf(language).longDate(Date.parse(`${date}T12:00:00Z`)) },
  },
});

/** The poll's languages, the page's own first: the first decides which way the list runs. */
export const languageNames = ({ languages }: PollDefinition, own: Language): string =>
  languages
    .toSorted((one, other) => Number(other === own) - Number(one === own))
    .map((each) => isolate(LANGUAGE_NAMES[each]))
    .join(" · ");

/** A question as it was shown in a language. */
export function wording(question: Question, language: Language): Disclosed {
  const strings = words(language, "reader");
  const most = mostAnswers(question);
  const kind = most === 1 ? strings["method.single"] : formatterOf(language).plural(strings["hint.upto"], most);
  return {
    kind: "wording",
    language,
    text: inLanguage(question.text, language),
    hint: kind.replace(/\.$/, ""),
    options: question.options.map((option) => inLanguage(option.label, language)),
  };
}
