import { deskScript } from "../../built/inline.ts";
import { deskPath, onwardTo } from "../addresses.ts";
import type { DeskContext, DeskHandler } from "../context.ts";
import { showDesk } from "../respond.ts";
import { isThisMachine, setSessionCookie } from "../session-cookie.ts";
import { staffOf } from "../staff.ts";
import { circumstances } from "./direct-sign-in.ts";
import { type SignInForm, signInTitle, signInView } from "./views/sign-in.ts";

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

/** Whoever has no passkey yet is shown where to make one: the link works no second time. */
async function onwardAfterLink(c: DeskContext, account: string, to: string | undefined): Promise<string> {
  const language = c.get("language");
  if (to !== undefined) return onwardTo(to, language);
  const passkeys = await staffOf(c).passkeysOf(account);
  return passkeys.length > 0 ? deskPath(language) : `${deskPath(language, "/desk/account")}?done=welcome`;
}

export async function showSignIn(c: DeskContext, status: 200 | 403 | 422 | 429, form: SignInForm): Promise<Response> {
  // A link that was found good asks for a name, and for nothing else.
  const passkey = form.role ? undefined : await staffOf(c).passkeySignInOptions();
  const page = { title: signInTitle(c, form), path: "/desk/sign-in" } as const;
  return showDesk(c, page, signInView(c, form, passkey), { status, scripts: [deskScript] });
}
