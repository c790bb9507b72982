import { html } from "hono/html";
import type { PollDefinition } from "../../../domain/definition.ts";
import { inLanguage, LANGUAGES, type Language } from "../../../domain/language.ts";
import { words } from "../../../i18n/index.ts";
import { homePath, PRIVACY_JSON, privacyPath } from "../../http/addresses.ts";
import { filled, type Html } from "../../kit/html.ts";
import { layout } from "../../kit/layout.ts";
import { type RegisteredItem, register } from "../privacy-register.ts";

/** What is stored, where, and what is not, and everything that is stored, item by item. `definition`: whoever answers for the default poll; without one, nobody is named. */
export function privacyView(language: Language, definition: PollDefinition | undefined): Html {
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
