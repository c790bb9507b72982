import { html } from "hono/html";
import { words } from "../../../i18n/index.ts";
import type { Html } from "../../../web/kit/html.ts";
import { deskPath } from "../../addresses.ts";
import { atDesk, type DeskContext } from "../../context.ts";
import { formToken } from "../../form-token.ts";
import type { PasskeyOptions, PasskeySeen, SessionSeen } from "../../store/contract.ts";
import { moment } from "./moment.ts";
import { doneBox, problemBox } from "./notice.ts";
import { passkeyForm } from "./passkey-form.ts";

export interface AccountSays {
  done?: "welcome" | "session-ended" | "passkey-added" | "passkey-removed";
  problem?: "passkey-refused";
}

export interface AccountSeen {
  sessions: SessionSeen[];
  passkeys: PasskeySeen[];
  /** Left out where there is no host that a passkey could be bound to. */
  addOptions?: PasskeyOptions;
}

/** One's own account: what lets it in, where it is signed in, and how to end that. */
export function accountView(c: DeskContext, seen: AccountSeen, { done, problem }: AccountSays): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { account, session } = atDesk(c);
  return html`${done ? doneBox(strings[`account.${done}`]) : ""}${problem ? problemBox(language, strings[`account.${problem}`]) : ""}
<h1>${strings.account}</h1>
<p><bdi>${account.name}</bdi> · ${strings[`role.${account.role}`]}. ${strings[`role.${account.role}.may`]}</p>
${passkeys(c, seen)}
<h2>${strings["account.sessions"]}</h2>
<table class="list">
<caption>${strings["account.sessions.hint"]}</caption>
<thead><tr><th scope="col">${strings["account.how"]}</th><th scope="col">${strings["account.since"]}</th><th scope="col">${strings["account.used"]}</th><th scope="col">${strings.until}</th><th scope="col">${strings.acts}</th></tr></thead>
<tbody>
${seen.sessions.map(
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

/** Passkeys of the account, and a way to add one: shown by the script, where the browser can have any. */
function passkeys(c: DeskContext, { passkeys, addOptions }: AccountSeen): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  return html`<h2>${strings["account.passkeys"]}</h2>
<p>${strings["account.passkeys.hint"]}</p>
${
  passkeys.length === 0
    ? html`<p>${strings["account.no-passkey"]}</p>`
    : html`<table class="list">
<caption>${strings["account.passkeys.all"]}</caption>
<thead><tr><th scope="col">${strings["account.passkey"]}</th><th scope="col">${strings["account.since"]}</th><th scope="col">${strings["account.used"]}</th><th scope="col">${strings.acts}</th></tr></thead>
<tbody>
${passkeys.map(
  ({ id, created, used }) => html`<tr><th scope="row"><code dir="ltr">${id.slice(0, SHOWN_OF_ID)}</code></th>
<td data-label="${strings["account.since"]}">${moment(created, language)}</td>
<td data-label="${strings["account.used"]}">${used === null ? strings.never : moment(used, language)}</td>
<td><form method="post" action="${deskPath(language, `/desk/account/passkeys/${id}/remove`)}">${formToken(c)}<button class="quiet">${strings["account.remove-passkey"]}</button></form></td></tr>
`,
)}</tbody>
</table>`
}
${
  addOptions
    ? passkeyForm({
        act: "add",
        action: deskPath(language, "/desk/account/passkeys"),
        options: addOptions,
        button: strings["account.add-passkey"],
        failed: strings["account.passkey-failed"],
        fields: formToken(c),
        primary: passkeys.length === 0,
      })
    : ""
}
<p class="hint no-passkey">${addOptions ? strings["account.passkey-script"] : strings["account.passkey-host"]}</p>`;
}

/** Characters of a passkey's id that tell one's few passkeys apart. */
const SHOWN_OF_ID = 8;
