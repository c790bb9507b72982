import { Hono } from "hono";
import type * as z from "zod/mini";
import { ID_PATTERN } from "../../domain/id.ts";
import { problem } from "../../web/http/problem.ts";
import { staffOf } from "../context.ts";
import { byToken, type DeskApiContext, type DeskApiEnv, onlyTokens } from "../guard.ts";
import { deskPolls } from "./polls.ts";
import type { doneResponse, meResponse, recordResponse, sessionsResponse, tokensResponse } from "./schemas.ts";

/** Entries of the record in one answer. */
const PAGE = 50;

/** The API of the desk, mounted at `/api/v1/desk`. */
export const deskApi = new Hono<DeskApiEnv>();

deskApi.use(onlyTokens);
deskApi.route("/", deskPolls);

deskApi.get("/me", (c) => {
  const { account, through, scopes = [] } = c.get("member");
  return c.json({ account, token: { id: through, scopes } } satisfies z.infer<typeof meResponse>);
});

deskApi.get("/audit", async (c) => {
  const [poll, before] = [c.req.query("poll"), c.req.query("before")];
  if (poll !== undefined && !ID_PATTERN.test(poll)) return wrongQuery(c, "poll");
  if (before !== undefined && !/^[1-9]\d{0,14}$/.test(before)) return wrongQuery(c, "before");
  const { entries, older } = await staffOf(c).recordPage({
    most: PAGE,
    ...(poll !== undefined && { poll }),
    ...(before !== undefined && { before: Number(before) }),
  });
  return c.json({
    entries: entries.map((entry) => ({ ...entry, at: utc(entry.at) })),
    ...(older !== undefined && { older }),
  } satisfies z.infer<typeof recordResponse>);
});

deskApi.get("/sessions", async (c) => {
  const sessions = await staffOf(c).sessionsOf(c.get("member").account.id);
  return c.json({
    sessions: sessions.map(({ id, how, created, used, expires }) => ({
      id,
      how,
      since: utc(created),
      used: utc(used),
      expires: utc(expires),
    })),
  } satisfies z.infer<typeof sessionsResponse>);
});

deskApi.post("/sessions/:session/end", async (c) =>
  answer(c, await staffOf(c).endSession(byToken(c), c.req.param("session"))),
);

deskApi.get("/tokens", async (c) => {
  const tokens = await staffOf(c).tokens();
  return c.json({
    tokens: tokens.map(({ created, used, expires, ...token }) => ({
      ...token,
      since: utc(created),
      used: used === null ? null : utc(used),
      expires: utc(expires),
    })),
  } satisfies z.infer<typeof tokensResponse>);
});

deskApi.post("/tokens/:token/revoke", async (c) =>
  answer(c, await staffOf(c).revokeToken(byToken(c), c.req.param("token"))),
);

function answer(c: DeskApiContext, { kind }: { kind: "done" | "not-found" | "forbidden" }): Response {
  switch (kind) {
    case "done":
      return c.json({ status: "done" } satisfies z.infer<typeof doneResponse>);
    case "not-found":
      return problem(c, { kind: "not-found", detail: (words) => words.noSuchThing });
    case "forbidden":
      return problem(c, { kind: "forbidden", detail: (words) => words.tokenRole("owner") });
  }
}

const wrongQuery = (c: DeskApiContext, field: "poll" | "before"): Response =>
  problem(c, { kind: "invalid", errors: [{ field, message: (words) => words.id }] });

const utc = (at: number): string => new Date(at).toISOString();
