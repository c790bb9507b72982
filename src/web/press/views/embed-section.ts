import type { PollDefinition } from "../../../domain/definition.ts";
import type { PublicTally } from "../../../domain/disclosure.ts";
import type { Language } from "../../../domain/language.ts";
import type { Snapshot } from "../../export/snapshot.ts";
import type { Inline } from "../../http/headers.ts";
import type { Html } from "../../kit/html.ts";
import type { Preview } from "../preview.ts";

/** What the page for journalists knows, and every section of it is made of. */
export interface EmbedPage {
  language: Language;
  definition: PollDefinition;
  /** As anyone may see it. */
  tally: PublicTally;
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
