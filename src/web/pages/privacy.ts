import { html } from "hono/html";
import type { PollDefinition } from "../../domain/definition.ts";
import { inLanguage, LANGUAGES, type Language } from "../../domain/language.ts";
import { frontPoll, readPoll } from "../../engine/index.ts";
import { columnsOf, LIFETIMES, type Lifetime, PLACES, PURPOSES, READERS, storedIn } from "../../engine/schema.ts";
import { words } from "../../i18n/index.ts";
import { homePath, PRIVACY_JSON, privacyPath } from "../http/addresses.ts";
import type { Json, Page } from "../http/answer.ts";
import { filled, type Html } from "../kit/html.ts";
import { page } from "../kit/shell.ts";

/** What is stored of anyone; and who answers for the poll at `/`. */
export async function privacyPage(env: Env, language: Language): Promise<Page> {
  const poll = await frontPoll(env);
  return privacyView(language, poll === undefined ? undefined : (await readPoll(env, poll))?.definition);
}

/** The register of what is stored, readable from any site: others may watch how it changes. */
export const privacyJson = (): Json => ({
  kind: "json",
  caching: "minute",
  value: storedJson(),
  headers: { "Access-Control-Allow-Origin": "*" },
});

/**
 * What is kept of a vote, what is not, and all that is stored, by what it is for. `definition`: of the poll whose publisher
 * answers for the site; without one, or in a language that it lacks, nobody is named.
 */
function privacyView(language: Language, definition: PollDefinition | undefined): Page {
  const strings = words(language, "reader");
  const list = (items: readonly string[]) => html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
  const rights = definition?.languages.includes(language)
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
      ...(definition?.languages.includes(language) ? { masthead: inLanguage(definition.publisher, language) } : {}),
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
${storedLines(language)}
<p class="onward"><a href="${homePath(language)}">${strings.home}</a></p>`,
  );
}

/** A line for each purpose, with how long the things that serve it stay. */
function storedLines(language: Language): Html {
  const says = words(language, "privacy");
  const lifetimes: Record<Lifetime, string> = says.lifetimes;
  return html`<h2 id="stored">${says.heading}</h2>
<p class="note">${says.lead} <a href="${PRIVACY_JSON}">${says.forPrograms}</a></p>
<ul>
${PURPOSES.map((purpose) => {
  const stay = LIFETIMES.filter((each) => EVERYTHING.some((it) => it.purpose === purpose && it.lifetime === each));
  return html`<li>${says.purposes[purpose]}<br><span class="note">${says.kept} ${stay.map((each) => lifetimes[each]).join(" · ")}.</span></li>
`;
})}</ul>`;
}

const EVERYTHING = PLACES.flatMap(storedIn);

/** The JSON of `GET /privacy.json`: everything that is stored, place by place, as it is declared, and what its codes mean. */
const storedJson = () => ({
  stored: PLACES.map((place) => ({
    place,
    items: storedIn(place).map((it) => ({
      name: it.name,
      columns: columnsOf(it),
      fields: it.fields ?? [],
      says: it.says,
      purpose: it.purpose,
      lifetime: it.lifetime,
      readers: it.readers,
    })),
  })),
  purposes: meanings("purposes"),
  lifetimes: meanings("lifetimes"),
  readers: READERS,
});

/** By language, what a reader is told. */
const meanings = (of: "purposes" | "lifetimes") =>
  Object.fromEntries(LANGUAGES.map((language) => [language, words(language, "privacy")[of]]));
