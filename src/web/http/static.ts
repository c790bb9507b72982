import type { Context } from "hono";
import type { AppEnv } from "./env.ts";

/** A file of public/ with this address, where there is one. On Cloudflare it has been served before the Worker is asked. */
export async function staticFile(c: Context<AppEnv>): Promise<Response | undefined> {
  if (c.req.method !== "GET" && c.req.method !== "HEAD") return undefined;
  const file = await c.env.ASSETS.fetch(c.req.raw);
  return file.ok ? file : undefined;
}
