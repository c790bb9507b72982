import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { languageOfPath } from "../web/http/addresses.ts";
import { readForm } from "../web/http/body.ts";
import type { AppEnv } from "../web/http/env.ts";
import { problem } from "../web/http/problem.ts";
import { provenanceOfRequest } from "../web/http/request.ts";
import { ruleOf } from "./access.ts";
import { type DeskContext, type DeskEnv, deskPath, staffOf, withoutLanguage } from "./context.ts";
import { refusePage } from "./page.ts";
import { FORM_TOKEN, formTokenOf, isFormToken, sessionCookie } from "./session.ts";
import { type By, isAtLeast, type Member } from "./store/contract.ts";
import { type Deed, written } from "./store/record.ts";

/** The route that will answer, as the table spells it; nothing where none does. HEAD is answered by GET's. */
export function matchedRoute(c: Context): string | undefined {
  const method = c.req.method === "HEAD" ? "GET" : c.req.method;
  const route = matchedRoutes(c).find((each) => each.method === method);
  return route && `${method} ${withoutLanguage(route.path)}`;
}

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

/** What the guard leaves for the operations of the desk. */
export interface DeskApiEnv extends AppEnv {
  Variables: { member: Member; request: string };
}

export type DeskApiContext = Context<DeskApiEnv>;

/**
 * Stands before every operation of the desk: a token that works, with the scope that the table of routes asks for, of an
 * account whose role still allows it. Cookies open nothing here, so no page of another site can use somebody's session.
 */
export const onlyTokens: MiddlewareHandler<DeskApiEnv> = async function onlyTokens(c, next) {
  const route = matchedRoute(c);
  // No such operation: what stands behind answers that, to anyone.
  if (!route) return next();
  const rule = ruleOf(route);
  if (typeof rule !== "object") return problem(c, { kind: "forbidden", detail: (words) => words.noRule });
  if (isForeign(c)) return problem(c, { kind: "forbidden" });
  const token = /^Bearer ([A-Za-z0-9_-]{51})$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const member = token === undefined ? undefined : await staffOf(c).memberByToken(token);
  if (!member)
    return problem(c, {
      kind: "forbidden",
      status: 401,
      detail: (words) => words.noToken,
      // RFC 6750 section 3: no error code where no token was sent.
      headers: { "WWW-Authenticate": token === undefined ? "Bearer" : 'Bearer error="invalid_token"' },
    });
  const { scope } = rule;
  if (scope !== "any" && !member.scopes?.includes(scope))
    return problem(c, {
      kind: "forbidden",
      detail: (words) => words.tokenScope(scope),
      headers: { "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${scope}"` },
    });
  if (!isAtLeast(member.account.role, rule.role))
    return problem(c, { kind: "forbidden", detail: (words) => words.tokenRole(rule.role) });
  c.set("member", member);
  c.set("request", crypto.randomUUID());
  c.header("Cache-Control", "no-store");
  await next();
};

/** Who acts by the token of this request. */
export const byToken = (c: DeskApiContext): By => ({ account: c.get("member").account.id, request: c.get("request") });

/** Writes what a program did into the record, with the account that its token acts for. */
export async function recordActByToken(c: DeskApiContext, deed: Deed): Promise<void> {
  await staffOf(c).recordAct({ ...written(deed), by: byToken(c) });
}

const isForeign = (c: DeskApiContext): boolean => provenanceOfRequest(c) === "foreign";
