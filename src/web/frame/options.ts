import { type Language, languageAmong } from "../../domain/language.ts";
import { framePath } from "../http/addresses.ts";
import type { Query } from "../http/query.ts";

export const THEMES = ["light", "dark", "auto"] as const;
export type Theme = (typeof THEMES)[number];

export const VIEWS = ["vote", "results"] as const;
export type View = (typeof VIEWS)[number];

/** What the page around a frame asks of it. Frames live in old articles for ever: nothing asked wrongly is refused. */
export interface FrameOptions {
  language: Language;
  /** Light by default: pages around frames mostly are, and the reader's system does not know this one. */
  theme: Theme;
  view: View;
  /** The results are shown by the frame's own form, to which the reader may go back. */
  back: boolean;
  /** Name under which pym.js on the surrounding page listens. */
  child?: string;
}

/** What a frame's address says. `languages`: those of the poll. */
export function readOptions(query: Query, languages: readonly Language[]): FrameOptions {
  const { lang, theme, view, back, childId = "" } = query;
  return {
    language: languageAmong(languages, lang),
    theme: THEMES.find((each) => each === theme) ?? "light",
    view: VIEWS.find((each) => each === view) ?? "vote",
    back: back === "1",
    ...(/^[\w-]{1,64}$/.test(childId) && { child: childId }),
  };
}

/** What stays through a vote, as a form's fields: the language, looks and listener. */
export const hiddenOptions = ({ language, theme, child }: FrameOptions): Record<string, string> => ({
  lang: language,
  ...(theme !== "light" && { theme }),
  ...(child !== undefined && { childId: child }),
});

/** The same frame at another moment. */
export function frameAddress(poll: string, options: FrameOptions, page: "" | "/vote" | "/voted" = ""): string {
  const query = new URLSearchParams({
    ...hiddenOptions(options),
    ...(options.view !== "vote" && { view: options.view }),
    ...(options.back && { back: "1" }),
  });
  return `${framePath(poll)}${page}?${query}`;
}
