import { type Draft, IMPRINT } from "./draft.ts";
import { isRecord, type Json, valueAt, withValue } from "./draft-path.ts";
import { LANGUAGES } from "./language.ts";
import { LIMITS } from "./numbers.ts";

const BY_LANGUAGE = `\\.(${LANGUAGES.join("|")})`;

/** Paths that the form of a draft may set. Anything else that is sent changes nothing. */
const EDITABLE = new RegExp(
  `^(${[
    `(title|reminder|${IMPRINT.join("|")}|source\\.speaker)${BY_LANGUAGE}`,
    `questions\\[\\d\\]\\.(id|kind|max|text${BY_LANGUAGE})`,
    `questions\\[\\d\\]\\.options\\[\\d{1,2}\\]\\.(id|exclusive|pledge|(label|short)${BY_LANGUAGE})`,
    "opens|closes",
    "rules\\.(results|release|boxes)",
    "source\\.(title|quote|date|url)",
  ].join("|")})$`,
);
const NUMBERS = /\.(max|boxes)$/;
const TICKS = /\.(exclusive|pledge)$/;

/**
 * A draft with the fields of a form put in: an emptied field is gone, a number that is none stays for the checks to name,
 * and of a name that is sent twice the last counts (a box that is ticked comes after its hidden "no").
 * What the form does not show, such as allowances that were imported, is left as it is.
 */
export function withFields(draft: Draft, fields: Iterable<readonly [path: string, value: string]>): Draft {
  let changed = draft;
  const languages: string[] = [];
  for (const [path, sent] of fields) {
    const value = sent.trim();
    if (path === "languages" && value !== "") languages.push(value);
    if (EDITABLE.test(path)) changed = withValue(changed, path, leafOf(path, value));
  }
  return languages.length > 0 ? withValue(changed, "languages", languages) : changed;
}

function leafOf(path: string, value: string): Json | undefined {
  if (value === "") return undefined;
  if (TICKS.test(path)) return value === "yes" ? true : undefined;
  return NUMBERS.test(path) && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

/** Who may frame a poll, as the form asks it: any site, none but its own, or those on the lines of `sites`. */
export const withFrames = (draft: Draft, whose: string | null, sites: string): Draft =>
  withValue(
    draft,
    "frames",
    whose === "listed" ? sites.split(/\s+/).filter(Boolean) : whose === "own" ? [] : undefined,
  );

/** What a button of the form does besides saving: `move-up:0.2` moves the third answer of the first question. */
export function act(draft: Draft, button: string): Draft {
  const [name = "", at = ""] = button.split(":");
  const [q = -1, o = -1] = at.split(".").filter(Boolean).map(Number);
  const questions = "questions";
  const options = `questions[${q}].options`;
  switch (name) {
    case "add-question":
      return changeList(draft, questions, (list) =>
        list.length < LIMITS.questions
          ? [...list, { kind: "single", text: {}, options: [{ label: {} }, { label: {} }] }]
          : list,
      );
    case "remove-question":
      return changeList(draft, questions, (list) => (list.length > 1 ? without(list, q) : list));
    case "move-question-up":
      return changeList(draft, questions, (list) => swapped(list, q - 1));
    case "move-question-down":
      return changeList(draft, questions, (list) => swapped(list, q));
    case "add-option":
      return changeList(draft, options, (list) => (list.length < LIMITS.options ? [...list, { label: {} }] : list));
    case "remove-option":
      return changeList(draft, options, (list) => (list.length > 2 ? without(list, o) : list));
    case "move-up":
      return changeList(draft, options, (list) => swapped(list, o - 1));
    case "move-down":
      return changeList(draft, options, (list) => swapped(list, o));
    default:
      return draft;
  }
}

function changeList(draft: Draft, path: string, change: (list: Json[]) => Json[]): Draft {
  const list = valueAt(draft, path);
  if (!Array.isArray(list)) return draft;
  const changed = withValue(draft, path, change(list));
  return isRecord(changed) ? changed : draft;
}

const without = (list: Json[], at: number): Json[] => list.filter((_, i) => i !== at);

/** The same list with the things at `first` and after it in each other's place, where both exist. */
const swapped = (list: Json[], first: number): Json[] => {
  const [one, other] = [list[first], list[first + 1]];
  return one === undefined || other === undefined
    ? list
    : list.map((each, i) => (i === first ? other : i === first + 1 ? one : each));
};
