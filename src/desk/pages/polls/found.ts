/** The draft or poll that an address of the desk names. */
import type { Draft } from "../../../domain/draft.ts";
import { ID_PATTERN } from "../../../domain/id.ts";
import { inLanguage, type Language, type Text } from "../../../domain/language.ts";
import { type PollView, parseDraft, readPoll, type SavedDraft } from "../../../engine/index.ts";
import type { AllWords } from "../../../i18n/index.ts";
import { registryOf } from "../../acts/polls.ts";
import type { DeskContext } from "../../context.ts";
import { refusePage } from "../../page.ts";

type Answer = Response | Promise<Response>;

export interface DraftAtDesk extends SavedDraft {
  id: string;
  draft: Draft;
}

/** Answers with the draft that the address names, or that there is none. */
export async function withDraft(c: DeskContext, show: (draft: DraftAtDesk) => Answer): Promise<Response> {
  const id = c.req.param("poll") ?? "";
  const saved = ID_PATTERN.test(id) ? await registryOf(c).readDraft(id) : undefined;
  return saved ? show({ ...saved, id, draft: parseDraft(saved.json) }) : refusePage(c, 404, "not-found");
}

/** Answers with the opened poll that the address names, or that there is none. */
export async function withPoll(c: DeskContext, show: (view: PollView) => Answer): Promise<Response> {
  const id = c.req.param("poll") ?? "";
  const view = ID_PATTERN.test(id) ? await readPoll(c.env, id) : undefined;
  return view ? show(view) : refusePage(c, 404, "not-found");
}

export const titleIn = (title: Text, language: Language, strings: AllWords["desk"]): string =>
  inLanguage(title, language) || strings.untitled;
