/** Tokens, by which programs call the API of the desk. For owners. */
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { filled, type Html } from "../../web/kit/html.ts";
import { by, type DeskContext, type DeskHandler, deskPath, staffOf } from "../context.ts";
import { doneBox, moment, problemBox, shownOnce } from "../kit.ts";
import { refuseAct, showDesk } from "../page.ts";
import { formToken, publicOrigin } from "../session.ts";
import { cleanName } from "../store/accounts.ts";
import { type Account, SCOPES, type Scope, TOKEN_DAYS, type TokenSeen } from "../store/contract.ts";

export const tokensPage: DeskHandler = (c) =>
  show(c, 200, c.req.query("done") === "revoked" ? { done: "revoked" } : {});

/** Makes a token and shows it this once. */
export const postToken: DeskHandler = async (c) => {
  const form = c.get("form");
  const name = cleanName(form.get("name") ?? "");
  const scopes = SCOPES.filter((each) => form.getAll("scope").includes(each));
  const days = TOKEN_DAYS.find((each) => String(each) === form.get("days"));
  const sent = { name: form.get("name") ?? "", scopes, ...(days && { days }) };
  if (name === undefined) return show(c, 422, { problem: "name", sent });
  if (scopes.length === 0) return show(c, 422, { problem: "scope", sent });
  if (days === undefined) return show(c, 422, { problem: "days", sent });
  const outcome = await staffOf(c).makeToken(by(c), { name, scopes, days });
  if (outcome.kind !== "made") return refuseAct(c, outcome);
  return show(c, 200, { made: { token: outcome.code, origin: publicOrigin(c) } });
};

export const postRevokeToken: DeskHandler = async (c) => {
  const outcome = await staffOf(c).revokeToken(by(c), c.req.param("token") ?? "");
  if (outcome.kind !== "done") return refuseAct(c, outcome);
  return c.redirect(`${deskPath(c.get("language"), "/desk/tokens")}?done=revoked`, 303);
};

async function show(c: DeskContext, status: ContentfulStatusCode, says: TokensSays): Promise<Response> {
  const [tokens, { accounts }] = await Promise.all([staffOf(c).tokens(), staffOf(c).people()]);
  const page = { title: words(c.get("language"), "desk").tokens, path: "/desk/tokens" } as const;
  return showDesk(c, page, tokensView(c, tokens, accounts, says), { status });
}

interface TokensSays {
  done?: "revoked";
  problem?: "name" | "scope" | "days";
  sent?: { name: string; scopes: readonly Scope[]; days?: number };
  made?: { token: string; origin: string };
}

const FIELDS = { name: "name", scope: `scope-${SCOPES[0]}`, days: "days" } as const;

/** Tokens for programs: which there are, and a form for one more. */
function tokensView(
  c: DeskContext,
  tokens: readonly TokenSeen[],
  accounts: readonly Account[],
  { done, problem, sent, made }: TokensSays,
): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  return html`${done ? doneBox(strings["tokens.revoked"]) : ""}${problem ? problemBox(language, strings[`tokens.no-${problem}`], FIELDS[problem]) : ""}
<h1>${strings.tokens}</h1>
<p>${strings["tokens.hint"]} <a href="/api">${strings["tokens.api"]}</a></p>
${
  made
    ? html`${shownOnce("token", strings["tokens.made"], made.token, strings["tokens.made.hint"])}
<pre dir="ltr"><code>curl -H "Authorization: Bearer ${made.token}" ${made.origin}/api/v1/desk/me</code></pre>`
    : ""
}
${tokens.length > 0 ? tokenTable(c, tokens, accounts) : html`<p>${strings["tokens.none"]}</p>`}
<h2>${strings["tokens.new"]}</h2>
<form method="post" action="${deskPath(language, "/desk/tokens")}">${formToken(c)}
<p><label for="name">${strings["tokens.name"]}</label><br>
<input name="name" id="name" maxlength="60" autocomplete="off" value="${sent?.name ?? ""}"${problem === "name" ? html` aria-invalid="true"` : ""}></p>
<fieldset><legend>${strings["tokens.scopes"]}</legend>
${SCOPES.map(
  (
    scope,
  ) => html`<p><label class="check"><input type="checkbox" name="scope" id="scope-${scope}" value="${scope}"${sent?.scopes.includes(scope) ? html` checked` : ""}> <span>${strings[`scope.${scope}`]} <code dir="ltr">${scope}</code></span></label></p>
`,
)}</fieldset>
<p><label for="days">${strings["tokens.days"]}</label><br>
<select name="days" id="days">
${TOKEN_DAYS.map((days) => html`<option value="${days}"${days === (sent?.days ?? 30) ? html` selected` : ""}>${formatterOf(language).integer(days)}</option>`)}
</select></p>
<p class="act"><button class="btn">${strings["tokens.make"]}</button></p>
</form>`;
}

function tokenTable(c: DeskContext, tokens: readonly TokenSeen[], accounts: readonly Account[]): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const holder = (id: string) => accounts.find((each) => each.id === id)?.name ?? id;
  return html`<table class="list">
<caption>${strings["tokens.all"]}</caption>
<thead><tr><th scope="col">${strings["tokens.name"]}</th><th scope="col">${strings["tokens.scopes"]}</th><th scope="col">${strings["account.used"]}</th><th scope="col">${strings.until}</th><th scope="col">${strings.acts}</th></tr></thead>
<tbody>
${tokens.map(
  ({
    id,
    name,
    account,
    scopes,
    used,
    expires,
  }) => html`<tr><th scope="row"><bdi>${name}</bdi> <span class="minor">${filled(strings["tokens.of"], { name: holder(account) })}</span></th>
<td data-label="${strings["tokens.scopes"]}"><code dir="ltr">${scopes.join(" ")}</code></td>
<td data-label="${strings["account.used"]}">${used === null ? strings.never : moment(used, language)}</td>
<td data-label="${strings.until}">${moment(expires, language)}</td>
<td><form method="post" action="${deskPath(language, `/desk/tokens/${id}/revoke`)}">${formToken(c)}<button class="quiet">${strings["tokens.revoke"]}</button></form></td></tr>
`,
)}</tbody>
</table>`;
}
