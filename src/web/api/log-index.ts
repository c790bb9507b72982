import type { Context } from "hono";
import { ballotsIn } from "../../domain/tally.ts";
import { KvStore, sha256 } from "../../engine/index.ts";
import { bundlesBetween } from "../../log/bundle.ts";
import { firstBytes, indexOfBundle, linesUnder, parsePrefix, SPAN_SIZE } from "../../log/index-prefix.ts";
import { toHex } from "../../log/text.ts";
import type { AppEnv } from "../http/env.ts";
import { problem } from "../http/problem.ts";

/** Bundles whose lines an isolate remembers, all polls together: two tails at their longest, about 3 MB. */
const MOST_BUNDLES = 512;

/** The archive is asked for so many bundles at once: a request has six connections. */
const AT_ONCE = 6;

/** Lines of bundles by poll, number and width; what they are made of never changes. The longest unused is first. */
const bundleLines = new Map<string, string>();

/**
 * `index/{hex}` and `index/all`: the ballots whose leaf hash begins so, at the size of the head. Full spans come from
 * the files written with their last seal, the rest from the bundles. Who asks says of no ballot that it is theirs, so a
 * prefix that few ballots share is refused.
 */
export async function logIndex(c: Context<AppEnv>, poll: string, size: number, asked: string): Promise<Response> {
  const archive = new KvStore(c.env.ARCHIVE);
  const seal = await archive.readSeal(poll, size);
  if (!seal) return problem(c, { kind: "not-found", detail: { code: "not-in-log" } });
  const request = parsePrefix(asked, ballotsIn(seal.counts));
  switch (request.kind) {
    case "malformed":
      return problem(c, { kind: "invalid", detail: { code: "index-malformed" } });
    case "too-long":
      return problem(c, {
        kind: "invalid",
        detail:
          request.longest === 0
            ? { code: "index-only-all" }
            : { code: "index-too-long", params: { longest: request.longest } },
      });
    case "too-short":
      return problem(c, {
        kind: "invalid",
        detail: { code: "index-too-short", params: { shortest: request.shortest } },
      });
    case "prefix": {
      const { prefix } = request;
      const lines = [...(await fullSpans(archive, poll, size, prefix)), ...(await tail(archive, poll, size))];
      return c.body(lines.map((each) => linesUnder(prefix, each)).join(""), 200, {
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "public, max-age=5",
      });
    }
  }
}

async function fullSpans(archive: KvStore, poll: string, size: number, prefix: string): Promise<string[]> {
  const bytes = firstBytes(prefix).map((byte) => toHex(new Uint8Array([byte])));
  const spans = Array.from({ length: Math.floor(size / SPAN_SIZE) }, (_, span) => span);
  return archive.readIndexes(
    poll,
    spans.flatMap((span) => bytes.map((byte) => ({ span, byte }))),
  );
}

/** Lines of the entries after the last full span, bundle by bundle. */
async function tail(archive: KvStore, poll: string, size: number): Promise<string[]> {
  const bundles = bundlesBetween(Math.floor(size / SPAN_SIZE) * SPAN_SIZE, size);
  const lines: string[] = [];
  for (let at = 0; at < bundles.length; at += AT_ONCE) {
    const some = bundles.slice(at, at + AT_ONCE);
    lines.push(...(await Promise.all(some.map(({ number, width }) => linesOf(archive, poll, number, width)))));
  }
  return lines;
}

async function linesOf(archive: KvStore, poll: string, number: number, width: number): Promise<string> {
  const name = `${poll}/${number}/${width}`;
  let lines = bundleLines.get(name);
  if (lines === undefined) {
    const bundle = await archive.readBundle(poll, number, width);
    if (!bundle) throw new Error(`the archive misses bundle ${number} of width ${width}`);
    lines = indexOfBundle(sha256, number, bundle);
  }
  bundleLines.delete(name);
  bundleLines.set(name, lines);
  for (const oldest of bundleLines.keys()) {
    if (bundleLines.size <= MOST_BUNDLES) break;
    bundleLines.delete(oldest);
  }
  return lines;
}
