import type { Context } from "hono";
import type { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { sha256 } from "../../engine/index.ts";
import { toBase64url, utf8 } from "../../log/text.ts";
import type { AppEnv } from "./env.ts";
import { contentSecurityPolicy, type FramedBy, type Inline } from "./headers.ts";

/**
 * Who may keep an answer, and for how long. `own`: it holds a secret, or something of one browser. `second`: the same for
 * everyone, and it moves with the tally. `minute`: it moves with the seals. `sealed`: its figures never move, but a correction
 * must reach it. `forever`: what stands at this address never changes.
 */
export type Caching = "own" | "second" | "minute" | "sealed" | "forever";

/** RFC 9111 section 5.2.2, RFC 5861 section 3. */
const CACHE_CONTROL: Record<Caching, string> = {
  own: "private, no-store",
  // Browsers ask each time and hear 304; a proxy or the edge carries a rush, and shows an old tally while it fetches a new one.
  second: "public, max-age=0, s-maxage=1, stale-while-revalidate=30",
  minute: "public, max-age=60",
  sealed: "public, max-age=3600, stale-while-revalidate=86400",
  forever: "public, max-age=31536000, immutable",
};

type Html = ReturnType<typeof html>;

interface Kept {
  caching: Caching;
  /** What the content is told by, where hashing it would cost as much as sending it. Left out: its hash. */
  tag?: string;
  /** Contents with the same tag may differ in what nobody looks at. RFC 9110 section 8.8.1. */
  weak?: true;
  /** Left out: 200. */
  status?: ContentfulStatusCode;
  headers?: Record<string, string>;
}

/** A page with its own style and scripts inside, which its policy admits by their hashes, and nothing else. */
export interface Page extends Kept {
  kind: "page";
  body: Html;
  style: readonly Inline[];
  scripts?: readonly Inline[];
  /** Left out: nobody. */
  framedBy?: FramedBy;
  /** It holds frames of our own. */
  holdsFrames?: boolean;
}

/** Bytes or text of a media type. */
export interface File extends Kept {
  kind: "file";
  body: string | Uint8Array | ReadableStream<Uint8Array>;
  type: string;
}

export interface Json extends Kept {
  kind: "json";
  value: unknown;
}

export interface Redirect {
  kind: "redirect";
  to: string;
  /** 302: it is elsewhere now. 303: what was asked for is done, and this shows it. */
  status: 302 | 303;
  headers?: Record<string, string>;
}

/** What a handler wants to say. */
export type Representation = Page | File | Json | Redirect;

/** Turns what a handler wants to say into HTTP: with its tag, and as 304 for whoever has it. RFC 9110 section 15.4.5. */
export async function answer(c: Pick<Context<AppEnv>, "req" | "body">, it: Representation): Promise<Response> {
  if (it.kind === "redirect")
    return c.body(null, it.status, { "Cache-Control": CACHE_CONTROL.own, ...it.headers, Location: it.to });
  const { caching, status = 200 } = it;
  const body = it.kind === "page" ? String(await it.body) : it.kind === "json" ? JSON.stringify(it.value) : it.body;
  const headers: Record<string, string> = { "Cache-Control": CACHE_CONTROL[caching], ...it.headers };
  if (it.kind === "page") Object.assign(headers, pageHeaders(it, new URL(c.req.url).host));
  const tag = caching === "own" || status !== 200 ? undefined : (it.tag ?? tagOf(body));
  if (tag !== undefined) {
    const known = knownBy(c.req.header("If-None-Match"), tag);
    headers.ETag = known ?? `${it.weak ? "W/" : ""}"${tag}"`;
    // RFC 9110 section 15.4.5: with the policy too, as what a browser keeps takes over these headers.
    if (known !== undefined) return c.body(null, 304, headers);
  }
  headers["Content-Type"] ??= it.kind === "file" ? it.type : TYPES[it.kind];
  return c.body(body instanceof Uint8Array ? new Uint8Array(body) : body, status, headers);
}

const TYPES = { page: "text/html; charset=UTF-8", json: "application/json" };

const pageHeaders = (
  { style, scripts = [], framedBy = "nobody", holdsFrames = false }: Page,
  host: string,
): Record<string, string> => ({
  "Content-Security-Policy": contentSecurityPolicy({ styles: style, scripts, framedBy, holdsFrames }, host),
  // What other sites' pages may frame, they may load.
  ...(framedBy !== "nobody" && { "Cross-Origin-Resource-Policy": "cross-origin" }),
});

/** A stream has no tag unless its handler gives one. */
const tagOf = (body: File["body"]): string | undefined =>
  body instanceof ReadableStream
    ? undefined
    : toBase64url(sha256(typeof body === "string" ? utf8(body) : body).subarray(0, 16));

/**
 * The tag of a list by which the content is known, as it was sent. In whatever encoding that was, the content is the same.
 * RFC 9110 section 13.1.2: weak comparison.
 */
export const knownBy = (header: string | undefined, tag: string): string | undefined =>
  header
    ?.split(",")
    .map((each) => (each.trim() === "*" ? `"${tag}"` : each.trim()))
    .find((each) => each.replace(/^W\//, "").replace(/-(br|gzip)"$/, '"') === `"${tag}"`);
