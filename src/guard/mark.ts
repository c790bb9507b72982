import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { PollDefinition } from "../poll/definition.ts";
import { nameOf } from "../privacy/name.ts";
import { STORED } from "../privacy/stored.ts";

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

export const hasMark = (c: Context, poll: string, question: string): boolean =>
  getCookie(c, markName(poll, question, isSecure(c))) === MARK;

/** `now`: milliseconds since 1970. */
export function setMark(
  c: Context,
  definition: Pick<PollDefinition, "id" | "closes">,
  question: string,
  now: number,
): void {
  setCookie(c, markName(definition.id, question, isSecure(c)), MARK, {
    ...attributes(c),
    maxAge: life(definition, now),
  });
}

/** A ballot taken back frees its browser to vote again. */
export const clearMark = (c: Context, poll: string, question: string): void => {
  deleteCookie(c, markName(poll, question, isSecure(c)), attributes(c));
};

const attributes = (c: Context) => ({ path: "/", httpOnly: true, sameSite: "Lax" as const, secure: isSecure(c) });

const isSecure = (c: Context): boolean => new URL(c.req.url).protocol === "https:";

function life({ closes }: Pick<PollDefinition, "closes">, now: number): number {
  if (closes === undefined) return OPEN_ENDED_S;
  return Math.min(Math.max(Math.ceil((Date.parse(closes) - now) / 1_000), 0), LONGEST_S);
}
