import { html } from "hono/html";
import type { PollDefinition } from "../../domain/definition.ts";
import { directionOf, type Language } from "../../domain/language.ts";
import type { Phase } from "../../domain/phase.ts";
import type { Snapshot } from "../export/snapshot.ts";
import { readOptions, type Theme, type View } from "../frame/options.ts";
import type { Inline } from "../http/headers.ts";
import type { Query } from "../http/query.ts";
import type { Html } from "../kit/html.ts";

/** What the page for journalists knows, and every section of it is made of. */
export interface EmbedPage {
  language: Language;
  definition: PollDefinition;
  phase: Phase;
  /** Scheme and host that readers see, without a slash. */
  site: string;
  /** The newest seal as anyone may see it; none while results are hidden. */
  snapshot?: Snapshot;
  /** The archive does not answer now, so nobody knows the newest seal. */
  isAway: boolean;
  /** The frame shown, and whose code is given. */
  preview: Preview;
  /** When the poll closed, milliseconds since 1970. */
  closedAt?: number;
}

/** One way to take a poll elsewhere. `id`: where links to the section lead. */
export interface EmbedSection {
  id: string;
  heading: string;
  body: Html;
  /** What its buttons need beside the page's own script; their hashes go into the page's policy. */
  scripts?: readonly Inline[];
}

/**
 * Text to copy, in a field that selects by itself without a script too. `lines`: height of the field. Code and addresses
 * have no `language`.
 */
export const snippet = (id: string, label: string, text: string, lines: number, language?: Language): Html =>
  html`<p class="snippet"><label for="${id}">${label}</label>
<textarea id="${id}"${language ? html` lang="${language}"` : ""} dir="${language ? directionOf(language) : "ltr"}" rows="${lines}" readonly spellcheck="false">${text}</textarea></p>`;

/** Widths of frames that the card is made for, in pixels. */
export const NARROWEST_PX = 300;
export const WIDEST_PX = 800;
const USUAL_PX = 600;

/** The frame that the page for journalists shows, and whose code it gives. */
interface Preview {
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
