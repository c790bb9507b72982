/** Signing in, by a one-time link or a passkey, and signing out. */
import { html } from "hono/html";
import { deskScript } from "../../built/inline.ts";
import { words } from "../../i18n/index.ts";
import { alertBox } from "../../web/kit/boxes.ts";
import { filled, type Html } from "../../web/kit/html.ts";
import { atDesk, by, type DeskContext, type DeskHandler, deskPath, onwardTo, staffOf } from "../context.ts";
import { doneBox, passkeyForm } from "../kit.ts";
import { showDesk } from "../page.ts";
import { clearSessionCookie, isThisMachine, sessionCookie, setSessionCookie } from "../session.ts";
import type { Entering, PasskeyOptions, Role } from "../store/contract.ts";

/** Opening it does nothing: previews of chats and mail open links too. */
export const signInPage: DeskHandler = (c) => {
  const out = c.req.query("out");
  return showSignIn(c, 200, { to: c.req.query("to"), ...(out === "1" || out === "everywhere" ? { out } : {}) });
};

/** Consumes a one-time link. */
export const postSignIn: DeskHandler = async (c) => {
  const form = c.get("form");
  const [code, name, to] = [form.get("code") ?? "", form.get("name"), form.get("to") ?? undefined];
  // Over plain http a browser would drop the cookie, and the link would be spent for nothing.
  if (!isThisMachine(c) && c.req.header("origin")?.startsWith("http:"))
    return showSignIn(c, 403, { to, problem: "https" });
  const outcome = await staffOf(c).signInByLink({
    code,
    ...(name !== null && name.trim() !== "" && { name }),
    ...circumstances(c),
  });
  switch (outcome.kind) {
    case "signed-in":
      setSessionCookie(c, outcome.session);
      return c.redirect(await onwardAfterLink(c, outcome.account.id, to), 303);
    case "name-needed":
      return showSignIn(c, 200, { to, code, role: outcome.role });
    case "name-invalid":
    case "name-taken":
      return showSignIn(c, 422, { to, code, role: outcome.role, name: name ?? "", problem: outcome.kind });
    case "refused":
      return showSignIn(c, 422, { to, problem: "refused" });
    case "too-many":
      return showSignIn(c, 429, { to, problem: "too-many" });
  }
};

/** Signs in by the answer of a passkey. */
export const postPasskeySignIn: DeskHandler = async (c) => {
  const form = c.get("form");
  const to = form.get("to") ?? undefined;
  const outcome = await staffOf(c).signInByPasskey({ response: form.get("response") ?? "", ...circumstances(c) });
  switch (outcome.kind) {
    case "signed-in":
      setSessionCookie(c, outcome.session);
      return c.redirect(onwardTo(to, c.get("language")), 303);
    case "refused":
      return showSignIn(c, 422, { to, problem: "passkey" });
    case "too-many":
      return showSignIn(c, 429, { to, problem: "too-many-passkey" });
  }
};

export const postSignOut: DeskHandler = async (c) => {
  await staffOf(c).signOut(by(c), atDesk(c).through);
  clearSessionCookie(c);
  return c.redirect(`${deskPath(c.get("language"), "/desk/sign-in")}?out=1`, 303);
};

/** Ends every session of this account, wherever it is. */
export const postSignOutEverywhere: DeskHandler = async (c) => {
  await staffOf(c).signOutEverywhere(by(c));
  clearSessionCookie(c);
  return c.redirect(`${deskPath(c.get("language"), "/desk/sign-in")}?out=everywhere`, 303);
};

/** What every way of signing in says of its request. */
function circumstances(c: DeskContext): Entering {
  const previous = sessionCookie(c);
  return { request: c.get("request"), ...(previous !== undefined && { previous }) };
}

/** Whoever has no passkey yet is shown where to make one: the link works no second time. */
async function onwardAfterLink(c: DeskContext, account: string, to: string | undefined): Promise<string> {
  const language = c.get("language");
  if (to !== undefined) return onwardTo(to, language);
  const passkeys = await staffOf(c).passkeysOf(account);
  return passkeys.length > 0 ? deskPath(language) : `${deskPath(language, "/desk/account")}?done=welcome`;
}

