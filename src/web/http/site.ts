import type { Context } from "hono";
import type { AppEnv } from "./env.ts";

/**
 * The request as the reader's browser made it. Behind a proxy that ends TLS it reaches us over http, and cookies, links
 * and policies would be those of an http page; the proxy that is trusted with readers' addresses says so in
 * `X-Forwarded-Proto`. Without such a proxy the header is anybody's, and is not read. Nobody else reads it.
 */
export function asReaderSent(
  request: Request,
  { PLATFORM, CLIENT_ADDRESS_HEADER }: Pick<Env, "PLATFORM" | "CLIENT_ADDRESS_HEADER">,
): Request {
  if (PLATFORM === "cloudflare" || CLIENT_ADDRESS_HEADER === "") return request;
  const said = request.headers.get("x-forwarded-proto")?.split(",").at(-1)?.trim().toLowerCase();
  if (said !== "https" || !request.url.startsWith("http:")) return request;
  return new Request(request.url.replace(/^http:/, "https:"), request);
}

/**
 * Scheme and host of this Sawt as its readers see them, without a slash: what stands in addresses that others copy.
 * Behind a proxy of one's own (`CLIENT_ADDRESS_HEADER` says that there is one) the request may come to another name: then
 * `PUBLIC_HOST` is the host.
 */
export function siteOf(c: Pick<Context<AppEnv>, "env" | "req">): string {
  const { protocol, host } = new URL(c.req.url);
  return `${protocol}//${c.env.CLIENT_ADDRESS_HEADER ? c.env.PUBLIC_HOST || host : host}`;
}

/** Does the reader's browser speak https, to us or to a proxy of one's own in front? */
export const isHttps = (c: Pick<Context<AppEnv>, "req">): boolean => c.req.url.startsWith("https:");
