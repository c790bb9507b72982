/** What every handler of the desk knows of its request: who acts, in which language, and where pages and staff are. */
import type { Context } from "hono";
import type { Language } from "../domain/language.ts";
import { prefixOf } from "../web/http/addresses.ts";
import type { AppEnv } from "../web/http/env.ts";
import type { By, Member, Role } from "./store/contract.ts";
import { type Deed, written } from "./store/record.ts";
import { STAFF } from "./store/staff.ts";

/** What the guard of the pages leaves for their handlers. */
export interface DeskEnv extends AppEnv {
  Variables: {
    /** Left out on pages for anyone, where nobody is signed in. */
    member: Member | undefined;
    /** A name for this one request: it stands in the record and in our own error lines. */
    request: string;
    language: Language;
    /** Of a POST: read, and its token checked. */
    form: URLSearchParams;
  };
}

export type DeskContext = Context<DeskEnv>;

export type DeskHandler = (c: DeskContext) => Response | Promise<Response>;

/** What the guard of the API leaves for its operations. */
export interface DeskApiEnv extends AppEnv {
  Variables: { member: Member; request: string };
}

export type DeskApiContext = Context<DeskApiEnv>;

/** A request that somebody at the desk makes, from a page or by the API. */
export interface Acting {
  env: Env;
  var: { member: Member | undefined; request: string };
}

/** Who makes the request. A guard lets none without a member reach a route that is not for anyone. */
export function atDesk({ var: { member } }: Acting): Member & { role: Role } {
  if (!member) throw new Error("a route for anyone asked who is signed in");
  return { ...member, role: member.account.role };
}

/** Who acts in this request. */
export const by = (c: Acting): By => ({ account: atDesk(c).account.id, request: c.var.request });

/** The object that knows who works here. A new stub for each call: one is broken once it threw. */
export const staffOf = ({ env }: { env: Env }) => env.STAFF.getByName(STAFF);

/** Writes into the record, with whoever acts, what this very request does: a file that is sent. Other acts: `acts/act.ts`. */
export async function recordAct(c: Acting, deed: Deed): Promise<void> {
  await staffOf(c).recordAct({ ...written(deed), by: by(c) });
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
  asked && /^(\/(fr|en))?\/desk(\/[\w-][\w.-]*)*$/.test(asked) ? asked : deskPath(language);
