/** A session in the browser: its cookie, and the token by which a form shows that a page of this very session made it. */
import { timingSafeEqual } from "node:crypto";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { html } from "hono/html";
import { sha256 } from "../engine/index.ts";
import { STORED } from "../engine/schema.ts";
import { toBase64url, utf8 } from "../log/text.ts";
import { isHttps } from "../web/http/site.ts";
import type { Html } from "../web/kit/html.ts";
import type { DeskContext } from "./context.ts";
import { SESSION_MS } from "./store/contract.ts";

/**
 * A loopback address over http: what browsers too call secure without TLS. W3C Secure Contexts, section 3.1. A proxy in
 * front may come to us by that address while the browser speaks https to it.
 */
export const isThisMachine = (c: DeskContext): boolean => {
  const { hostname } = new URL(c.req.url);
  return !isHttps(c) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
};

/** Scheme and host under which the desk is reached: behind a proxy that ends TLS the request itself says http. */
export function publicOrigin(c: DeskContext): string {
  const { host, origin } = new URL(c.req.url);
  return isThisMachine(c) ? origin : `https://${host}`;
}

/**
 * The cookie of a session: a random value that means nothing by itself. On anything but this machine's own address it is
 * Secure and bound to the host by its prefix (RFC 6265bis section 4.1.3.2), also behind a proxy that ends TLS.
 */
const nameOf = (c: DeskContext): string => `${isThisMachine(c) ? "" : "__Host-"}${STORED.browser.desk.name}`;

// Lax: a link to the desk in a chat opens it signed in, and changes nothing by that. Strict would show a sign-in page.
const attributes = (c: DeskContext) => ({
  path: "/",
  httpOnly: true,
  sameSite: "Lax" as const,
  secure: !isThisMachine(c),
});

export const sessionCookie = (c: DeskContext): string | undefined => getCookie(c, nameOf(c));

export const setSessionCookie = (c: DeskContext, session: string): void =>
  setCookie(c, nameOf(c), session, { ...attributes(c), maxAge: SESSION_MS / 1_000 });

export const clearSessionCookie = (c: DeskContext): void => {
  deleteCookie(c, nameOf(c), attributes(c));
};

/** Name of the field that carries a form's token. */
const FORM_TOKEN = "form";

/** Follows from the session's secret, which pages never see, and leads nobody back to it. */
const formTokenOf = (session: string): string => toBase64url(sha256(utf8(`sawt-desk-form/v1\n${session}`)));

/** Was the form made by a page of this session? Compared in constant time. */
export function isOfSession(form: URLSearchParams, session: string): boolean {
  const [sent, expected] = [utf8(form.get(FORM_TOKEN) ?? ""), utf8(formTokenOf(session))];
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

/** The hidden field that every form of the desk holds; nothing where nobody is signed in. */
export function formToken(c: DeskContext): Html | "" {
  const session = c.get("member") && sessionCookie(c);
  return session ? html`<input type="hidden" name="${FORM_TOKEN}" value="${formTokenOf(session)}">` : "";
}
