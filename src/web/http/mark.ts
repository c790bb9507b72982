import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { PollDefinition } from "../../domain/definition.ts";
import { nameOf, STORED } from "../../engine/schema.ts";
import type { AppEnv } from "./env.ts";
import { isHttps } from "./site.ts";

/**
 * The device mark: this browser voted on this question. Its value is the same for everybody, so it names nobody; it is
 * unsigned, since forging it only hurts the forger. No class and no count depends on it.
 */
const MARK = "1";

const DAY_S = 86_400;
/** Life of a mark in a poll without a closing time. */
const OPEN_ENDED_S = 180 * DAY_S;
/** Browsers keep no cookie longer. RFC 6265bis section 5.5. */
const LONGEST_S = 400 * DAY_S;

/** The point parts poll and question: ids hold hyphens, and `a-b`, `c` must not be `a`, `b-c`. */
export const markName = (poll: string, question: string, secure: boolean): string =>
  `${secure ? "__Host-" : ""}${nameOf(STORED.browser.mark, { poll, question })}`;

export const hasMark = (c: Context<AppEnv>, poll: string, question: string): boolean =>
  getCookie(c, markName(poll, question, isHttps(c))) === MARK;

/**
 * Where a mark is set. In a frame of another site's page a browser sends no `Lax` cookie, and at most one that is kept
 * apart for each such site: there it is `SameSite=None; Secure; Partitioned` (CHIPS). Both have one name and are read alike.
 */
export type MarkPlace = "page" | "frame";

/** `now`: milliseconds since 1970. */
export function setMark(
  c: Context<AppEnv>,
  definition: Pick<PollDefinition, "id" | "closes">,
  question: string,
  now: number,
  place: MarkPlace,
): void {
  setCookie(c, markName(definition.id, question, isHttps(c)), MARK, {
    ...attributes(c, place),
    maxAge: life(definition, now),
  });
}

/**
 * A ballot taken back frees its browser to vote again. The page on which that is done reaches the mark of our own pages;
 * those of frames lie in jars of their own, beyond its reach.
 */
export const clearMark = (c: Context<AppEnv>, poll: string, question: string): void => {
  deleteCookie(c, markName(poll, question, isHttps(c)), attributes(c, "page"));
};

/**
 * Without TLS there is no `Secure` cookie, so none in a frame either: a mark set there is like one of our pages, which
 * browsers keep where the frame's page is of the same site and refuse elsewhere. The vote counts all the same.
 */
const attributes = (c: Context<AppEnv>, place: MarkPlace) =>
  place === "frame" && isHttps(c)
    ? { path: "/", httpOnly: true, sameSite: "None" as const, secure: true, partitioned: true }
    : { path: "/", httpOnly: true, sameSite: "Lax" as const, secure: isHttps(c) };

function life({ closes }: Pick<PollDefinition, "closes">, now: number): number {
  if (closes === undefined) return OPEN_ENDED_S;
  return Math.min(Math.max(Math.ceil((Date.parse(closes) - now) / 1_000), 0), LONGEST_S);
}
