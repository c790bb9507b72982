import { Hono } from "hono";
import { LANGUAGES } from "../poll/language.ts";
import { tell } from "../privacy/tell.ts";
import { prefixOf } from "../reader/addresses.ts";
import type { DeskRoute } from "./access.ts";
import type { DeskEnv, DeskHandler } from "./context.ts";
import { onlyStaff } from "./guard.ts";
import { homePage } from "./home-page.ts";
import { refusePage } from "./refuse.ts";
import { postSignIn, signInPage } from "./sign-in-page.ts";
import { postSignOut, postSignOutEverywhere } from "./sign-out.ts";

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
