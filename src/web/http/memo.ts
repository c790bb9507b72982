import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Context, MiddlewareHandler } from "hono";
import { type PollView, viewNow } from "../../engine/index.ts";
import { knownBy } from "./answer.ts";
import { encodingFor } from "./encoding.ts";
import type { AppEnv } from "./env.ts";
import { queryOf } from "./query.ts";

/**
 * The last rendering of what is the same for everyone, for the second that its view of the poll lasts: a crowd that asks for
 * one page has it routed, written, guarded and compressed once.
 */
interface Rendering {
  view: PollView;
  headers: Headers;
  body: Uint8Array<ArrayBuffer>;
}

const renderings = new Map<string, Rendering>();
const rememberable = new WeakMap<Request, PollView>();

/** Some 10 MB at most. A flood of made-up hosts costs writing, as it would without this, but no memory. */
const MOST = 300;

/** That of the runtime's own encoder: more takes long and gains a hundredth. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** Says that the answer to this request is the same for all who ask while this view is the newest. */
export const letRemember = (c: Context<AppEnv>, view: PollView): void => {
  rememberable.set(c.req.raw, view);
};

/** The remembered answer, before any route is looked for; nothing where there is none. */
export function remembered(request: Request, env: Env): Response | undefined {
  if (request.method !== "GET") return undefined;
  const found = renderings.get(nameOf(request, env));
  if (!found || viewNow(found.view.definition.id) !== found.view) return undefined;
  const { headers, body } = found;
  const tag = /^(?:W\/)?"(.+?)(-br|-gzip)?"$/.exec(headers.get("ETag") ?? "")?.[1] ?? "";
  const isKnown = knownBy(request.headers.get("If-None-Match") ?? undefined, tag) !== undefined;
  if (isKnown) return new Response(null, { status: 304, headers });
  return new Response(body, { headers, encodeBody: "manual" });
}

/** The first of all middleware: it sees answers as they leave. */
export const remembers = (): MiddlewareHandler<AppEnv> =>
  async function remembers(c, next) {
    await next();
    const view = c.req.method === "GET" ? rememberable.get(c.req.raw) : undefined;
    if (!view || c.res.status !== 200 || !c.res.body) return;
    for (const [name, old] of renderings) if (viewNow(old.view.definition.id) !== old.view) renderings.delete(name);
    if (renderings.size >= MOST) renderings.clear();
    const headers = new Headers(c.res.headers);
    const plain = new Uint8Array(await c.res.clone().arrayBuffer());
    const encoding = headers.get("Content-Encoding");
    const encoded =
      encoding === "br" ? brotliCompressSync(plain, BROTLI) : encoding === "gzip" ? gzipSync(plain) : plain;
    renderings.set(nameOf(c.req.raw, c.env), { view, headers, body: new Uint8Array(encoded) });
  };

/** All that such an answer depends on. */
function nameOf({ url, headers }: Request, env: Env): string {
  const encoding = env.PLATFORM === "self" ? encodingFor(headers.get("Accept-Encoding") ?? "") : undefined;
  const end = url.indexOf("?");
  if (end === -1) return `${encoding} ${url}`;
  return `${encoding} ${url.slice(0, end)} ${JSON.stringify(queryOf(url))}`;
}
