import { deskScript } from "../built/inline.ts";
import { onwardTo } from "./addresses.ts";
import type { DeskContext, DeskHandler } from "./context.ts";
import { showDesk } from "./respond.ts";
import { isThisMachine, sessionCookie, setSessionCookie } from "./session-cookie.ts";
import { staffOf } from "./staff.ts";
import { type SignInForm, signInTitle, signInView } from "./views/sign-in.ts";

/** Opening it does nothing: previews of chats and mail open links too. */
export const signInPage: DeskHandler = (c) => {
  const out = c.req.query("out");
  return show(c, 200, { to: c.req.query("to"), ...(out === "1" || out === "everywhere" ? { out } : {}) });
};

/** Consumes a one-time link. */
export const postSignIn: DeskHandler = async (c) => {
  const form = c.get("form");
  const [code, name, to] = [form.get("code") ?? "", form.get("name"), form.get("to") ?? undefined];
  // Over plain http a browser would drop the cookie, and the link would be spent for nothing.
  if (!isThisMachine(c) && c.req.header("origin")?.startsWith("http:")) return show(c, 403, { to, problem: "https" });
  const previous = sessionCookie(c);
  const access = c.get("access");
  const outcome = await staffOf(c).signInByLink({
    code,
    ...(name !== null && name.trim() !== "" && { name }),
    ...(previous !== undefined && { previous }),
    ...(access !== undefined && { access }),
    request: c.get("request"),
  });
  switch (outcome.kind) {
    case "signed-in":
      setSessionCookie(c, outcome.session);
      return c.redirect(onwardTo(to, c.get("language")), 303);
    case "name-needed":
      return show(c, 200, { to, code, role: outcome.role });
    case "name-invalid":
    case "name-taken":
      return show(c, 422, { to, code, role: outcome.role, name: name ?? "", problem: outcome.kind });
    case "refused":
      return show(c, 422, { to, problem: "refused" });
    case "too-many":
      return show(c, 429, { to, problem: "too-many" });
  }
};

const show = (c: DeskContext, status: 200 | 403 | 422 | 429, form: SignInForm): Response | Promise<Response> =>
  showDesk(c, { title: signInTitle(c, form), path: "/desk/sign-in" }, signInView(c, form), {
    status,
    scripts: [deskScript],
  });
