import type { Context } from "hono";
import { ID_PATTERN } from "../../domain/id.ts";
import type { Language } from "../../domain/language.ts";
import { readPoll } from "../../engine/index.ts";
import { notFoundPage } from "../kit/problem-pages.ts";
import type { PageHandler } from "../pages/get-pages.ts";
import type { AppEnv } from "./env.ts";

/** Hands a page its poll. A draft is nobody's business, and a poll has pages only in its own languages. */
export async function ofPoll(
  c: Context<AppEnv>,
  poll: string | undefined,
  language: Language,
  handler: PageHandler,
): Promise<Response> {
  if (!poll || !ID_PATTERN.test(poll)) return notFoundPage(c);
  const view = await readPoll(c, poll);
  if (!view || view.phase === "draft" || !view.definition.languages.includes(language)) return notFoundPage(c);
  return handler(c, view, language);
}
