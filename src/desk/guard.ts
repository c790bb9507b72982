import type { MiddlewareHandler } from "hono";
import { languageOfPath } from "../web/http/addresses.ts";
import { readForm } from "../web/http/body.ts";
import { provenanceOfRequest } from "../web/http/request.ts";
import { ruleOf } from "./access.ts";
import { deskPath } from "./addresses.ts";
import type { DeskContext, DeskEnv } from "./context.ts";
import { FORM_TOKEN, formTokenOf, isFormToken } from "./form-token.ts";
import { matchedRoute } from "./matched-route.ts";
import { refusePage } from "./refuse.ts";
import { sessionCookie } from "./session-cookie.ts";
import { staffOf } from "./staff.ts";
import { isAtLeast } from "./store/contract.ts";

/** A poll in three languages, with room to spare; nothing here takes files. */
const MOST_FORM_BYTES = 262_144;

/**
 * Stands before every page of the desk: finds the rule of the route that is asked for and lets through whoever it names.
 * A form must come from a page of ours, of this very session.
 */
export const onlyStaff: MiddlewareHandler<DeskEnv> = async function onlyStaff(c, next) {
  c.set("language", languageOfPath(c.req.path));
  c.set("request", crypto.randomUUID());
  const route = matchedRoute(c);
  // No such page: that is answered, to anyone, by what stands behind.
  if (!route) return next();
  const rule = ruleOf(route);
  if (rule === undefined || typeof rule === "object") return refusePage(c, 403, "no-rule");
  const isPost = c.req.method === "POST";
  if (isPost && !isFromOurPage(c)) return refusePage(c, 403, "foreign");

  const session = sessionCookie(c);
  const member = session === undefined ? undefined : await staffOf(c).memberBySession(session);
  if (member && session !== undefined) {
    const { account, through } = member;
    c.set("staff", { account, role: account.role, session: { id: through, formToken: formTokenOf(session) } });
  }
  const staff = c.get("staff");
  if (rule !== "anyone") {
    if (!staff) return isPost ? refusePage(c, 403, "signed-out") : c.redirect(signInPath(c), 303);
    if (!isAtLeast(staff.role, rule)) return refusePage(c, 403, "role");
  }
  if (!isPost) return next();

  const body = await readForm(c, MOST_FORM_BYTES);
  if (body.kind === "refused") return refusePage(c, body.status, body.status === 413 ? "size" : "shape");
  if (rule !== "anyone" && staff && !isFormToken(body.form.get(FORM_TOKEN), staff.session.formToken))
    return refusePage(c, 403, "stale");
  c.set("form", body.form);
  await next();
};

/** Programs have tokens and the API: what says nothing of where it comes from is no page of ours either. */
const isFromOurPage = (c: DeskContext): boolean => provenanceOfRequest(c) === "own";

function signInPath(c: DeskContext): string {
  const language = c.get("language");
  const signIn = deskPath(language, "/desk/sign-in");
  return c.req.path === deskPath(language) ? signIn : `${signIn}?to=${encodeURIComponent(c.req.path)}`;
}
