import type { Language } from "../../domain/language.ts";

export type PictureFile = "card.png" | "chart.svg" | "chart.png" | "qr.svg";

export interface PictureAsked {
  language: Language;
  /** That of a seal, in `v`: an address of its own for every result, as messengers keep a picture for ever by its address. */
  version?: number;
  /** A card with the result on it; otherwise it has the question alone, which never grows old. */
  result?: boolean;
  kind?: "bars" | "time";
  theme?: "light" | "dark";
  /** SVG whose letters are outlines, for page layout. */
  outlined?: boolean;
}

/** `/p/{poll}/card.png?lang=ar&s=r&v=2941`. What is usual is left out. */
export function picturePath(poll: string, file: PictureFile, asked: PictureAsked): string {
  const query = Object.entries(queryOf(asked)).map(([name, value]) => `${name}=${value}`);
  return `/p/${poll}/${file}${query.length > 0 ? `?${query.join("&")}` : ""}`;
}

/** The same picture of one seal, beside the page of its frozen result. */
export function frozenPicturePath(poll: string, size: number, file: PictureFile, asked: PictureAsked): string {
  const { version: _, ...others } = asked;
  return picturePath(`${poll}/at/${size}`, file, others);
}

const queryOf = ({ language, version, result, kind, theme, outlined }: PictureAsked): Record<string, string> => ({
  lang: language,
  ...(kind === "time" && { kind }),
  ...(theme === "dark" && { theme }),
  ...(outlined && { text: "outlined" }),
  ...(result && { s: "r" }),
  ...(version !== undefined && { v: String(version) }),
});
