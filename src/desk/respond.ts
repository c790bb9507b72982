import type { ContentfulStatusCode } from "hono/utils/http-status";
import { deskCss } from "../built/inline.ts";
import type { Inline } from "../web/http/headers.ts";
import { contentSecurityPolicy } from "../web/http/headers.ts";
import type { Html } from "../web/kit/html.ts";
import type { DeskContext } from "./context.ts";
import { type DeskPage, deskLayout } from "./layout.ts";

/** Answers with a page of the desk. No cache keeps it, nobody frames it, and only its own style and script run. */
export function showDesk(
  c: DeskContext,
  page: DeskPage,
  main: Html,
  { status = 200, scripts = [] }: { status?: ContentfulStatusCode; scripts?: readonly Inline[] } = {},
): Response | Promise<Response> {
  const { host } = new URL(c.req.url);
  c.header("Content-Security-Policy", contentSecurityPolicy({ styles: [deskCss], scripts }, host));
  c.header("Cache-Control", "no-store");
  c.header("X-Robots-Tag", "noindex");
  return c.html(deskLayout(c, page, main, scripts), status);
}
