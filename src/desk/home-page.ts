import { html } from "hono/html";
import { deskStrings } from "../i18n/desk.ts";
import type { DeskHandler } from "./context.ts";
import { showDesk } from "./respond.ts";

/** The first page of the desk. */
export const homePage: DeskHandler = (c) => {
  const strings = deskStrings(c.get("language"));
  return showDesk(c, { title: strings.polls, path: "/desk" }, html`<h1>${strings.polls}</h1>`);
};
