import type { Context } from "hono";
import { pause } from "../../engine/rpc.ts";
import type { AppEnv } from "../http/env.ts";

/** Bytes of pictures that an isolate keeps for itself: some hundred of them. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Paintings by one isolate's engine in a minute: at 0.1 s each, a twentieth of its time. Votes share that time. */
const PAINTINGS_A_MINUTE = 30;
const MINUTE_MS = 60_000;

/** Only for the Cache API's sake, which wants an address: nobody answers at it. */
const CACHE_ORIGIN = "https://pictures.invalid/";

/** A day in the Cache API: by then another seal is the newest, and an older one is painted anew where somebody asks. */
const CACHE_SECONDS = 86_400;

/** A request waits this long for the painting of another one: whoever began it may have gone away. */
const WAIT_MS = 2_000;
const LOOK_AGAIN_MS = 25;

/** Pictures by key, the ones used last at the end. Only what is public. */
const kept = new Map<string, Uint8Array<ArrayBuffer>>();
let keptBytes = 0;
/** When the paintings of the last minute began, oldest first. */
const paintedAt: number[] = [];
const underWay = new Set<string>();

/** Too many were painted in the last minute; in `retryAfterSeconds` the first of them is a minute old. */
export interface PainterBusy {
  kind: "busy";
  retryAfterSeconds: number;
}

/**
 * A picture by its key, made once: from this isolate, from Cloudflare's cache of this place, else by `make`. Not kept in
 * KV, whose writes are few and belong to the log: what a picture says is in the archive already, and it can be made again.
 * Busy is only who asks for one that nobody made and that the engine must paint (`painted`): one written as text costs
 * as little as a page. A crowd that asks for the picture of a new seal waits for one painting.
 */
export async function keptPicture(
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

/** A picture that is kept, from now on the one used last. */
function use(key: string): Uint8Array<ArrayBuffer> | undefined {
  const picture = kept.get(key);
  return picture && keep(key, picture);
}

function keep(key: string, picture: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  keptBytes += picture.length - (kept.get(key)?.length ?? 0);
  kept.delete(key);
  kept.set(key, picture);
  for (const [oldest, { length }] of kept) {
    if (keptBytes <= MOST_BYTES) break;
    kept.delete(oldest);
    keptBytes -= length;
  }
  return picture;
}
