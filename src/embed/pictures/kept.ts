import type { Context } from "hono";
import type { AppEnv } from "../../app-env.ts";

/** Bytes of pictures that an isolate keeps for itself: some hundred of them. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Paintings of one isolate in a minute: at 0.1 s each, a twentieth of its time. Votes share that time. */
const PAINTINGS_A_MINUTE = 30;
const MINUTE_MS = 60_000;

/** Only for the Cache API's sake, which wants an address: nobody answers at it. Changed when pictures are drawn otherwise. */
const CACHE_ORIGIN = "https://pictures.invalid/1/";

/** A day in the Cache API: by then another seal is the newest, and an older one is painted anew where somebody asks. */
const CACHE_SECONDS = 86_400;

/** Pictures by key, the ones used last at the end. Only what is public. */
const kept = new Map<string, Uint8Array<ArrayBuffer>>();
let keptBytes = 0;
const paintedAt: number[] = [];

/**
 * A picture by its key, painted once: from this isolate, from Cloudflare's cache of this place, else by `draw`. Not kept in
 * KV, whose writes are few and belong to the log: what a picture says is in the archive already, and it can be painted again.
 * "busy": too many were painted in the last minute.
 */
export async function keptPicture(
  c: Context<AppEnv>,
  key: string,
  draw: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer> | "busy"> {
  const known = kept.get(key);
  if (known) {
    keep(key, known);
    return known;
  }
  const address = `${CACHE_ORIGIN}${key}`;
  const cached = await caches.default.match(address);
  if (cached) return keep(key, new Uint8Array(await cached.arrayBuffer()));

  const now = Date.now();
  while (paintedAt[0] !== undefined && paintedAt[0] <= now - MINUTE_MS) paintedAt.shift();
  if (paintedAt.length >= PAINTINGS_A_MINUTE) return "busy";
  paintedAt.push(now);
  const picture = await draw();
  const copy = new Response(picture, { headers: { "Cache-Control": `public, max-age=${CACHE_SECONDS}` } });
  c.executionCtx.waitUntil(caches.default.put(address, copy));
  return keep(key, picture);
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
