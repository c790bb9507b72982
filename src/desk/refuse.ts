import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { words } from "../i18n/index.ts";
import { deskPath } from "./addresses.ts";
import type { DeskContext } from "./context.ts";
import { showDesk } from "./respond.ts";

/** Why the desk does not do what it was asked; each says that nothing was changed. */
export type Refused =
  | "no-rule"
  | "foreign"
  | "signed-out"
  | "role"
  | "size"
  | "shape"
  | "stale"
  | "not-found"
  | "failure"
  | "unread";

/** A refusal as a page, with the way back. */
export function refusePage(c: DeskContext, status: ContentfulStatusCode, why: Refused): Response | Promise<Response> {
  const language = c.get("language");
  const strings = words(language, "desk");
  const isOut = why === "signed-out";
  return showDesk(
    c,
    { title: strings["refused.h"], path: "/desk" },
    html`<div class="err" id="problem" tabindex="-1" autofocus><div role="alert">
<h1>${strings["refused.h"]}</h1>
<p>${strings[`refused.${why}`]}</p>
</div></div>
<p><a href="${deskPath(language, isOut ? "/desk/sign-in" : "/desk")}">${isOut ? strings["sign-in"] : strings["to-desk"]}</a></p>`,
    { status },
  );
}
