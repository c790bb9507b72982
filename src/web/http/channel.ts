import type { Context } from "hono";
import type { Channel } from "../../domain/channels.ts";
import type { PollDefinition } from "../../domain/definition.ts";
import { mayFrame, siteHost } from "../../domain/site-host.ts";
import type { AppEnv } from "./env.ts";

export type FrameChannel = Extract<Channel, { from: "frame" }>;

/**
 * The channel of a frame that is asked for: the host is that of the page around it, from the `Referer`, which browsers cut
 * to the origin between sites. Unknown where a page of ours frames it, or it was opened alone. For answers to one browser
 * only: what a cache shares must not hold it.
 */
export function articleChannel(
  { req, env }: Pick<Context<AppEnv>, "req" | "env">,
  definition: PollDefinition,
): FrameChannel {
  const page = URL.parse(req.header("referer") ?? "");
  const isOwn = page?.host === new URL(req.url).host || page?.host === env.PUBLIC_HOST.toLowerCase();
  return isOwn || req.header("sec-fetch-dest") === "document" ? { from: "frame" } : frameAt(page?.hostname, definition);
}

/** The channel of a ballot from a frame, whose address says where the frame stands. A program can name any host. */
export const frameChannel = ({ req }: Pick<Context<AppEnv>, "req">, definition: PollDefinition): FrameChannel =>
  frameAt(req.query("host"), definition);

function frameAt(text: string | undefined, { frames }: PollDefinition): FrameChannel {
  const host = text === undefined ? undefined : siteHost(text);
  return host !== undefined && mayFrame(host, frames) ? { from: "frame", host } : { from: "frame" };
}
