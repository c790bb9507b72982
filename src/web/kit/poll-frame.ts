import type { PollDefinition } from "../../domain/definition.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { type PollPage, pollPath } from "../http/addresses.ts";
import type { Frame } from "./layout.ts";

/** The frame of a poll's page. `page`: which one; left out, the vote page. */
export const pollFrame = (
  definition: PollDefinition,
  language: Language,
  title: string,
  page?: Exclude<PollPage, "vote">,
): Frame => ({
  language,
  title,
  masthead: inLanguage(definition.publisher, language),
  addresses: definition.languages.map((each) => ({ language: each, href: pollPath(each, definition.id, page) })),
  method: pollPath(language, definition.id, "method"),
});
