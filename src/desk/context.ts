import type { Context } from "hono";
import type { Language } from "../domain/language.ts";
import { prefixOf } from "../web/http/addresses.ts";
import type { AppEnv } from "../web/http/env.ts";
import type { Account, By, Role } from "./store/contract.ts";
import { type Deed, written } from "./store/record.ts";
import { STAFF } from "./store/staff.ts";

/** Who is at the desk in this request. */
export interface AtDesk {
  account: Account;
  /** Of this moment, not of the sign-in. */
  role: Role;
  /** Id of the session, and the value that its forms carry. */
  session: { id: string; formToken: string };
}

/** What the guard leaves for the handlers of the desk. */
export interface DeskEnv extends AppEnv {
  Variables: {
    /** Left out on pages for anyone, where nobody is signed in. */
    staff: AtDesk | undefined;
    language: Language;
    /** Of a POST: read, and its token checked. */
    form: URLSearchParams;
    /** A name for this one request: it stands in the record and in our own error lines. */
    request: string;
  };
}

export type DeskContext = Context<DeskEnv>;

export type DeskHandler = (c: DeskContext) => Response | Promise<Response>;

/** Who is signed in. The guard lets no request without a session reach a route that is not for anyone. */
export function atDesk(c: DeskContext): AtDesk {
  const staff = c.get("staff");
  if (!staff) throw new Error("a route for anyone asked who is signed in");
  return staff;
}

/** `/desk`, `/fr/desk/people`: an address of the desk in a language. `page` is spelled as in the table of routes. */
export const deskPath = (language: Language, page: `/desk${string}` = "/desk"): string => prefixOf(language) + page;

/** The same page without its language. */
export const withoutLanguage = (path: string): string => path.replace(/^\/(fr|en)(?=\/desk(\/|$))/, "");

/**
 * Where to go on after signing in: an address of the desk itself, or the desk. Anything else would let a link to the
 * sign-in page lead elsewhere.
 */
export const onwardTo = (asked: string | null | undefined, language: Language): string =>
  asked && /^(\/(fr|en))?\/desk(\/[\w/.-]*)?$/.test(asked) ? asked : deskPath(language);

/** The object that knows who works here. A new stub for each call: one is broken once it threw. */
export const staffOf = (c: { env: Env }) => c.env.STAFF.getByName(STAFF);

/** Who acts in this request. */
export const by = (c: DeskContext): By => ({ account: atDesk(c).account.id, request: c.get("request") });

/**
 * Writes what was done into the record, with whoever is signed in: `await recordAct(c, { act: "poll-paused", poll, before,
 * after })`. For acts of other objects than `Staff`, once they have been done.
 */
export async function recordAct(c: DeskContext, deed: Deed): Promise<void> {
  await staffOf(c).recordAct({ ...written(deed), by: by(c) });
}
