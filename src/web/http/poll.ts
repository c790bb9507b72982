import type { Context, Handler } from "hono";
import type { Language } from "../../domain/language.ts";
import { type PollView, readPoll } from "../../engine/index.ts";
import { answer, type Redirect, type Representation } from "./answer.ts";
import type { AppEnv } from "./env.ts";
import { letRemember } from "./memo.ts";
import { type Query, queryOf } from "./query.ts";
import { siteOf } from "./site.ts";

/** What went wrong, before any handler or in it; each surface says it in its own form. */
export type Refusal =
  /** No such address, or no such poll in this language. */
  | { kind: "not-found" }
  /** RFC 9110 section 15.5.6. */
  | { kind: "wrong-method"; allow: string }
  /** A form of another site's page. */
  | { kind: "foreign" }
  | { kind: "thrown"; error: unknown }
  /** invariant 7: the poll shows no figures before it closes. */
  | { kind: "hidden" }
  /** The log has no seal of the size in the address, or the archive has none yet. */
  | { kind: "no-such-seal" }
  /** RFC 9110 section 15.5.11. `instead`: name of the file with the same figures. */
  | { kind: "gone"; instead: string }
  /** Others are served first; whole seconds. */
  | { kind: "busy"; retryAfterSeconds: number };

/** A kind of answer for a kind of reader: pages, frames in other sites' pages, files, the API. */
export interface Surface {
  /** The language of the request among the poll's own, where to find the poll in another, or nothing. */
  language(c: Context<AppEnv>, poll: PollView): Language | Redirect | undefined;
  /** `asked`: left out where no poll was found. */
  refuse(c: Context<AppEnv>, refusal: Refusal, asked?: Asked): Promise<Response> | Response;
}

/** What every handler of a poll's address is given. */
export interface Asked {
  env: Env;
  poll: PollView;
  language: Language;
  /** Scheme and host as readers see them. */
  site: string;
  /** What of the query may be read: see `query.ts`. */
  query: Query;
  /** The part of the address that names a seal. */
  size: string | undefined;
}

/** A handler that knows nothing of who asks: what it answers may be kept for the second that a view lasts. */
export type ForEveryone = (asked: Asked) => Representation | Refusal | Promise<Representation | Refusal>;
/** A handler that reads more of the request: a form, a cookie. */
export type ForOne = (asked: Asked, c: Context<AppEnv>) => Representation | Refusal | Promise<Representation | Refusal>;

/**
 * Finds the poll that the address names, and hands it on in the language asked for. A draft is nobody's business. `poll`: of an
 * address that names none.
 */
export const forEveryone = (surface: Surface, handler: ForEveryone, poll?: string): Handler<AppEnv> =>
  withPoll(
    surface,
    async (asked, c) => {
      const it = await handler(asked);
      if ("caching" in it && it.caching === "second") letRemember(c, asked.poll);
      return it;
    },
    poll,
  );

export const forOne = (surface: Surface, handler: ForOne): Handler<AppEnv> => withPoll(surface, handler);

const withPoll =
  (surface: Surface, handler: ForOne, id?: string): Handler<AppEnv> =>
  async (c) => {
    const poll = await readPoll(c.env, id ?? c.req.param("poll") ?? "");
    const language = poll && poll.phase !== "draft" ? surface.language(c, poll) : undefined;
    if (!poll || language === undefined) return surface.refuse(c, { kind: "not-found" });
    if (typeof language === "object") return answer(c, language);
    const asked = { env: c.env, poll, language, site: siteOf(c), query: queryOf(c.req.url), size: c.req.param("size") };
    const it = await handler(asked, c);
    return isRefusal(it) ? surface.refuse(c, it, asked) : answer(c, it);
  };

/** A list by key, so that no kind can be left out. */
const REFUSALS: Record<Refusal["kind"], true> = {
  "not-found": true,
  "wrong-method": true,
  foreign: true,
  thrown: true,
  hidden: true,
  "no-such-seal": true,
  gone: true,
  busy: true,
};

const isRefusal = (it: Representation | Refusal): it is Refusal => Object.hasOwn(REFUSALS, it.kind);
