import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { type Request, Response } from "miniflare";

const CONTENT_TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/**
 * The `ASSETS` binding on a server of one's own: a file for its exact address (`html_handling` and `not_found_handling` "none"),
 * revalidated by ETag as on Cloudflare. workerd's own disk service would call every file `application/octet-stream`.
 */
export function publicFiles(directory: string): (request: Request) => Promise<Response> {
  return async function servePublicFile(request) {
    if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405 });
    const content = await readPublic(directory, new URL(request.url).pathname);
    if (content === undefined) return new Response(null, { status: 404 });
    const etag = `"${createHash("sha256").update(content.bytes).digest("hex").slice(0, 32)}"`;
    const headers = {
      "Content-Type": content.type,
      "Cache-Control": "public, max-age=0, must-revalidate",
      ETag: etag,
    };
    if (request.headers.get("If-None-Match") === etag) return new Response(null, { status: 304, headers });
    return new Response(request.method === "HEAD" ? null : content.bytes, { headers });
  };
}

/** Undefined for what is no file, for names Cloudflare reads instead of serving (`_headers`), and for anything outside. */
async function readPublic(directory: string, pathname: string): Promise<{ bytes: Buffer; type: string } | undefined> {
  try {
    const relative = normalize(decodeURIComponent(pathname)).replace(/^[/\\]+/, "");
    if (relative.split(sep).some((part) => part === "" || part.startsWith(".") || part.startsWith("_")))
      return undefined;
    const type = CONTENT_TYPES[extname(relative).toLowerCase()] ?? "application/octet-stream";
    return { bytes: await readFile(join(directory, relative)), type };
  } catch {
    return undefined;
  }
}
