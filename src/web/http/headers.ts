import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./env.ts";
import { isHttps } from "./site.ts";

/** Powers of the browser that no page here uses, all refused. Sharing and writing to the clipboard are left alone. */
const PERMISSIONS_POLICY = [
  "accelerometer",
  "autoplay",
  "browsing-topics",
  "camera",
  "display-capture",
  "encrypted-media",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "usb",
  "xr-spatial-tracking",
]
  .map((feature) => `${feature}=()`)
  .join(", ");

/** For responses that are no page: nothing may run in them and nobody may frame them. */
const POLICY_OF_DATA = "default-src 'none'; frame-ancestors 'none'";

/**
 * The headers that guard every response. A route's own Cache-Control, Content-Security-Policy and
 * Cross-Origin-Resource-Policy stand; pages that a route's policy lets others frame carry no X-Frame-Options.
 */
export function securityHeaders(): MiddlewareHandler<AppEnv> {
  return async function securityHeaders(c, next) {
    await next();
    // A WebSocket's answer holds its socket; a copy of it would not.
    if (c.res.status === 101) return;
    const secure = isHttps(c);
    try {
      protect(c.res.headers, secure);
    } catch (error) {
      // Responses fetched from assets and objects have headers that cannot be changed, and say so with a TypeError.
      if (!(error instanceof TypeError)) throw error;
      const response = new Response(c.res.body, c.res);
      protect(response.headers, secure);
      c.res = response;
    }
  };
}

/** What may hold links, scripts or frames. Of data the policies below say nothing, and each header costs a vote 3 µs. */
const DOCUMENT = /^(text\/(html|xml)|application\/(xhtml\+)?xml|image\/svg\+xml)/;

function protect(headers: Headers, secure: boolean): void {
  const type = headers.get("Content-Type");
  headers.set("X-Content-Type-Options", "nosniff");
  if (type === null || DOCUMENT.test(type)) {
    // With no-referrer, honest forms would say `Origin: null`.
    headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
    headers.set("Permissions-Policy", PERMISSIONS_POLICY);
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
  }
  if (secure) headers.set("Strict-Transport-Security", "max-age=31536000");
  setDefault(headers, "Cache-Control", "no-store");
  setDefault(headers, "Content-Security-Policy", POLICY_OF_DATA);
  // What any page may read, any page may show.
  const isPublic = headers.get("Access-Control-Allow-Origin") === "*";
  setDefault(headers, "Cross-Origin-Resource-Policy", isPublic ? "cross-origin" : "same-origin");
  if (type?.startsWith("text/html") && !isFramable(headers)) headers.set("X-Frame-Options", "DENY");
}

const setDefault = (headers: Headers, name: string, value: string): void => {
  if (!headers.has(name)) headers.set(name, value);
};

const isFramable = (headers: Headers): boolean =>
  /frame-ancestors (?!'none')/.test(headers.get("Content-Security-Policy") ?? "");

/** A style or script as it stands in a page, with its SHA-256 in base64 for the page's policy. */
export interface Inline {
  text: string;
  sha256: string;
}

/** Who may frame a page: nobody, any site, or our own pages and these sites (host-sources of CSP). */
export type FramedBy = "nobody" | "anyone" | readonly string[];

/** What a page holds and where it may stand. */
interface PagePolicy {
  styles: readonly Inline[];
  scripts: readonly Inline[];
  /** Left out: nobody. */
  framedBy?: FramedBy;
  /** It holds frames of our own. */
  holdsFrames?: boolean;
}

/**
 * Content-Security-Policy of a page. `host`: that of the page with its port, for the live WebSocket, which older Safari
 * does not take for 'self'.
 */
export function contentSecurityPolicy(
  { styles, scripts, framedBy = "nobody", holdsFrames = false }: PagePolicy,
  host: string,
): string {
  // The host comes with the request: one that could end the directive is left out.
  const sockets = /^[a-z0-9.:[\]-]+$/i.test(host) ? ` ws://${host} wss://${host}` : "";
  return [
    "default-src 'none'",
    `style-src ${hashes(styles)}`,
    `script-src ${hashes(scripts)}`,
    "img-src 'self' data:",
    `connect-src 'self'${sockets}`,
    ...(holdsFrames ? ["frame-src 'self'"] : []),
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${ancestors(framedBy)}`,
  ].join("; ");
}

function ancestors(framedBy: FramedBy): string {
  if (framedBy === "nobody") return "'none'";
  return framedBy === "anyone" ? "*" : ["'self'", ...framedBy].join(" ");
}

const hashes = (inlines: readonly Inline[]): string =>
  inlines.length === 0 ? "'none'" : inlines.map(({ sha256 }) => `'sha256-${sha256}'`).join(" ");
