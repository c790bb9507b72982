import { html } from "hono/html";
import { stringsOf } from "../../i18n/strings.ts";
import type { PollDefinition } from "../../poll/definition.ts";
import { inLanguage, LANGUAGES, type Language } from "../../poll/language.ts";
import { homePath, privacyPath } from "../addresses.ts";
import { layout } from "./layout.ts";
import { type Html, words } from "./words.ts";

/** What is stored, where, and what is not. `definition`: whoever answers for the default poll; without one, nobody is named. */
export function privacyView(language: Language, definition: PollDefinition | undefined): Html {
  const strings = stringsOf(language);
  const list = (items: readonly string[]) => html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
  const rights = definition
    ? html`<h2>${strings["privacy.rights.h"]}</h2>
<p>${words(strings["privacy.rights"], {
        publisher: inLanguage(definition.publisher, language),
        host: inLanguage(definition.host, language),
        country: inLanguage(definition.country, language),
        contact: inLanguage(definition.contact, language),
      })}</p>`
    : "";
  return layout(
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
<p class="onward"><a href="${homePath(language)}">${strings.home}</a></p>`,
  );
}
