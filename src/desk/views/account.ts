import { html } from "hono/html";
import { deskStrings } from "../../i18n/desk.ts";
import type { SessionSeen } from "../../objects/staff-contract.ts";
import type { Html } from "../../reader/views/words.ts";
import { deskPath } from "../addresses.ts";
import { atDesk, type DeskContext } from "../context.ts";
import { formToken } from "../form-token.ts";
import { moment } from "./moment.ts";
import { doneBox } from "./notice.ts";

export interface AccountSays {
  done?: "session-ended";
}

export interface AccountSeen {
  sessions: SessionSeen[];
}

/** One's own account: where it is signed in, and how to end that. */
export function accountView(c: DeskContext, { sessions }: AccountSeen, { done }: AccountSays): Html {
  const language = c.get("language");
  const strings = deskStrings(language);
  const { account, session } = atDesk(c);
  return html`${done ? doneBox(strings[`account.${done}`]) : ""}
<h1>${strings.account}</h1>
<p><bdi>${account.name}</bdi> · ${strings[`role.${account.role}`]}. ${strings[`role.${account.role}.may`]}</p>
<h2>${strings["account.sessions"]}</h2>
<table class="list">
<caption>${strings["account.sessions.hint"]}</caption>
<thead><tr><th scope="col">${strings["account.how"]}</th><th scope="col">${strings["account.since"]}</th><th scope="col">${strings["account.used"]}</th><th scope="col">${strings.until}</th><th scope="col">${strings.acts}</th></tr></thead>
<tbody>
${sessions.map(
  ({ id, how, created, used, expires }) => html`<tr><th scope="row">${strings[`how.${how}`]}</th>
<td data-label="${strings["account.since"]}">${moment(created, language)}</td>
<td data-label="${strings["account.used"]}">${moment(used, language)}</td>
<td data-label="${strings.until}">${moment(expires, language)}</td>
<td>${
    id === session.id
      ? strings["account.this"]
      : html`<form method="post" action="${deskPath(language, `/desk/account/sessions/${id}/end`)}">${formToken(c)}<button class="quiet">${strings["account.end"]}</button></form>`
  }</td></tr>
`,
)}</tbody>
</table>
<form method="post" action="${deskPath(language, "/desk/sign-out/everywhere")}">${formToken(c)}
<p class="act"><button class="danger">${strings["account.everywhere"]}</button></p>
</form>`;
}
