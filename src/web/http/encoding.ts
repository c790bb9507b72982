import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./env.ts";

/** Worth compressing; tiles are hashes, and hashes do not shrink. */
const TEXT = /^(text\/|application\/(problem\+|x-nd)?json|image\/svg\+xml)/;

/**
 * Compresses text on one's own machine: on Cloudflare the network does it, here nobody else would, and a page would
 * weigh three times as much. The runtime encodes the body itself once the header says so.
 */
export function compressed(): MiddlewareHandler<AppEnv> {
  return async function compressed(c, next) {
    await next();
    if (c.env.PLATFORM !== "self" || c.res.headers.has("Content-Encoding")) return;
    const type = c.res.headers.get("Content-Type") ?? "";
    // The answer to an act of the API is smaller than what says how it is compressed.
    if (!TEXT.test(type) || (c.req.method === "POST" && type === "application/json")) return;
    c.header("Vary", "Accept-Encoding", { append: true });
    const encoding = encodingFor(c.req.header("Accept-Encoding") ?? "");
    if (!encoding || !c.res.body) return;
    c.header("Content-Encoding", encoding);
    // Another encoding is another representation, with a tag of its own. RFC 9110 section 8.8.3.3.
    const tag = c.res.headers.get("ETag");
    if (tag) c.header("ETag", tag.replace(/^("[^"]*)"$/, `$1-${encoding}"`));
    c.res.headers.delete("Content-Length");
  };
}

/** Best first. */
const ENCODINGS = ["br", "gzip"] as const;
type Encoding = (typeof ENCODINGS)[number];

/** The better of the encodings that an `Accept-Encoding` takes. RFC 9110 section 12.5.3; a weight of zero refuses. */
export function encodingFor(accepted: string): Encoding | undefined {
  const names = accepted
    .split(",")
    .map((each) => each.trim().toLowerCase())
    .filter((each) => !/;\s*q=0(\.0+)?$/.test(each))
    .map((each) => each.split(";")[0]);
  return ENCODINGS.find((each) => names.includes(each));
}
