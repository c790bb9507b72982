import type { DeskContext } from "./context.ts";
import { isThisMachine } from "./session-cookie.ts";

/** Scheme and host under which the desk is reached: behind a proxy that ends TLS the request itself says http. */
export function publicOrigin(c: DeskContext): string {
  const { host, origin } = new URL(c.req.url);
  return isThisMachine(c) ? origin : `https://${host}`;
}
