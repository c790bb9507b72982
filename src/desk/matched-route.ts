import type { Context } from "hono";
import { matchedRoutes } from "hono/route";
import { withoutLanguage } from "./addresses.ts";

/** The route that will answer, as the table spells it; nothing where none does. HEAD is answered by GET's. */
export function matchedRoute(c: Context): string | undefined {
  const method = c.req.method === "HEAD" ? "GET" : c.req.method;
  const route = matchedRoutes(c).find((each) => each.method === method);
  return route && `${method} ${withoutLanguage(route.path)}`;
}
