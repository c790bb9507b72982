import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "../../web/http/env.ts";
import { problem } from "../../web/http/problem.ts";
import { provenanceOfRequest } from "../../web/http/request.ts";
import { ruleOf } from "../access.ts";
import { matchedRoute } from "../matched-route.ts";
import { staffOf } from "../staff.ts";
import { type By, isAtLeast, type Member } from "../store/contract.ts";
import { type Deed, written } from "../store/record.ts";

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
