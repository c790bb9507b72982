/** What is wrong with a draft, by field, in the desk's words. */
import { checkDraft, type Draft } from "../../../domain/draft.ts";
import { partsOf, valueAt, withValue } from "../../../domain/draft-path.ts";
import { LANGUAGES, type Language } from "../../../domain/language.ts";
import { readWallTime } from "../../../i18n/casablanca.ts";
import { fill } from "../../../i18n/format.ts";
import { type AllWords, LANGUAGE_NAMES, words } from "../../../i18n/index.ts";
import { faultSaid } from "../../../web/http/problem.ts";

/** What stands between a draft and its opening, in the desk's words. */
export interface DraftErrors {
  /** By path, in the order of the form: fields that hold something wrong. */
  wrong: Map<string, string>;
  /** And those that are still empty. */
  missing: Map<string, string>;
}

/** Checks a draft as it would open at `now` (milliseconds since 1970). Each field has its first fault. */
export function draftErrors(draft: Draft, now: number, language: Language): DraftErrors {
  const found: DraftErrors = { wrong: new Map(), missing: new Map() };
  note(draft);
  // A fault of shape hides what else is missing: with it out of the way, the rest shows.
  if (found.wrong.size > 0)
    note([...found.wrong.keys()].reduce((mended, path) => withValue(mended, path, standIn(path)), draft));
  return found;

  function note(checkedDraft: Draft): void {
    const checked = checkDraft(checkedDraft, now);
    if (checked.kind === "definition") return;
    for (const { field, ...fault } of checked.errors) {
      const value = valueAt(draft, field);
      const list = isEmpty(value) ? found.missing : found.wrong;
      if (found.wrong.has(field) || list.has(field)) continue;
      const isSkipped = typeof value === "string" && readWallTime(value).kind === "skipped";
      const { message } = faultSaid({ field, ...fault }, language);
      list.set(field, isSkipped ? words(language, "desk")["time.skipped"] : message);
    }
  }
}

/** Words stand for words that are wrong; anything else may be left out. */
const standIn = (path: string): string | undefined =>
  LANGUAGES.some((each) => path.endsWith(`.${each}`)) ? "…" : undefined;

const isEmpty = (value: unknown): boolean => value === undefined || JSON.stringify(value) === "{}";

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
