import { checkDraft, type Draft } from "../../../domain/draft.ts";
import { valueAt, withValue } from "../../../domain/draft-path.ts";
import { LANGUAGES, type Language } from "../../../domain/language.ts";
import { readWallTime } from "../../../i18n/casablanca.ts";
import { words } from "../../../i18n/index.ts";
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
