import { type Context, Hono } from "hono";
import { showsCounts } from "../../domain/disclosure.ts";
import { KvStore, readPoll, sha256 } from "../../engine/index.ts";
import { BUNDLE_SIZE, cutBundle } from "../../log/bundle.ts";
import { checkpointOf } from "../../log/checkpoint.ts";
import { fromBase64, fromDecimal } from "../../log/text.ts";
import { cutTile, parseTilePath, tileOfBundle, tileWidth } from "../../log/tiles.ts";
import type { AppEnv } from "../http/env.ts";
import { failure, problem } from "../http/problem.ts";
import { logIndex } from "./log-index.ts";

/** The head moves once a seal; what it names never changes. C2SP tlog-tiles, "Checkpoints" and "Merkle Tree". */
const OF_THE_HEAD = "public, max-age=5";
const FOR_EVER = "public, max-age=31536000, immutable";

/**
 * A poll's log as C2SP tlog-tiles serves it, from the archive alone: no object is asked for any byte of it.
 * `GET checkpoint`, `checkpoint/{size}` of any seal, `tile/{L}/{N}[.p/{W}]`, `tile/entries/{N}[.p/{W}]`,
 * and `index/{hex}`, which is ours.
 */
export const log = new Hono<AppEnv>();

log.use(async function readableFromAnywhere(c, next) {
  await next();
  c.header("Access-Control-Allow-Origin", "*");
  c.header("Access-Control-Expose-Headers", "Retry-After");
});

log.onError((error, c) => failure(c, error));

log.get("/:poll/checkpoint", async (c) => {
  const note = (await readPoll(c.env, c.req.param("poll"))) && (await archiveOf(c).readCheckpoint(c.req.param("poll")));
  return note === undefined ? notFound(c) : checkpoint(c, note, OF_THE_HEAD);
});

log.get("/:poll/checkpoint/:size", async (c) => {
  const poll = c.req.param("poll");
  const size = fromDecimal(c.req.param("size"));
  // A size that the head does not reach is asked of nobody: KV would remember that it was not there.
  if (size === undefined || size > ((await headSize(c, poll)) ?? -1)) return notFound(c);
  const seal = await archiveOf(c).readSeal(poll, size);
  return seal ? checkpoint(c, seal.checkpoint, FOR_EVER) : notFound(c);
});

log.get("/:poll/tile/:path{.+}", async (c) => {
  const poll = c.req.param("poll");
  const view = await readPoll(c.env, poll);
  const tile = parseTilePath(c.req.param("path"));
  if (!view || !tile) return notFound(c);
  // invariant 7: until close, a poll whose results are hidden shows neither entries nor hashes of them.
  if (!showsCounts(view.definition.rules.results, view.phase, "anyone")) return hidden(c);

  const size = await headSize(c, poll);
  const level = tile.level === "entries" ? 0 : tile.level;
  const stored = size === undefined ? 0 : tileWidth(level, tile.number, size);
  // Also a partial that no checkpoint had is cut from the longest one: it is a beginning of it all the same.
  if (size === undefined || tile.width > stored) return notFound(c);
  const bytes =
    tile.level === "entries"
      ? await bundle(c, poll, tile.number, stored, tile.width)
      : await hashes(c, poll, { level: tile.level, number: tile.number, stored, width: tile.width, size });
  return bytes ? data(c, bytes) : notFound(c);
});

log.get("/:poll/index/:prefix", async (c) => {
  const poll = c.req.param("poll");
  const view = await readPoll(c.env, poll);
  if (!view) return notFound(c);
  // invariant 7, as above: leaf hashes are hashes of few possible choices, once a lock is known.
  if (!showsCounts(view.definition.rules.results, view.phase, "anyone")) return hidden(c);
  const size = await headSize(c, poll);
  return size === undefined ? notFound(c) : logIndex(c, poll, size, c.req.param("prefix"));
});

async function bundle(c: Context<AppEnv>, poll: string, number: number, stored: number, width: number) {
  const found = await archiveOf(c).readBundle(poll, number, stored);
  return found && cutBundle(found, width);
}

interface WantedTile {
  level: number;
  number: number;
  /** Hashes that the archive has of it, at the size of the head. */
  stored: number;
  width: number;
  size: number;
}

async function hashes(c: Context<AppEnv>, poll: string, { level, number, stored, width, size }: WantedTile) {
  if (level === 0) {
    const entries = await bundle(c, poll, number, stored, width);
    return entries && tileOfBundle(sha256, entries);
  }
  const tile =
    stored === BUNDLE_SIZE
      ? await archiveOf(c).readTile(poll, level, number)
      : fromBase64((await archiveOf(c).readSeal(poll, size))?.edge[level - 1] ?? "");
  return tile && tile.length > 0 ? cutTile(tile, width) : undefined;
}

async function headSize(c: Context<AppEnv>, poll: string): Promise<number | undefined> {
  if (!(await readPoll(c.env, poll))) return undefined;
  const note = await archiveOf(c).readCheckpoint(poll);
  return note === undefined ? undefined : checkpointOf(note)?.size;
}

const archiveOf = (c: Context<AppEnv>): KvStore => new KvStore(c.env.ARCHIVE);

const checkpoint = (c: Context<AppEnv>, note: string, cacheControl: string): Response =>
  c.body(note, 200, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": cacheControl });

const data = (c: Context<AppEnv>, bytes: Uint8Array): Response =>
  c.body(new Uint8Array(bytes), 200, { "Content-Type": "application/octet-stream", "Cache-Control": FOR_EVER });

const notFound = (c: Context<AppEnv>): Response => problem(c, { kind: "not-found", detail: { code: "not-in-log" } });

const hidden = (c: Context<AppEnv>): Response =>
  problem(c, { kind: "forbidden", detail: { code: "hidden-until-close" } });
