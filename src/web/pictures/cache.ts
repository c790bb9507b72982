import type { Context } from "hono";
import { pause } from "../../engine/index.ts";
import type { AppEnv } from "../http/env.ts";
import type { Refusal } from "../http/poll.ts";

/** Bytes of pictures in the memory of an isolate: some hundred pictures. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Paintings by one isolate's engine in a minute: at 0.1 s each, a twentieth of its time. Votes share that time. */
const PAINTINGS_A_MINUTE = 30;
const MINUTE_MS = 60_000;

/** The Cache API asks for an address. Nobody answers at this one. */
const CACHE_ORIGIN = "https://pictures.invalid/";

/** A day in the Cache API: by then another seal is the newest, and an older one is painted anew where somebody asks. */
const CACHE_SECONDS = 86_400;

/** A request waits this long for the painting of another one: whoever began it may have gone away. */
const WAIT_MS = 2_000;
const LOOK_AGAIN_MS = 25;

/** Pictures by key, the ones used last at the end. Only what is public. */
const cache = new Map<string, Uint8Array<ArrayBuffer>>();
let cachedBytes = 0;
/** When the paintings of the last minute began, oldest first. */
const paintedAt: number[] = [];
const underWay = new Set<string>();

/** Too many pictures were painted in the last minute. In `retryAfterSeconds` the first of them is a minute old. */
type PainterBusy = Extract<Refusal, { kind: "busy" }>;

/**
 * A picture by its key, made once: from this isolate, from Cloudflare's cache of this place, else by `make`. KV holds
 * none: its writes are few and belong to the log, and a picture can be made again from what the archive has. `painted`: the
 * engine must paint it, so it may be refused as busy; one that is written as text costs as little as a page. A crowd that
 * asks for the picture of a new seal waits for one painting.
 */
export async function cachedPicture(
  c: Context<AppEnv>,
  { key, painted }: { key: string; painted: boolean },
  make: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<{ kind: "picture"; bytes: Uint8Array<ArrayBuffer> } | PainterBusy> {
  const known = use(key);
  if (known) return { kind: "picture", bytes: known };
  const address = `${CACHE_ORIGIN}${key}`;
  const cached = await caches.default.match(address);
  if (cached) return { kind: "picture", bytes: keep(key, new Uint8Array(await cached.arrayBuffer())) };
  for (const until = Date.now() + WAIT_MS; underWay.has(key) && Date.now() < until; ) await pause(LOOK_AGAIN_MS);
  // After the awaits: somebody else may have made it.
  const made = use(key);
  if (made) return { kind: "picture", bytes: made };

  const busy = painted ? takeBrush(Date.now()) : undefined;
  if (busy) return busy;
  underWay.add(key);
  try {
    const picture = keep(key, await make());
    const copy = new Response(picture, { headers: { "Cache-Control": `public, max-age=${CACHE_SECONDS}` } });
    c.executionCtx.waitUntil(caches.default.put(address, copy));
    return { kind: "picture", bytes: picture };
  } finally {
    underWay.delete(key);
  }
}

/** Counts a painting that begins now, unless the last minute had as many as it may. */
function takeBrush(now: number): PainterBusy | undefined {
  while (paintedAt[0] !== undefined && paintedAt[0] <= now - MINUTE_MS) paintedAt.shift();
  const [oldest] = paintedAt;
  if (oldest !== undefined && paintedAt.length >= PAINTINGS_A_MINUTE)
    return { kind: "busy", retryAfterSeconds: Math.ceil((oldest + MINUTE_MS - now) / 1_000) };
  paintedAt.push(now);
  return undefined;
}

/** A picture from memory, from now on the one used last. */
function use(key: string): Uint8Array<ArrayBuffer> | undefined {
  const picture = cache.get(key);
  return picture && keep(key, picture);
}

function keep(key: string, picture: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  cachedBytes += picture.length - (cache.get(key)?.length ?? 0);
  cache.delete(key);
  cache.set(key, picture);
  for (const [oldest, { length }] of cache) {
    if (cachedBytes <= MOST_BYTES) break;
    cache.delete(oldest);
    cachedBytes -= length;
  }
  return picture;
}
