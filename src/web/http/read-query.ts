import type { Context } from "hono";
import type { AppEnv } from "./env.ts";

/**
 * What pages and frames read of a query: answers that are kept are told apart by it. Whatever else stands there, a social
 * network's number of a click, is forgotten.
 */
export const READ = ["lang", "theme", "view", "back", "childId", "voted", "skip", "done", "width"] as const;

export type ReadName = (typeof READ)[number];
export type ReadQuery = Partial<Record<ReadName, string>>;

type AnyRequest = Context<AppEnv>["req"];

interface ReadRequest extends AnyRequest {
  query(name: ReadName): string | undefined;
  query(): ReadQuery;
}

/**
 * The context of a handler whose answer may be kept. Of the query it reads the names of `READ` alone: with another, two
 * readers who asked for different things would get the same answer, so another does not compile.
 */
export interface ReadContext extends Context<AppEnv> {
  readonly req: ReadRequest;
}
