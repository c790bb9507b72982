import { Hono } from "hono";
import { LANGUAGES } from "../poll/language.ts";
import { tell } from "../privacy/tell.ts";
import { prefixOf } from "../reader/addresses.ts";
import type { DeskRoute } from "./access.ts";
import { accountPage, postEndSession } from "./account-page.ts";
import { auditCsv, auditNdjson, auditPage } from "./audit-pages.ts";
import type { DeskEnv, DeskHandler } from "./context.ts";
import { onlyStaff } from "./guard.ts";
import { homePage } from "./home-page.ts";
import {
  peoplePage,
  personPage,
  postInvitation,
  postLinkFor,
  postRemove,
  postRole,
  postWithdrawInvitation,
} from "./people-pages.ts";
import { refusePage } from "./refuse.ts";
import { postSignIn, signInPage } from "./sign-in-page.ts";
import { postSignOut, postSignOutEverywhere } from "./sign-out.ts";
import { postRevokeToken, postToken, tokensPage } from "./tokens-page.ts";

/** The pages of the desk, under `/desk`, `/fr/desk` and `/en/desk`. */
export const desk = new Hono<DeskEnv>();

for (const language of LANGUAGES) {
  const base = `${prefixOf(language)}/desk`;
  desk.use(base, onlyStaff);
  desk.use(`${base}/*`, onlyStaff);
}

on("GET /desk", homePage);
on("GET /desk/sign-in", signInPage);
on("POST /desk/sign-in", postSignIn);
on("POST /desk/sign-out", postSignOut);
on("POST /desk/sign-out/everywhere", postSignOutEverywhere);

on("GET /desk/account", accountPage);
on("POST /desk/account/sessions/:session/end", postEndSession);

on("GET /desk/people", peoplePage);
on("POST /desk/people/invitations", postInvitation);
on("POST /desk/people/invitations/:link/withdraw", postWithdrawInvitation);
on("GET /desk/people/:account", personPage);
on("POST /desk/people/:account/role", postRole);
on("POST /desk/people/:account/link", postLinkFor);
on("POST /desk/people/:account/remove", postRemove);

on("GET /desk/audit", auditPage);
on("GET /desk/audit.csv", auditCsv);
on("GET /desk/audit.ndjson", auditNdjson);

on("GET /desk/tokens", tokensPage);
on("POST /desk/tokens", postToken);
on("POST /desk/tokens/:token/revoke", postRevokeToken);

for (const language of LANGUAGES) desk.all(`${prefixOf(language)}/desk/*`, (c) => refusePage(c, 404, "not-found"));

desk.onError((error, c) => {
  tell("desk-failure", { route: c.req.routePath, request: c.get("request") }, error);
  return refusePage(c, 500, "failure");
});

/** Registers a route in every language. Its rule must stand in the table, or it does not compile. */
function on(route: DeskRoute, handler: DeskHandler): void {
  const [method = "", path = ""] = route.split(" ");
  for (const language of LANGUAGES) desk.on(method, prefixOf(language) + path, handler);
}
