import type { MiddlewareHandler } from "hono";
import { type PollView, viewNow } from "../../engine/poll-view.ts";
import { utf8 } from "../../log/text.ts";
import { freshSecret } from "../pages/secret.ts";
import { encoded, joined } from "./encoded.ts";
import { ENCODINGS, encodingFor } from "./encoding.ts";
import type { AppEnv } from "./env.ts";
import { carriesMark } from "./mark.ts";
import { READ, type ReadContext } from "./read-query.ts";

/** What a handler says of an answer that is the same for all who ask while this view is the newest. */
export interface Keepable {
  view: PollView;
  /** Stands in the body and is one reader's own: each other reader gets one of their own in its places. */
  secret?: string;
}

interface Kept {
  view: PollView;
  /** Nothing while it is being written. */
  answer?: Answer;
}

interface Answer {
  status: number;
  headers: Headers;
  /** No piece: no body. Several: a secret goes between them. */
  pieces: readonly Uint8Array<ArrayBuffer>[];
  encodeBody: "manual" | "automatic";
  /** It is another one for a browser with a device mark. */
  unmarked: boolean;
}

const keepable = new WeakMap<Request, Keepable>();
const kept = new Map<string, Kept>();

/** Up to some 10 MB. A flood of made-up hosts costs writing, as it would without this, but no memory. */
const MOST_KEPT = 300;

/** Lets the answer to this request be kept for as long as its view is the newest. */
export const keep = (c: ReadContext, what: Keepable): void => {
  keepable.set(c.req.raw, what);
};

/**
 * The answer that the whole Worker gave to the same request within the second that a view lasts, without asking it
 * again: what everybody asks for in a rush is routed, written, guarded and compressed once. Nothing where there is none.
 */
export function keptAnswer(request: Request, env: Env): Response | undefined {
  if (request.method !== "GET") return undefined;
  const { view, answer } = kept.get(nameOf(request, env)) ?? {};
  if (!view || !answer || viewNow(view.definition.id) !== view) return undefined;
  if (answer.unmarked && carriesMark(request.headers.get("Cookie") ?? "")) return undefined;
  const { status, headers, pieces, encodeBody } = answer;
  const body = pieces.length > 1 ? joined(pieces, utf8(freshSecret())) : pieces[0];
  return new Response(body ?? null, { status, headers, encodeBody });
}

/** All that an answer that is kept may depend on; `Vary` says which of it stands in headers. */
function nameOf({ url, headers }: Request, env: Env): string {
  return [
    env.PLATFORM === "self" && encodingFor(headers.get("Accept-Encoding") ?? ""),
    headers.get("If-None-Match"),
    env.CLIENT_ADDRESS_HEADER && headers.get("X-Forwarded-Proto"),
    url.includes("/e/") && articleOf(headers),
    url.includes("?") ? withoutUnread(url) : url,
  ].join("\n");
}

/** A frame's form names the site around it: see `articleChannel`. */
const articleOf = (headers: Headers): string =>
  `${URL.parse(headers.get("Referer") ?? "")?.host} ${headers.get("Sec-Fetch-Dest") === "document"}`;

function withoutUnread(url: string): string {
  const { origin, pathname, searchParams } = new URL(url);
  return [origin + pathname, ...READ.map((name) => searchParams.get(name))].join("\n");
}

/** Keeps what handlers let be kept, as it leaves: the first of all middleware. */
export function keepsAnswers(): MiddlewareHandler<AppEnv> {
  return async function keepsAnswers(c, next) {
    await next();
    const request = c.req.raw;
    const what = keepable.get(request);
    if (!what || request.method !== "GET" || (c.res.status !== 200 && c.res.status !== 304)) return;
    const name = nameOf(request, c.env);
    if (kept.get(name)?.view === what.view) return;
    for (const [old, { view }] of kept) if (viewNow(view.definition.id) !== view) kept.delete(old);
    if (kept.size >= MOST_KEPT) kept.clear();
    const entry: Kept = { view: what.view };
    kept.set(name, entry);
    entry.answer = await written(c.res, what.secret);
  };
}

async function written(response: Response, secret: string | undefined): Promise<Answer> {
  const { status, headers, body } = response;
  const text = body ? await response.clone().text() : undefined;
  const plain =
    text === undefined ? [] : (secret ? text.split(secret) : [text]).map((piece) => new Uint8Array(utf8(piece)));
  const encoding = ENCODINGS.find((each) => each === headers.get("Content-Encoding"));
  const pieces = encoding && (await encoded(plain, encoding, secret?.length ?? 0));
  return {
    status,
    headers: new Headers(headers),
    pieces: pieces ?? plain,
    encodeBody: pieces ? "manual" : "automatic",
    unmarked: headers.get("Vary")?.includes("Cookie") ?? false,
  };
}
