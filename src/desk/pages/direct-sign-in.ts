import { onwardTo } from "../addresses.ts";
import type { DeskContext, DeskHandler } from "../context.ts";
import { sessionCookie, setSessionCookie } from "../session-cookie.ts";
import { staffOf } from "../staff.ts";
import type { PasskeySignInOutcome } from "../store/contract.ts";
import { showSignIn } from "./sign-in-page.ts";

/** Signs in by the answer of a passkey. */
export const postPasskeySignIn: DeskHandler = async (c) => {
  const response = c.get("form").get("response") ?? "";
  return enter(c, await staffOf(c).signInByPasskey({ response, ...circumstances(c) }));
};

/** What every way of signing in says of its request. */
export function circumstances(c: DeskContext): { request: string; previous?: string } {
  const previous = sessionCookie(c);
  return { request: c.get("request"), ...(previous !== undefined && { previous }) };
}

function enter(c: DeskContext, outcome: PasskeySignInOutcome): Response | Promise<Response> {
  const to = c.get("form").get("to") ?? undefined;
  switch (outcome.kind) {
    case "signed-in":
      setSessionCookie(c, outcome.session);
      return c.redirect(onwardTo(to, c.get("language")), 303);
    case "refused":
      return showSignIn(c, 422, { to, problem: "passkey" });
    case "too-many":
      return showSignIn(c, 429, { to, problem: "too-many-passkey" });
  }
}
