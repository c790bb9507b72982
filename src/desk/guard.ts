/** Stands before every page and every operation of the desk. Whoever the rule of the route does not name gets no further. */
import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { languageOfPath } from "../web/http/addresses.ts";
import { readForm } from "../web/http/body.ts";
import { problem, type Refusal } from "../web/http/problem.ts";
import { provenanceOfRequest } from "../web/http/request.ts";
import { type Lack, lackOf, ruleOf } from "./access.ts";
import { type DeskApiEnv, type DeskContext, type DeskEnv, deskPath, staffOf, withoutLanguage } from "./context.ts";
import { refusePage } from "./page.ts";
import { isOfSession, sessionCookie } from "./session.ts";

/** A poll in three languages, with room to spare; nothing here takes files. */
const MOST_FORM_BYTES = 262_144;

/** Pages, by session. A form must come from a page of ours, of this very session. */
export const onlyStaff: MiddlewareHandler<DeskEnv> = async function onlyStaff(c, next) {
  c.set("language", languageOfPath(c.req.path));
  c.set("request", crypto.randomUUID());
  const route = matchedRoute(c);
  // No such page: that is answered, to anyone, by what stands behind.
  if (!route) return next();
  const rule = ruleOf(route);
  if (rule === undefined || typeof rule === "object") return refusePage(c, 403, "no-rule");
  const isPost = c.req.method === "POST";
  // Programs have tokens and the API: what says nothing of where it comes from is no page of ours either.
  if (isPost && provenanceOfRequest(c) !== "own") return refusePage(c, 403, "foreign");

  const session = sessionCookie(c);
  const member = session === undefined ? undefined : await staffOf(c).memberBySession(session);
  c.set("member", member);
  if (rule !== "anyone") {
    if (!member) return isPost ? refusePage(c, 403, "signed-out") : c.redirect(signInPath(c), 303);
    if (lackOf(rule, member)) return refusePage(c, 403, "role");
  }
  if (!isPost) return next();

  const body = await readForm(c, MOST_FORM_BYTES);
  if (body.kind === "refused") return refusePage(c, body.status, body.status === 413 ? "size" : "shape");
  if (rule !== "anyone" && !isOfSession(body.form, session ?? "")) return refusePage(c, 403, "stale");
  c.set("form", body.form);
  await next();
};

/**
 * Operations of the API, by token: one that works, with the scope that the rule asks for, of an account whose role still
 * allows it. Cookies open nothing here, so no page of another site can use somebody's session.
 */
export const onlyTokens: MiddlewareHandler<DeskApiEnv> = async function onlyTokens(c, next) {
  const route = matchedRoute(c);
  // No such operation: what stands behind answers that, to anyone.
  if (!route) return next();
  const rule = ruleOf(route);
  if (typeof rule !== "object") return problem(c, { kind: "forbidden", detail: { code: "no-rule" } });
  if (provenanceOfRequest(c) === "foreign") return problem(c, { kind: "forbidden" });

  const token = /^Bearer ([A-Za-z0-9_-]{51})$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const member = token === undefined ? undefined : await staffOf(c).memberByToken(token);
  if (!member)
    return problem(c, {
      kind: "forbidden",
      status: 401,
      detail: { code: "no-token" },
      // RFC 6750 section 3: no error code where no token was sent.
      headers: { "WWW-Authenticate": token === undefined ? "Bearer" : 'Bearer error="invalid_token"' },
    });
  const lack = lackOf(rule, member);
  if (lack) return problem(c, refusalOf(lack));

  c.set("member", member);
  c.set("request", crypto.randomUUID());
  await next();
};

/** The route that will answer, as the table spells it; nothing where none does. HEAD is answered by GET's. */
function matchedRoute(c: Context): string | undefined {
  const method = c.req.method === "HEAD" ? "GET" : c.req.method;
  const route = matchedRoutes(c).find((each) => each.method === method);
  return route && `${method} ${withoutLanguage(route.path)}`;
}

function signInPath(c: DeskContext): string {
  const language = c.get("language");
  const signIn = deskPath(language, "/desk/sign-in");
  return c.req.path === deskPath(language) ? signIn : `${signIn}?to=${encodeURIComponent(c.req.path)}`;
}

/** RFC 6750 section 3.1 for a scope; a role is nothing that another token of the account would have. */
function refusalOf(lack: Lack): Refusal {
  switch (lack.kind) {
    case "scope":
      return {
        kind: "forbidden",
        detail: { code: "token-scope", params: { scope: lack.scope } },
        headers: { "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${lack.scope}"` },
      };
    case "role":
      return { kind: "forbidden", detail: { code: `token-role.${lack.role}` } };
  }
}
