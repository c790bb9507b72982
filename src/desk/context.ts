import type { Context } from "hono";
import type { Language } from "../domain/language.ts";
import type { AppEnv } from "../web/http/env.ts";
import type { Account, Role } from "./store/contract.ts";

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
