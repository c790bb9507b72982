import { isAtLeast, type Member, type Role, type Scope } from "./store/contract.ts";
/** What a route asks of whoever calls it. Routes of the API are called with tokens, which are limited to scopes. */
export type Rule = "anyone" | Role | { role: Role; scope: Scope | "any" };

/**
 * Every route of the desk and the role it needs: the only place where that is said. Paths are without the language's prefix. A
 * route that does not stand here is refused, and `test/desk/authorisation.worker.test.ts` fails.
 */
export const DESK_ROUTES = {
  "GET /desk": "viewer",
  "GET /desk/new": "editor",
  "POST /desk/new": "editor",
  "GET /desk/polls/:poll": "viewer",
  "GET /desk/polls/:poll/edit": "editor",
  "POST /desk/polls/:poll/edit": "editor",
  "GET /desk/polls/:poll/delete": "editor",
  "POST /desk/polls/:poll/delete": "editor",
  "GET /desk/polls/:poll/definition.json": "viewer",
  "GET /desk/polls/:poll/files": "viewer",
  "GET /desk/polls/:poll/files/:file": "viewer",
  "GET /desk/polls/:poll/preview": "viewer",
  "GET /desk/polls/:poll/preview/:state/:shown": "viewer",
  "GET /desk/polls/:poll/preview/:state/:shown/page": "viewer",
  "GET /desk/polls/:poll/open": "editor",
  "POST /desk/polls/:poll/open": "editor",
  "POST /desk/polls/:poll/pause": "editor",
  "POST /desk/polls/:poll/resume": "editor",
  "GET /desk/polls/:poll/close": "editor",
  "POST /desk/polls/:poll/close": "editor",
  "GET /desk/polls/:poll/correct": "editor",
  "POST /desk/polls/:poll/correct": "editor",
  "GET /desk/polls/:poll/void": "editor",
  "POST /desk/polls/:poll/void": "editor",
  "POST /desk/polls/:poll/archive": "editor",

  "GET /desk/sign-in": "anyone",
  "POST /desk/sign-in": "anyone",
  "POST /desk/sign-in/passkey": "anyone",
  "POST /desk/sign-out": "viewer",
  "POST /desk/sign-out/everywhere": "viewer",

  "GET /desk/account": "viewer",
  "POST /desk/account/sessions/:session/end": "viewer",
  "POST /desk/account/passkeys": "viewer",
  "POST /desk/account/passkeys/:passkey/remove": "viewer",

  "GET /desk/people": "owner",
  "POST /desk/invitations": "owner",
  "POST /desk/invitations/:link/withdraw": "owner",
  "GET /desk/people/:account": "owner",
  "POST /desk/people/:account/role": "owner",
  "POST /desk/people/:account/link": "owner",
  "POST /desk/people/:account/remove": "owner",

  "GET /desk/audit": "editor",
  "GET /desk/audit.csv": "editor",
  "GET /desk/audit.ndjson": "editor",

  "GET /desk/tokens": "owner",
  "POST /desk/tokens": "owner",
  "POST /desk/tokens/:token/revoke": "owner",

  "GET /api/v1/desk/polls": { role: "viewer", scope: "polls:read" },
  "POST /api/v1/desk/polls": { role: "editor", scope: "polls:write" },
  "GET /api/v1/desk/polls/:poll": { role: "viewer", scope: "polls:read" },
  "GET /api/v1/desk/polls/:poll/draft": { role: "viewer", scope: "polls:read" },
  "POST /api/v1/desk/polls/:poll/draft": { role: "editor", scope: "polls:write" },
  "POST /api/v1/desk/polls/:poll/delete": { role: "editor", scope: "polls:write" },
  "POST /api/v1/desk/polls/:poll/open": { role: "editor", scope: "polls:write" },
  "POST /api/v1/desk/polls/:poll/pause": { role: "editor", scope: "polls:write" },
  "POST /api/v1/desk/polls/:poll/resume": { role: "editor", scope: "polls:write" },
  "POST /api/v1/desk/polls/:poll/close": { role: "editor", scope: "polls:write" },
  "POST /api/v1/desk/polls/:poll/correct": { role: "editor", scope: "polls:write" },
  "POST /api/v1/desk/polls/:poll/void": { role: "editor", scope: "polls:write" },
  "POST /api/v1/desk/polls/:poll/archive": { role: "editor", scope: "polls:write" },
  "GET /api/v1/desk/me": { role: "viewer", scope: "any" },
  "GET /api/v1/desk/audit": { role: "editor", scope: "audit" },
  "GET /api/v1/desk/sessions": { role: "viewer", scope: "staff" },
  "POST /api/v1/desk/sessions/:session/end": { role: "viewer", scope: "staff" },
  "GET /api/v1/desk/tokens": { role: "owner", scope: "staff" },
  "POST /api/v1/desk/tokens/:token/revoke": { role: "owner", scope: "staff" },
} as const satisfies Record<`${"GET" | "POST"} /${string}`, Rule>;

export type DeskRoute = keyof typeof DESK_ROUTES;

/** The rule of a route, spelled as in the table; nothing where there is none. */
export const ruleOf = (route: string): Rule | undefined =>
  Object.entries(DESK_ROUTES).find(([key]) => key === route)?.[1];

/** What a member would need to have for a rule, and does not. */
export type Lack = { kind: "scope"; scope: Scope } | { kind: "role"; role: Role };

/** A route of the API needs both: the token's scope, and the role that its account has at this moment. */
export function lackOf(rule: Rule, { account, scopes }: Member): Lack | undefined {
  if (typeof rule === "object" && rule.scope !== "any" && !scopes?.includes(rule.scope))
    return { kind: "scope", scope: rule.scope };
  const role = roleOf(rule);
  return role === undefined || isAtLeast(account.role, role) ? undefined : { kind: "role", role };
}

/** May somebody of this role call the route? Pages show a button only to those who may press it. */
export function may(role: Role, route: DeskRoute): boolean {
  const needed = roleOf(DESK_ROUTES[route]);
  return needed === undefined || isAtLeast(role, needed);
}

const roleOf = (rule: Rule): Role | undefined => {
  if (rule === "anyone") return undefined;
  return typeof rule === "string" ? rule : rule.role;
};
