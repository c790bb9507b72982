import { ID_PATTERN } from "../../domain/id.ts";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../../domain/language.ts";
import { DEFAULT_POLL, languageOfPath } from "../http/addresses.ts";

/** The poll that an address of ours shows, and in which language: its pages, its frame, and `/`. */
export interface Addressed {
  poll: string;
  language: Language;
}

const PAGE = /^(?:\/(?:fr|en))?\/p\/([^/]+)(?:\/(results|method|verify|withdraw|embed|pledge|vote))?\/?$/;
const FRAME = /^\/e\/([^/]+)\/?$/;

/**
 * What a copied address leads to; nothing where it is not of these hosts, or no address of a poll. A frozen result
 * (`/at/…`) is none: what stands in its place would move.
 */
export function addressed(address: string, hosts: readonly string[]): Addressed | undefined {
  const url = URL.parse(address);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:") || !hosts.includes(url.host)) return undefined;
  const framed = FRAME.exec(url.pathname)?.[1];
  const poll = framed ?? PAGE.exec(url.pathname)?.[1] ?? (/^\/(fr|en)?\/?$/.test(url.pathname) ? DEFAULT_POLL : "");
  if (!ID_PATTERN.test(poll)) return undefined;
  const asked = LANGUAGES.find((each) => each === url.searchParams.get("lang"));
  return { poll, language: framed ? (asked ?? DEFAULT_LANGUAGE) : languageOfPath(url.pathname) };
}
