import type { Lifetime, Place, Reader, STORED } from "../engine/schema.ts";

/** What a stored thing is and why it is stored, for readers. */
export interface StoredSays {
  what: string;
  why: string;
}

/** Words for everything that src/engine/schema.ts declares: a thing without words in some language does not compile. */
export interface StoredWords {
  heading: string;
  lead: string;
  /** Of the link to /privacy.json. */
  forPrograms: string;
  why: string;
  kept: string;
  read: string;
  /** A place where nothing is stored. */
  nothing: string;
  places: { [P in Place]: { name: string; items: { [Item in keyof (typeof STORED)[P]]: StoredSays } } };
  lifetimes: Record<Lifetime, string>;
  readers: Record<Reader, string>;
}
