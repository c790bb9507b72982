import type { Context } from "hono";
import type { Language } from "../../domain/language.ts";
import { readPoll } from "../../engine/index.ts";
import { DEFAULT_POLL } from "../http/addresses.ts";
import type { AppEnv } from "../http/env.ts";
import { respond } from "../http/respond.ts";
import { registerJson } from "./privacy-register.ts";
import { privacyView } from "./views/privacy.ts";

/** Changes with the server's version alone. */
const REGISTER_CACHE = "public, max-age=300";

/** What is stored of anyone; and who answers for the default poll. */
export const privacyPage = async (c: Context<AppEnv>, language: Language): Promise<Response> =>
  respond(c, privacyView(language, (await readPoll(c, DEFAULT_POLL))?.definition), { sharing: "shared" });

/** The register of what is stored, readable from any site: others may watch how it changes. */
export function privacyJson(c: Context<AppEnv>): Response {
  c.header("Access-Control-Allow-Origin", "*");
  c.header("Cache-Control", REGISTER_CACHE);
  return c.json(registerJson());
}
