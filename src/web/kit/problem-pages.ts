import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { PollDefinition } from "../../domain/definition.ts";
import type { Language } from "../../domain/language.ts";
import { tell } from "../../engine/logger.ts";
import { retryAfterSeconds } from "../../engine/retry-after.ts";
import { Unreachable } from "../../engine/store/unreachable.ts";
import { words } from "../../i18n/index.ts";
import { homePath, languageOfPath, pollPath } from "../http/addresses.ts";
import type { AppEnv } from "../http/env.ts";
import { respond } from "../http/respond.ts";
import { pollFrame } from "./poll-frame.ts";
import { problemView } from "./problem.ts";

/** No such page, or no such poll in this language. */
export function notFoundPage(c: Context<AppEnv>): Response | Promise<Response> {
  const language = languageOfPath(c.req.path);
  const strings = words(language, "reader");
  const isPoll = /^(\/(fr|en))?\/p\//.test(c.req.path);
  return barePage(c, language, 404, strings["err.404.h"], isPoll ? strings["err.404"] : strings["err.404.page"]);
}

/** What a thrown error is answered with, and the words of a page or frame that says so. */
export interface Thrown {
  status: ContentfulStatusCode;
  heading: "err.page.h" | "away.h" | "unconfirmed.h" | "unconfirmed.h.withdraw";
  message: "err.page" | "away" | "unconfirmed.back" | "withdraw.unsure";
}

/**
 * Something broke, or does not answer now: then each is told another moment to come back. Whoever runs the server is told
 * what. After a posted form nobody knows whether the ballot was counted, and the page says so: the same form sent again
 * counts once.
 */
export function whatWasThrown(c: Context<AppEnv>, error: unknown): Thrown {
  const isAway = error instanceof Unreachable;
  const isTheirs = error instanceof HTTPException && error.status < 500;
  const status = isAway ? 503 : isTheirs ? (error.status as ContentfulStatusCode) : 500;
  if (isAway) c.header("Retry-After", String(retryAfterSeconds()));
  if (!isTheirs) tell(isAway ? "unreachable" : "page-failure", { route: c.req.routePath }, error);
  if (c.req.method === "POST" && c.req.path.endsWith("/withdraw"))
    return { status, heading: "unconfirmed.h.withdraw", message: "withdraw.unsure" };
  if (c.req.method === "POST") return { status, heading: "unconfirmed.h", message: "unconfirmed.back" };
  return isAway
    ? { status, heading: "away.h", message: "away" }
    : { status, heading: "err.page.h", message: "err.page" };
}

/** What was thrown, as a page. `language`: that of the address, where it has one. */
export function errorPage(
  c: Context<AppEnv>,
  error: unknown,
  language: Language = languageOfPath(c.req.path),
): Response | Promise<Response> {
  const strings = words(language, "reader");
  const { status, heading, message } = whatWasThrown(c, error);
  return barePage(c, language, status, strings[heading], strings[message]);
}

/** A request that a page's address does not take. RFC 9110 section 15.5.6. */
export function wrongMethodPage(c: Context<AppEnv>, allowed: string): Response | Promise<Response> {
  const language = languageOfPath(c.req.path);
  const strings = words(language, "reader");
  c.header("Allow", allowed);
  return barePage(c, language, 405, strings["err.page.h"], strings["err.method"]);
}

/** Why a form is not taken, in words that say it was not counted. */
export interface Refused {
  status: 403 | 413 | 415 | 422;
  why: "err.foreign" | "err.size" | "err.form" | "err.question" | "err.trap";
}

/** A form that is not taken, whatever it says. */
export function refusedPage(c: Context<AppEnv>, { status, why }: Refused): Response | Promise<Response> {
  const language = languageOfPath(c.req.path);
  const strings = words(language, "reader");
  return barePage(c, language, status, strings["err.h"], strings[why]);
}

function barePage(
  c: Context<AppEnv>,
  language: Language,
  status: ContentfulStatusCode,
  heading: string,
  message: string,
): Response | Promise<Response> {
  const links = [{ href: homePath(language), label: words(language, "reader").home }];
  const frame = { language, title: heading, addresses: [] };
  return respond(c, problemView(frame, { heading, message, links, answer: c.req.method === "POST" }), {
    sharing: "own",
    status,
  });
}

/**
 * A ballot that was refused for good, in the frame of its poll, with the way to the results. `offer`: and the way to take
 * back the ballot that stands, and vote again.
 */
export function notCountedPage(
  c: Context<AppEnv>,
  definition: PollDefinition,
  language: Language,
  message: string,
  offer?: "withdraw",
): Response | Promise<Response> {
  const strings = words(language, "reader");
  const heading = strings["refused.h"];
  const links = [
    ...(offer ? [{ href: pollPath(language, definition.id, offer), label: strings["withdraw.again"] }] : []),
    { href: pollPath(language, definition.id, "results"), label: strings["see_results.plain"] },
    { href: pollPath(language, definition.id), label: strings.back },
  ];
  const frame = pollFrame(definition, language, `${strings["err.prefix"]}${heading}`);
  return respond(c, problemView(frame, { heading, message, links, answer: true }), { sharing: "own", status: 409 });
}
