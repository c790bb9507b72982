import { readWallTime } from "../../i18n/casablanca.ts";
import type { DeskPollStrings } from "../../i18n/desk-polls.ts";
import { checkDraft, type Draft } from "../../poll/draft.ts";
import { valueAt } from "../../poll/draft-path.ts";
import { errorWords } from "./field-words.ts";

/** What stands between a draft and its opening, in the desk's words. */
export interface DraftErrors {
  /** By path, in the order of the form: fields that hold something wrong. */
  wrong: Map<string, string>;
  /** And those that are still empty. */
  missing: Map<string, string>;
}

/** Checks a draft as it would open at `now` (milliseconds since 1970). Each field has its first fault. */
export function draftErrors(draft: Draft, now: number, strings: DeskPollStrings): DraftErrors {
  const checked = checkDraft(draft, now);
  const found: DraftErrors = { wrong: new Map(), missing: new Map() };
  if (checked.kind === "definition") return found;
  for (const { field, message } of checked.errors) {
    const value = valueAt(draft, field);
    const list = isEmpty(value) ? found.missing : found.wrong;
    if (list.has(field)) continue;
    const isSkipped = typeof value === "string" && readWallTime(value).kind === "skipped";
    list.set(field, isSkipped ? strings["time.skipped"] : errorWords(message, strings));
  }
  return found;
}

const isEmpty = (value: unknown): boolean => value === undefined || JSON.stringify(value) === "{}";
