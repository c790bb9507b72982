import type { Context } from "hono";
import type { AppEnv } from "./env.ts";

/**
 * Scheme and host of this Sawt as its readers see them, without a slash: what stands in addresses that others copy.
 * Behind a proxy of one's own (`CLIENT_ADDRESS_HEADER` says that there is one) the request may come by http and to another
 * name: then `PUBLIC_HOST` is the host, and the proxy's `X-Forwarded-Proto` the scheme. Forged it misleads the forger alone.
 */
export function siteOf(c: Pick<Context<AppEnv>, "env" | "req">): string {
  const { protocol, host } = new URL(c.req.url);
  if (!c.env.CLIENT_ADDRESS_HEADER) return `${protocol}//${host}`;
  return `${isHttps(c) ? "https:" : protocol}//${c.env.PUBLIC_HOST || host}`;
}

/** Does the reader's browser speak https, to us or to a proxy of one's own in front? */
export const isHttps = (c: Pick<Context<AppEnv>, "env" | "req">): boolean =>
  c.req.url.startsWith("https:") ||
  (Boolean(c.env.CLIENT_ADDRESS_HEADER) && c.req.header("x-forwarded-proto") === "https");
