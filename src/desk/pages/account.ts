/** One's own account: what lets it in, and where it is signed in. */
import { html } from "hono/html";
import { deskScript } from "../../built/inline.ts";
import { words } from "../../i18n/index.ts";
import type { Html } from "../../web/kit/html.ts";
import { atDesk, by, type DeskContext, type DeskHandler, deskPath, staffOf } from "../context.ts";
import { doneBox, moment, passkeyForm, problemBox } from "../kit.ts";
import { refuseAct, showDesk } from "../page.ts";
import { formToken } from "../session.ts";
import type { PasskeyOptions, PasskeySeen, SessionSeen } from "../store/contract.ts";

export const accountPage: DeskHandler = (c) => {
  const done = DONE.find((each) => each === c.req.query("done"));
  return showAccount(c, 200, done ? { done } : {});
};

/** Ends a session on another device. */
export const postEndSession: DeskHandler = async (c) => {
  const outcome = await staffOf(c).endSession(by(c), c.req.param("session") ?? "");
  if (outcome.kind !== "done") return refuseAct(c, outcome);
  return c.redirect(doneAt(c, "session-ended"), 303);
};

/** Keeps the passkey that the device has just made. */
export const postPasskey: DeskHandler = async (c) => {
  const outcome = await staffOf(c).addPasskey(by(c), c.get("form").get("response") ?? "");
  if (outcome.kind === "not-found") return showAccount(c, 422, { problem: "passkey-refused" });
  if (outcome.kind !== "done") return refuseAct(c, outcome);
  return c.redirect(doneAt(c, "passkey-added"), 303);
};

export const postRemovePasskey: DeskHandler = async (c) => {
  const outcome = await staffOf(c).removePasskey(by(c), c.req.param("passkey") ?? "");
  if (outcome.kind !== "done") return refuseAct(c, outcome);
  return c.redirect(doneAt(c, "passkey-removed"), 303);
};

const DONE = ["welcome", "session-ended", "passkey-added", "passkey-removed"] as const;

const doneAt = (c: DeskContext, done: (typeof DONE)[number]): string =>
  `${deskPath(c.get("language"), "/desk/account")}?done=${done}`;

async function showAccount(c: DeskContext, status: 200 | 422, says: AccountSays): Promise<Response> {
  const { account } = atDesk(c);
  const [sessions, passkeys, addOptions] = await Promise.all([
    staffOf(c).sessionsOf(account.id),
    staffOf(c).passkeysOf(account.id),
    staffOf(c).passkeyAddOptions(account.id),
  ]);
  const page = { title: words(c.get("language"), "desk").account, path: "/desk/account" } as const;
  const seen = { sessions, passkeys, ...(addOptions && { addOptions }) };
  return showDesk(c, page, accountView(c, seen, says), { status, scripts: [deskScript] });
}

interface AccountSays {
  done?: (typeof DONE)[number];
  problem?: "passkey-refused";
}

interface AccountSeen {
  sessions: SessionSeen[];
  passkeys: PasskeySeen[];
  /** Left out where there is no host that a passkey could be bound to. */
  addOptions?: PasskeyOptions;
}

/** One's own account: what lets it in, where it is signed in, and how to end that. */
function accountView(c: DeskContext, seen: AccountSeen, { done, problem }: AccountSays): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { account, through } = atDesk(c);
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
    id === through
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
