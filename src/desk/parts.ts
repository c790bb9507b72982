/** What the desk shows of readers' pages and files, and does not make: handed in where it is mounted. */
import type { PollDefinition } from "../domain/definition.ts";
import type { Language } from "../domain/language.ts";
import type { PollView } from "../engine/index.ts";
import type { AllWords } from "../i18n/index.ts";
import type { File, Page } from "../web/http/answer.ts";

/** Everything a reader can be shown of a poll. */
export const PREVIEW_STATES = [
  "vote",
  "error",
  "confirm",
  "results",
  "scheduled",
  "paused",
  "closed",
  "method",
  "frame",
  "frame-results",
  "card",
] as const;
type PreviewState = (typeof PREVIEW_STATES)[number];

interface Showing {
  env: Env;
  language: Language;
  /** Scheme and host that readers see, without a slash. */
  site: string;
}

export interface DeskParts {
  /** A state of a reader's page, or a picture, by the code that makes it for readers, with made-up figures. */
  preview(definition: PollDefinition, state: PreviewState, showing: Showing): Promise<Page | File>;
  /** Files of the newest seal, also while readers may not have them. Nothing where there is no such file, or no seal yet. */
  files: {
    list(view: PollView, showing: Showing): Promise<FilesAtDesk | undefined>;
    one(view: PollView, name: string, showing: Showing): Promise<{ size: number; file: File } | undefined>;
  };
}

export interface FilesAtDesk {
  /** Of the seal that they are of. `asOf`: milliseconds since 1970; `root`: base64. */
  sealed: { asOf: number; seal: number; size: number; root: string };
  files: readonly FileAtDesk[];
}

export interface FileAtDesk {
  name: FileName;
  /** Of a file of one seal, in hex. */
  sha256?: string;
  /** Of a series: from how many seals it is read. */
  seals?: number;
}

/** A file for which the readers' words say what it is good for. */
type FileName = {
  [Key in keyof AllWords["reader"]]: Key extends `export.for.${infer Name}` ? Name : never;
}[keyof AllWords["reader"]];
