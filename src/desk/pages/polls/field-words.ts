import { partsOf } from "../../../domain/draft-path.ts";
import { LANGUAGES } from "../../../domain/language.ts";
import { fill } from "../../../i18n/format.ts";
import { type AllWords, LANGUAGE_NAMES } from "../../../i18n/index.ts";

/** What the checks of a definition say, and the desk's words for it. `{n}` and `{m}` are what the brackets catch. */
const ERRORS: readonly [RegExp, keyof AllWords["desk"]][] = [
  [/^is required: the poll names/, "err.required"],
  [/^is required: an option is a pledge/, "err.pledge"],
  [/^must not be empty/, "err.empty"],
  [/^must be 1 to \d+ of the characters/, "err.id"],
  [/^must not be a number/, "err.number-id"],
  [/^must be at most (\d+) characters/, "err.long"],
  [/^must not start with/, "err.formula"],
  [/^must not contain control/, "err.control"],
  [/^must be a site/, "err.site"],
  [/^must be a time/, "err.time"],
  [/^must be a day/, "err.day"],
  [/^must be an http/, "err.url"],
  [/^must be a whole number from (\d+) to (\d+)/, "err.whole"],
  [/^must be one of/, "err.one-of"],
  [/^must have at least (\d+)/, "err.least"],
  [/^must (?:have|name) at most (\d+)/, "err.most"],
  [/^must name at least one of/, "err.required"],
  [/^must name each language once/, "err.language-once"],
  [/^is only for a multiple/, "err.only-multiple"],
  [/^is only for a poll in which/, "err.no-pledge"],
  [/^is only for the main/, "err.only-main"],
  [/^must not exceed the number of options/, "err.max"],
  [/^must not repeat/, "err.repeat"],
  [/^must be after opens/, "err.after-opens"],
  [/^must be in the future/, "err.future"],
  [/^has unknown fields \((.+?)\)/, "err.unknown"],
  [
    /^(?:must be text|must be true|must be false|must be a list|must be an object|must be words|has an unknown)/,
    "err.shape",
  ],
];

/** A message of the checks in the desk's language. One that is not known here stays as it is: better English than nothing. */
export function errorWords(message: string, strings: AllWords["desk"]): string {
  for (const [pattern, key] of ERRORS) {
    const [found, n = "", m = ""] = pattern.exec(message) ?? [];
    if (found !== undefined) return fill(strings[key], { n, m });
  }
  return message;
}

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
