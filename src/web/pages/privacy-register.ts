import { LANGUAGES, type Language } from "../../domain/language.ts";
import {
  columnsOf,
  type Lifetime,
  PLACES,
  type Place,
  type Reader,
  STORED,
  type Stored,
  type Table,
} from "../../engine/schema.ts";
import { words } from "../../i18n/index.ts";

export interface RegisteredItem {
  name: string;
  /** Of a table. */
  columns: readonly string[];
  /** Of a value, or of the JSON in a table. */
  fields: readonly string[];
  what: string;
  why: string;
  lifetime: Lifetime;
  readers: Reader;
}

export interface RegisteredPlace {
  place: Place;
  name: string;
  items: RegisteredItem[];
}

/** Everything that is stored, place by place, in the words of one language. */
export function register(language: Language): RegisteredPlace[] {
  const { places } = words(language, "privacy");
  return PLACES.map((place) => {
    const says: Record<string, { what: string; why: string } | undefined> = places[place].items;
    return {
      place,
      name: places[place].name,
      items: Object.entries<Stored | Table>(STORED[place]).map(([id, stored]) => ({
        name: stored.name,
        columns: columnsOf(stored),
        fields: stored.fields ?? [],
        what: says[id]?.what ?? "",
        why: says[id]?.why ?? "",
        lifetime: stored.lifetime,
        readers: stored.readers,
      })),
    };
  });
}

/** The JSON of `GET /privacy.json`: the same for programs, in every language, and the meaning of its codes. */
export const registerJson = () =>
  Object.fromEntries(
    LANGUAGES.map((language) => {
      const { lifetimes, readers } = words(language, "privacy");
      return [language, { stored: register(language), lifetimes, readers }];
    }),
  );
