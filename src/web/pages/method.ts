import { html } from "hono/html";
import { disclose } from "../../domain/disclosure.ts";
import { directionOf, inLanguage } from "../../domain/language.ts";
import { LANGUAGE_NAMES, words } from "../../i18n/index.ts";
import { methodTextPath, pollPath } from "../http/addresses.ts";
import type { ForEveryone } from "../http/poll.ts";
import { type Disclosed, type DisclosedPoll, disclosureItems, type Sentence } from "../kit/disclosure.ts";
import { filled, type Html } from "../kit/html.ts";
import { noticeList } from "../kit/notices.ts";
import { sourceQuote } from "../kit/poll.ts";
import { page, pollShell } from "../kit/shell.ts";

/** How the vote was run, item by item: everything that someone who quotes a figure may be asked about. */
export const methodPage: ForEveryone = ({ poll, language }) => {
  const { definition, log, counters, unusual, notices, closedAt } = poll;
  const strings = words(language, "reader");
  const title = inLanguage(definition.title, language);
  const disclosed: DisclosedPoll = {
    definition,
    tally: disclose(poll.tally, definition.rules, "anyone"),
    logOrigin: log.origin,
    counters,
    ...(unusual && { unusual }),
    ...(closedAt !== undefined && { closedAt }),
  };
  return page(
    "second",
    pollShell(definition, language, `${strings.method} – ${title}`, "method"),
    html`<p class="kick">${title}</p>
<h1>${strings.method}</h1>
<p class="note">${strings["method.lead"]}</p>
<p>${strings.notsci}</p>
${noticeList(notices, language)}
<p class="note">${strings["aapor.lead"]}</p>
${disclosureItems(disclosed, language).map(
  (item, i) => html`<h2 id="item-${i + 1}">${i + 1}. ${item.title}</h2>
${runs(item.says).map(shown)}`,
)}
<h2>${strings["method.stored"]}</h2>
<ul>${strings["privacy.ballot"].map((each) => html`<li>${each}</li>`)}</ul>
<p><a href="${pollPath(language, definition.id, "verify")}">${strings["verify.link"]}</a> · <a href="${methodTextPath(language, definition.id)}">${strings["aapor.text"]}</a></p>
${definition.source ? html`<h2>${strings["source.h"]}</h2>${sourceQuote(definition, language)}` : ""}`,
  );
};

/** Parts of one kind, and wordings of one language, that stand together. */
function runs(says: readonly Disclosed[]): Disclosed[][] {
  const together: Disclosed[][] = [];
  for (const each of says) {
    const last = together.at(-1);
    if (last?.[0] && groupOf(last[0]) === groupOf(each)) last.push(each);
    else together.push([each]);
  }
  return together;
}

const groupOf = (each: Disclosed): string => (each.kind === "wording" ? each.language : each.kind);

function shown(run: readonly Disclosed[]): Html {
  const [first] = run;
  switch (first?.kind) {
    case "term":
      return html`<dl>${run.map(part)}</dl>`;
    case "wording":
      return html`<section lang="${first.language}" dir="${directionOf(first.language)}">
<h3>${LANGUAGE_NAMES[first.language]}</h3>
${run.map(part)}</section>`;
    default:
      return html`<ul>${run.map(part)}</ul>`;
  }
}

function part(each: Disclosed): Html {
  switch (each.kind) {
    case "sentence":
      return html`<li>${said(each)}</li>`;
    case "term":
      return html`<dt>${each.name}</dt><dd>${said(each.value)}</dd>`;
    case "wording":
      return html`<p><b>${each.text}</b> (${each.hint})</p>
<ol>${each.options.map((option) => html`<li>${option}</li>`)}</ol>`;
  }
}

const said = ({ template, values }: Sentence): Html => filled(template, values);
