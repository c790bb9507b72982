import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { readPoll } from "../objects/gateway.ts";
import { ID_PATTERN } from "../poll/id.ts";
import type { Language } from "../poll/language.ts";
import type { PageHandler } from "./get-pages.ts";
import { notFoundPage } from "./problem-pages.ts";

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
