/** A page of the desk: its shell, the answer that carries it, and the page that refuses. */
import { html, raw } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { deskCss } from "../built/inline.ts";
import { directionOf, LANGUAGES } from "../domain/language.ts";
import { LANGUAGE_NAMES, words } from "../i18n/index.ts";
import { contentSecurityPolicy, type Inline } from "../web/http/headers.ts";
import { alertBox } from "../web/kit/boxes.ts";
import type { Html } from "../web/kit/html.ts";
import { type DeskRoute, may } from "./access.ts";
import { type DeskContext, deskPath } from "./context.ts";
import { formToken } from "./session.ts";

/** What a page of the desk says of itself. */
interface DeskPage {
  /** Plain text. */
  title: string;
  /** Where the page is read, without its language: `/desk/people`. After a form that came back, the page it was on. */
  path: `/desk${string}`;
}

interface Section {
  route: DeskRoute;
  path: `/desk${string}`;
  label: "polls" | "people" | "record" | "tokens" | "account";
}

const SECTIONS: readonly Section[] = [
  { route: "GET /desk", path: "/desk", label: "polls" },
  { route: "GET /desk/people", path: "/desk/people", label: "people" },
  { route: "GET /desk/audit", path: "/desk/audit", label: "record" },
  { route: "GET /desk/tokens", path: "/desk/tokens", label: "tokens" },
  { route: "GET /desk/account", path: "/desk/account", label: "account" },
];

/** A whole page: who is at the desk, where else to go, and the content. */
function deskLayout(c: DeskContext, page: DeskPage, main: Html, scripts: readonly Inline[]): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}" class="admin">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title} – ${strings.desk}</title>
<link rel="icon" href="data:,">
<style>${raw(deskCss.text)}</style>
</head>
<body>
<a class="skip" href="#main">${words(language, "reader").skip}</a>
<div class="page">
<header class="mast">
<p class="name"><a href="${deskPath(language)}">${strings.desk}</a></p>
<ul class="langs">
${LANGUAGES.map((each) => languageLink(each, language, page.path))}</ul>
</header>
${navigation(c, page)}
<main id="main">${main}</main>
</div>
${scripts.map(({ text }) => html`<script>${raw(text)}</script>`)}
</body>
</html>
`;
}

const languageLink = (each: (typeof LANGUAGES)[number], shown: string, path: `/desk${string}`): Html =>
  each === shown
    ? html`<li><span aria-current="true" lang="${each}">${LANGUAGE_NAMES[each]}</span></li>\n`
    : html`<li><a href="${deskPath(each, path)}" hreflang="${each}" lang="${each}">${LANGUAGE_NAMES[each]}</a></li>\n`;

function navigation(c: DeskContext, page: DeskPage): Html | "" {
  const member = c.get("member");
  if (!member) return "";
  const { name, role } = member.account;
  const language = c.get("language");
  const strings = words(language, "desk");
  const current = SECTIONS.filter(({ path }) => page.path === path || page.path.startsWith(`${path}/`)).at(-1);
  return html`<nav class="nav" aria-label="${strings.sections}">
<ul>
${SECTIONS.filter(({ route }) => may(role, route)).map(
  (section) =>
    html`<li><a href="${deskPath(language, section.path)}"${section === current ? html` aria-current="page"` : ""}>${strings[section.label]}</a></li>\n`,
)}</ul>
<form method="post" action="${deskPath(language, "/desk/sign-out")}">${formToken(c)}
<span class="who"><bdi>${name}</bdi> (${strings[`role.${role}`]})</span>
<button class="quiet">${strings["sign-out"]}</button>
</form>
</nav>`;
}

/**
 * Answers with a page of the desk. Nobody frames it, and only its own style and script run. It names no caching, so no cache
 * keeps it: that is what `securityHeaders` says where a route says nothing.
 */
export function showDesk(
  c: DeskContext,
  page: DeskPage,
  main: Html,
  {
    status = 200,
    scripts = [],
    holdsFrames = false,
  }: { status?: ContentfulStatusCode; scripts?: readonly Inline[]; holdsFrames?: boolean } = {},
): Response | Promise<Response> {
  const { host } = new URL(c.req.url);
  c.header("Content-Security-Policy", contentSecurityPolicy({ styles: [deskCss], scripts, holdsFrames }, host));
  c.header("X-Robots-Tag", "noindex");
  return c.html(deskLayout(c, page, main, scripts), status);
}

/** Why the desk does not do what it was asked; each says that nothing was changed. */
type Refused =
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
    html`${alertBox({ heading: strings["refused.h"], message: strings[`refused.${why}`], level: "h1" })}
<p><a href="${deskPath(language, isOut ? "/desk/sign-in" : "/desk")}">${isOut ? strings["sign-in"] : strings["to-desk"]}</a></p>`,
    { status },
  );
}

/** An act of staff that was not done: the role went between the guard and the act, or what it is about is gone. */
export const refuseAct = (
  c: DeskContext,
  { kind }: { kind: "forbidden" | "not-found" },
): Response | Promise<Response> =>
  kind === "forbidden" ? refusePage(c, 403, "role") : refusePage(c, 404, "not-found");
