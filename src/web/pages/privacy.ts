import { html } from "hono/html";
import type { PollDefinition } from "../../domain/definition.ts";
import { inLanguage, LANGUAGES, type Language } from "../../domain/language.ts";
import { readPoll } from "../../engine/index.ts";
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
import { DEFAULT_POLL, homePath, PRIVACY_JSON, privacyPath } from "../http/addresses.ts";
import type { Json, Page } from "../http/answer.ts";
import { filled, type Html } from "../kit/html.ts";
import { page } from "../kit/shell.ts";

/** What is stored of anyone; and who answers for the default poll. */
export const privacyPage = async (env: Env, language: Language): Promise<Page> =>
  privacyView(language, (await readPoll(env, DEFAULT_POLL))?.definition);

/** The register of what is stored, readable from any site: others may watch how it changes. */
export const privacyJson = (): Json => ({
  kind: "json",
  caching: "minute",
  value: registerJson(),
  headers: { "Access-Control-Allow-Origin": "*" },
});

/** What is stored, where, and what is not, and everything that is stored, item by item. `definition`: whoever answers for the default poll; without one, nobody is named. */
function privacyView(language: Language, definition: PollDefinition | undefined): Page {
  const strings = words(language, "reader");
  const list = (items: readonly string[]) => html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
  const rights = definition
    ? html`<h2>${strings["privacy.rights.h"]}</h2>
<p>${filled(strings["privacy.rights"], {
        publisher: inLanguage(definition.publisher, language),
        host: inLanguage(definition.host, language),
        country: inLanguage(definition.country, language),
        contact: inLanguage(definition.contact, language),
      })}</p>`
    : "";
  return page(
    "minute",
    {
      language,
      title: strings["privacy.h"],
      ...(definition ? { masthead: inLanguage(definition.publisher, language) } : {}),
      addresses: LANGUAGES.map((each) => ({ language: each, href: privacyPath(each) })),
    },
    html`<h1>${strings["privacy.h"]}</h1>
<p class="note">${strings["privacy.lead"]}</p>
<h2>${strings["privacy.ballot.h"]}</h2>
${list(strings["privacy.ballot"])}
<h2>${strings["privacy.not.h"]}</h2>
${list(strings["privacy.not"])}
<h2>${strings["privacy.browser.h"]}</h2>
${list(strings["privacy.browser"])}
<h2>${strings["privacy.form.h"]}</h2>
<p>${strings["privacy.form"]}</p>
<h2>${strings["privacy.third.h"]}</h2>
<p>${strings["privacy.third"]}</p>
${rights}
${registerOf(language)}
<p class="onward"><a href="${homePath(language)}">${strings.home}</a></p>`,
  );
}

function registerOf(language: Language): Html {
  const says = words(language, "privacy");
  return html`<h2 id="stored">${says.heading}</h2>
<p class="note">${says.lead} <a href="${PRIVACY_JSON}">${says.forPrograms}</a></p>
${register(language).map(
  ({ name, items }) => html`<h3>${name}</h3>
${
  items.length === 0
    ? html`<p>${says.nothing}</p>`
    : html`<dl>
${items.map(
  (item) => html`<dt><code dir="ltr">${item.name}${parts(item)}</code></dt>
<dd>${item.what}<br>${says.why} ${item.why}<br>${says.kept} ${says.lifetimes[item.lifetime]}.<br>${says.read} ${says.readers[item.readers]}.</dd>`,
)}
</dl>`
}`,
)}`;
}

/** Columns of a table, and the fields of a value: `journal (id, lines)`, `tally/{poll} {poll, asOf}`. */
const parts = ({ columns, fields }: RegisteredItem): string =>
  (columns.length > 0 ? ` (${columns.join(", ")})` : "") + (fields.length > 0 ? ` {${fields.join(", ")}}` : "");

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
