import { partsOf } from "../../../domain/draft-path.ts";
import { LANGUAGES } from "../../../domain/language.ts";
import { fill } from "../../../i18n/format.ts";
import { type AllWords, LANGUAGE_NAMES } from "../../../i18n/index.ts";

/** A path of a definition as people call it: "Question 1, answer 2: Answer (العربية)". */
export function fieldName(path: string, strings: AllWords["desk"]): string {
  const parts = partsOf(path);
  const names: string[] = [];
  let key = "";
  for (const [i, part] of parts.entries()) {
    if (typeof part === "number") {
      const template = parts[i - 1] === "options" ? strings.answer : strings.question;
      if (parts[i - 1] === "questions" || parts[i - 1] === "options")
        names.push(fill(template, { n: String(part + 1) }));
    } else if (part !== "questions" && part !== "options") key = key ? `${key}.${part}` : part;
  }
  const language = LANGUAGES.find((each) => key.endsWith(`.${each}`));
  const word = language ? key.slice(0, -3) : key;
  if (isKey(word, strings)) names.push(strings[word]);
  else if (word !== "") names.push(word);
  return `${names.join(" – ")}${language ? ` (${LANGUAGE_NAMES[language]})` : ""}` || strings.definition;
}

const isKey = (word: string, strings: AllWords["desk"]): word is keyof AllWords["desk"] => Object.hasOwn(strings, word);
