import type { Language } from "../../domain/language.ts";
import { readOptions, type Theme, type View } from "../frame/options.ts";
import type { Query } from "../http/query.ts";

/** Widths of frames that the card is made for, in pixels. */
export const NARROWEST_PX = 300;
export const WIDEST_PX = 800;
const USUAL_PX = 600;

/** The frame that the page for journalists shows, and whose code it gives. */
export interface Preview {
  language: Language;
  theme: Theme;
  view: View;
  width: number;
}

/** What the form of the page asks for; `page`: the page's own language, which a frame has unless another is chosen. */
export function readPreview(query: Query, languages: readonly Language[], page: Language): Preview {
  const { language, theme, view } = readOptions({ lang: page, ...query }, languages);
  const asked = /^\d{3}$/.test(query.width ?? "") ? Number(query.width) : USUAL_PX;
  return { language, theme, view, width: Math.min(WIDEST_PX, Math.max(NARROWEST_PX, asked)) };
}