async function showSignIn(c: DeskContext, status: 200 | 403 | 422 | 429, form: SignInForm): Promise<Response> {
  // A link that was found good asks for a name, and for nothing else.
  const passkey = form.role ? undefined : await staffOf(c).passkeySignInOptions();
  const page = { title: signInTitle(c, form), path: "/desk/sign-in" } as const;
  return showDesk(c, page, signInView(c, form, passkey), { status, scripts: [deskScript] });
}

/** What the page shows beside its fields. */
interface SignInForm {
  /** Where to go on afterwards. */
  to: string | undefined;
  /** A code that was found good, and makes an account of `role` once it has a name. */
  code?: string;
  role?: Role;
  name?: string;
  problem?: "refused" | "too-many" | "name-invalid" | "name-taken" | "https" | "passkey" | "too-many-passkey";
  /** The visitor has just signed out. */
  out?: "1" | "everywhere";
}

function signInTitle(c: DeskContext, { problem, role }: SignInForm): string {
  const strings = words(c.get("language"), "desk");
  return `${problem ? strings["err.prefix"] : ""}${role ? strings["name.h"] : strings["sign-in"]}`;
}

/** The code of a link comes from the address's fragment, by script, or is pasted; the name is asked for when it is needed. */
function signInView(c: DeskContext, form: SignInForm, passkey: PasskeyOptions | undefined): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { problem, out, role } = form;
  const member = c.get("member");
  return html`${problem ? alertBox({ heading: strings["not-in.h"], message: strings[`not-in.${problem}`] }) : ""}
${out ? doneBox(out === "1" ? strings.out : strings["out.everywhere"]) : ""}
<h1>${role ? strings["name.h"] : strings["sign-in"]}</h1>
${member ? html`<p class="hint">${filled(strings["in-as"], { name: member.account.name })}</p>` : ""}
${passkey ? byPasskey(c, form, passkey) : ""}
<form method="post" action="${deskPath(language, "/desk/sign-in")}" autocomplete="off" id="by-code">
${onward(form)}
${role ? nameField(c, form, role) : codeField(c, problem)}
<p class="act"><button class="btn">${strings["sign-in"]}</button></p>
</form>`;
}

const onward = ({ to }: SignInForm): Html | "" =>
  to === undefined ? "" : html`<input type="hidden" name="to" value="${to}">`;

function byPasskey(c: DeskContext, form: SignInForm, options: PasskeyOptions): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  return passkeyForm({
    act: "get",
    action: deskPath(language, "/desk/sign-in/passkey"),
    options,
    button: strings["by-passkey"],
    failed: strings["by-passkey.failed"],
    fields: onward(form),
    primary: true,
  });
}

function codeField(c: DeskContext, problem: SignInForm["problem"]): Html {
  const strings = words(c.get("language"), "desk");
  return html`<p class="hint" id="code-found" hidden>${strings["code.found"]}</p>
<div id="code-typed">
<p><label for="code">${strings.code}</label><br>
<input name="code" id="code" dir="ltr" required autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="code-hint"${problem === "refused" ? html` aria-invalid="true"` : ""}></p>
<p class="hint" id="code-hint">${strings["code.hint"]}</p>
</div>`;
}

function nameField(c: DeskContext, { code, name, problem }: SignInForm, role: Role): Html {
  const strings = words(c.get("language"), "desk");
  const isWrong = problem === "name-invalid" || problem === "name-taken";
  return html`<input type="hidden" name="code" value="${code ?? ""}">
<p>${filled(strings["name.role"], { role: strings[`role.${role}`] })} ${strings[`role.${role}.may`]}</p>
<p><label for="name">${strings.name}</label><br>
<input name="name" id="name" required maxlength="60" autocomplete="off" value="${name ?? ""}" aria-describedby="name-hint"${isWrong ? html` aria-invalid="true"` : ""}></p>
<p class="hint" id="name-hint">${strings["name.hint"]}</p>`;
}
