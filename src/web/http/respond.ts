import type { ContentfulStatusCode } from "hono/utils/http-status";
import { pageCss } from "../../built/inline.ts";
import type { Html } from "../kit/html.ts";
import type { Inline } from "../kit/layout.ts";
import { contentSecurityPolicy, type FramedBy } from "./headers.ts";
import { type Keepable, keep } from "./kept-answers.ts";
import type { ReadContext } from "./read-query.ts";

/**
 * `own`: holds a secret or something of one browser, so no cache may keep it. `shared`: the same for every browser
 * without the device mark; a second in a cache carries a rush, and nobody waits longer for the tally.
 */
export type Sharing = "own" | "shared";

const CACHE_CONTROL: Record<Sharing, string> = { own: "private, no-store", shared: "public, max-age=1" };

/** Answers with a page whose policy allows its own style and script by their hashes, and nothing else. */
export function respond(
  c: ReadContext,
  body: Html,
  {
    sharing,
    status = 200,
    scripts = [],
    style = pageCss,
    framedBy = "nobody",
    holdsFrames = false,
    keepable,
  }: {
    sharing: Sharing;
    status?: ContentfulStatusCode;
    scripts?: readonly Inline[];
    style?: Inline;
    framedBy?: FramedBy;
    holdsFrames?: boolean;
    /** It is the same for every browser without a device mark, but for a secret. */
    keepable?: Keepable;
  },
): Response | Promise<Response> {
  if (keepable) keep(c, keepable);
  const policy = { styles: [style], scripts, framedBy, holdsFrames };
  c.header("Content-Security-Policy", contentSecurityPolicy(policy, new URL(c.req.url).host));
  // What other sites' pages may frame, they may load.
  if (framedBy !== "nobody") c.header("Cross-Origin-Resource-Policy", "cross-origin");
  c.header("Cache-Control", CACHE_CONTROL[sharing]);
  c.header("Vary", "Cookie");
  return c.html(body, status);
}
