import { html } from "hono/html";
import { deskStrings } from "../../i18n/desk.ts";
import { formatterOf } from "../../i18n/format.ts";
import type { AuditPage } from "../../objects/staff-contract.ts";
import type { Html } from "../../reader/views/words.ts";
import type { AuditEntry } from "../../staff/act.ts";
import { deskPath } from "../addresses.ts";
import type { DeskContext } from "../context.ts";
import { moment } from "./moment.ts";

/** The record, newest first: of everything, or of one poll. */
export function auditView(
  c: DeskContext,
  { entries, older }: AuditPage,
  { poll, isFirst }: { poll: string | undefined; isFirst: boolean },
): Html {
  const language = c.get("language");
  const strings = deskStrings(language);
  const address = deskPath(language, "/desk/audit");
  const ofPoll = poll === undefined ? "" : `&poll=${poll}`;
  return html`<h1>${strings.record}</h1>
<p class="hint">${strings["record.hint"]}</p>
<form method="get" action="${address}" class="inline-form">
<p><label for="poll">${strings["record.poll"]}</label><br>
<input name="poll" id="poll" dir="ltr" value="${poll ?? ""}" autocapitalize="none" spellcheck="false"></p>
<p><button class="plain-btn">${strings["record.filter"]}</button></p>
</form>
${
  entries.length === 0
    ? html`<p>${strings["record.none"]}</p>`
    : html`<table class="list">
<caption>${poll === undefined ? strings["record.all"] : strings["record.of-poll"]}</caption>
<thead><tr><th scope="col">${strings["record.number"]}</th><th scope="col">${strings["record.at"]}</th><th scope="col">${strings["record.who"]}</th><th scope="col">${strings["record.act"]}</th><th scope="col">${strings["record.change"]}</th></tr></thead>
<tbody>
${entries.map((entry) => row(c, entry))}</tbody>
</table>`
}
<ul class="onward">
${isFirst ? "" : html`<li><a href="${address}${poll === undefined ? "" : `?poll=${poll}`}">${strings["record.newest"]}</a></li>`}
${older === undefined ? "" : html`<li><a href="${address}?before=${older}${ofPoll}">${strings["record.older"]}</a></li>`}
<li><a href="${deskPath(language, "/desk/audit.csv")}">${strings["record.csv"]}</a></li>
<li><a href="${deskPath(language, "/desk/audit.ndjson")}">${strings["record.ndjson"]}</a></li>
</ul>`;
}

function row(c: DeskContext, entry: AuditEntry): Html {
  const language = c.get("language");
  const strings = deskStrings(language);
  const { number, at, account, name, role, act, poll, before, after, request, hash } = entry;
  return html`<tr><th scope="row">${formatterOf(language).integer(number)}</th>
<td data-label="${strings["record.at"]}">${moment(at, language)}</td>
<td data-label="${strings["record.who"]}">${account === null ? strings["record.machine"] : html`<bdi>${name}</bdi>`}${role ? html` <span class="minor">${strings[`role.${role}`]}</span>` : ""}</td>
<td data-label="${strings["record.act"]}">${strings[`act.${act}`]}${poll === undefined ? "" : html` <span class="minor"><a href="${deskPath(language, "/desk/audit")}?poll=${poll}"><bdi dir="ltr">${poll}</bdi></a></span>`}</td>
<td data-label="${strings["record.change"]}">${before === undefined ? "" : html`<span class="minor">${strings["record.before"]}</span> ${asCode(before)}`}
${after === undefined ? "" : html`<span class="minor">${strings["record.after"]}</span> ${asCode(after)}`}
<details><summary>${strings["record.proof"]}</summary><code dir="ltr">${request} ${hash}</code></details></td></tr>
`;
}

const asCode = (json: string): Html => html`<code dir="ltr">${json}</code>`;
