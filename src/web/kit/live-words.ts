import type { Language } from "../../domain/language.ts";
import type { Phase } from "../../domain/phase.ts";
import type { Plural } from "../../i18n/plural.ts";

/** What the results script needs to go on where the page stands. */
export interface LiveWords {
  /** `/api/v1/polls/{poll}`. */
  api: string;
  poll: string;
  /** Id of the main question, whose total and leader are announced. */
  main: string;
  language: Language;
  live: boolean;
  phase: Phase;
  sequence: number;
  /** Minutes that Casablanca is ahead of UTC. */
  offset: number;
  votes: Plural;
  say: string;
  updated: string;
  stale: string;
  changed: string;
}
