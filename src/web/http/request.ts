import type { Context, MiddlewareHandler } from "hono";
import { noteRefusal } from "../../engine/index.ts";
import type { AppEnv } from "./env.ts";
import { problem } from "./problem.ts";

/** What a browser says about where a request comes from. Pages cannot forge either header; programs can send any. */
interface RequestSource {
  method: string;
  /** `Sec-Fetch-Site`. W3C Fetch Metadata Request Headers, section 2.3. */
  site: string | undefined;
  /** `Origin`. RFC 6454 section 7. */
  origin: string | undefined;
  /** Address the request was sent to. */
  url: string;
  /** Host that readers see, where a proxy stands in front. Empty: none. */
  publicHost: string;
}

/** `own`: from a page of ours. `unsaid`: neither header, as programs and very old browsers send it. */
export type Provenance = "safe-method" | "own" | "unsaid" | "foreign";

/**
 * Whose page, if any, made this request. What changes nothing is safe from anywhere; a vote is taken from our own pages
 * and from programs, which carry no reader's cookies, and never from another site's page.
 */
export function provenanceOf({ method, site, origin, url, publicHost }: RequestSource): Provenance {
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return "safe-method";
  if (site === "same-origin") return "own";
  if (site === "cross-site" || site === "same-site") return "foreign";
  // An empty origin field counts as `null`: both hide where the page was.
  if (origin !== undefined) return isOwnOrigin(origin, url, publicHost) ? "own" : "foreign";
  // `none` is the reader's own act, such as a reload; anything else is no word of the specification.
  return site === undefined || site === "none" ? "unsaid" : "foreign";
}

/**
 * Behind a proxy that ends TLS the request reaches us over http while the page was https, so the hosts decide; an http
 * page never speaks for an https one.
 */
function isOwnOrigin(origin: string, url: string, publicHost: string): boolean {
  const [page, target] = [URL.parse(origin), URL.parse(url)];
  if (!page || !target || (page.protocol !== "https:" && page.protocol !== "http:")) return false;
  if (target.protocol === "https:" && page.protocol !== "https:") return false;
  return page.host === target.host || page.host === publicHost.toLowerCase();
}

/** Whose page made this request. */
export const provenanceOfRequest = (c: Pick<Context<AppEnv>, "req" | "env">): Provenance =>
  provenanceOf({
    method: c.req.method,
    site: c.req.header("sec-fetch-site"),
    origin: c.req.header("origin"),
    url: c.req.url,
    publicHost: c.env.PUBLIC_HOST,
  });

/** Addresses that take ballots, by form or as JSON. */
const A_BALLOT = /\/(vote|ballots)$/;

/** Refuses what another site's page sends. `refuse` answers it; left out, with the API's problem `forbidden`. */
export function sameOriginOnly(
  refuse: (c: Context<AppEnv>) => Response | Promise<Response> = (c) => problem(c, { kind: "forbidden" }),
): MiddlewareHandler<AppEnv> {
  return async function sameOriginOnly(c, next) {
    if (provenanceOfRequest(c) === "foreign") {
      if (A_BALLOT.test(c.req.path)) noteRefusal(c.req.param("poll") ?? "", "foreign");
      return refuse(c);
    }
    await next();
  };
}
