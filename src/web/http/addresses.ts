import { DEFAULT_LANGUAGE, type Language } from "../../domain/language.ts";

/** Arabic, the default, has no prefix. */
export const prefixOf = (language: Language): string => (language === DEFAULT_LANGUAGE ? "" : `/${language}`);

export const homePath = (language: Language): string => prefixOf(language) || "/";

/** What is stored, for programs: the same in every language. */
export const PRIVACY_JSON = "/privacy.json";

/** Where every Sawt offers its WordPress plugin, with its own address filled in. */
export const PLUGIN_PATH = "/embed/wordpress/sawt-embed.php";

export const privacyPath = (language: Language): string => `${prefixOf(language)}/privacy`;

export type PollPage = "vote" | "voted" | "results" | "method" | "verify" | "withdraw" | "embed" | "pledge";

/** `/p/facebook-hour`, `/fr/p/facebook-hour/results`. */
export const pollPath = (language: Language, poll: string, page?: PollPage): string =>
  `${prefixOf(language)}/p/${poll}${page ? `/${page}` : ""}`;

/** The result as the seal of a log of `size` entries states it, for ever. */
export const frozenPath = (language: Language, poll: string, size: number): string =>
  `${pollPath(language, poll)}/at/${size}`;

/** A file of a poll's result, as of its newest seal, or as of the seal of a log of `size` entries. It has one address in all languages. */
export const filePath = (poll: string, name: string, size?: number): string =>
  `/p/${poll}${size === undefined ? "" : `/at/${size}`}/${name}`;

/** The method page as plain text. */
export const methodTextPath = (language: Language, poll: string): string => `${pollPath(language, poll)}/method.txt`;

/**
 * The results as a voter sees them. `answered`: the question just answered; `skip`: follow-up questions that the reader
 * passed over.
 */
export function votedPath(
  language: Language,
  poll: string,
  { answered, skip = [] }: { answered?: string; skip?: readonly string[] } = {},
): string {
  const query = [...(answered ? [`answered=${answered}`] : []), ...(skip.length > 0 ? [`skip=${skip.join(",")}`] : [])];
  return `${pollPath(language, poll, "voted")}${query.length > 0 ? `?${query.join("&")}` : ""}`;
}

/** A poll's frame for other sites' pages; it has one address in all languages. */
export const framePath = (poll: string): string => `/e/${poll}`;

/** The receipt page as it is shown after a ballot was taken back. */
export const withdrawnPath = (language: Language, poll: string, question: string): string =>
  `${pollPath(language, poll, "withdraw")}?done=${question}`;

export const apiPath = (poll: string): string => `/api/v1/polls/${poll}`;

/** Which language an address asks for, also where nothing stands. */
export const languageOfPath = (path: string): Language =>
  /^\/fr(\/|$)/.test(path) ? "fr" : /^\/en(\/|$)/.test(path) ? "en" : "ar";
