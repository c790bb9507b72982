import type { Language } from "../domain/language.ts";
import { prefixOf } from "../web/http/addresses.ts";

/** `/desk`, `/fr/desk/people`: an address of the desk in a language. `page` is spelled as in the table of routes. */
export const deskPath = (language: Language, page: `/desk${string}` = "/desk"): string => prefixOf(language) + page;

/** The same page without its language. */
export const withoutLanguage = (path: string): string => path.replace(/^\/(fr|en)(?=\/desk(\/|$))/, "");

/**
 * Where to go on after signing in: an address of the desk itself, or the desk. Anything else would let a link to the
 * sign-in page lead elsewhere.
 */
export const onwardTo = (asked: string | null | undefined, language: Language): string =>
  asked && /^(\/(fr|en))?\/desk(\/[\w/.-]*)?$/.test(asked) ? asked : deskPath(language);
