import { html } from "hono/html";
import { words } from "../../../i18n/index.ts";
import { filled, type Html } from "../../../web/kit/html.ts";
import { deskPath } from "../../addresses.ts";
import type { DeskContext } from "../../context.ts";
import type { PasskeyOptions, Role } from "../../store/contract.ts";
import { passkeyForm } from "./passkey-form.ts";

export interface SignInForm {
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

export function signInTitle(c: DeskContext, { problem, role }: SignInForm): string {
  const strings = words(c.get("language"), "desk");
  return `${problem ? strings["err.prefix"] : ""}${role ? strings["name.h"] : strings["sign-in"]}`;
}

/** The code of a link comes from the address's fragment, by script, or is pasted; the name is asked for when it is needed. */
export function signInView(c: DeskContext, form: SignInForm, passkey: PasskeyOptions | undefined): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { problem, out, role } = form;
  const staff = c.get("staff");
  return html`${
    problem
      ? html`<div class="err" id="problem" tabindex="-1" autofocus><div role="alert">
<h2>${strings["not-in.h"]}</h2>
<p>${strings[`not-in.${problem}`]}</p>
</div></div>`
      : ""
  }
${out ? html`<div class="ok" id="done" tabindex="-1" autofocus><p>${out === "1" ? strings.out : strings["out.everywhere"]}</p></div>` : ""}
<h1>${role ? strings["name.h"] : strings["sign-in"]}</h1>
${staff ? html`<p class="hint">${filled(strings["in-as"], { name: staff.account.name })}</p>` : ""}
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
