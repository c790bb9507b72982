import { Hono } from "hono";
import type * as z from "zod/mini";
import type { ApiPart } from "../../web/http/operation.ts";
import { failure, problem } from "../../web/http/problem.ts";
import { settleOpenActs } from "../acts/act.ts";
import { by, type DeskApiContext, type DeskApiEnv, staffOf } from "../context.ts";
import { onlyTokens } from "../guard.ts";
import { recordQuery } from "../store/record.ts";
import { DESK_OPERATIONS } from "./operations.ts";
import { DESK_POLL_OPERATIONS } from "./poll-operations.ts";
import { DESK_POLL_SCHEMAS } from "./poll-schemas.ts";
import { deskPolls } from "./polls.ts";
import {
  DESK_SCHEMAS,
  type doneResponse,
  type meResponse,
  type recordResponse,
  type sessionsResponse,
  type tokensResponse,
} from "./schemas.ts";

/** The API of the desk, mounted at `/api/v1/desk`. */
export const deskApi = new Hono<DeskApiEnv>();

/** What it does, for the document of the whole API. */
export const DESK_API: ApiPart = {
  operations: [...DESK_OPERATIONS, ...DESK_POLL_OPERATIONS],
  schemas: { ...DESK_SCHEMAS, ...DESK_POLL_SCHEMAS },
};

// An address that was promised once: programs that still ask are told what there is instead.
deskApi.get("/polls/:poll/channels", (c) => problem(c, { kind: "gone", detail: { code: "gone-channels" } }));
deskApi.use(onlyTokens);
deskApi.onError((error, c) => failure(c, error));
deskApi.route("/", deskPolls);

deskApi.get("/me", (c) => {
  const { account, through, scopes = [] } = c.get("member");
  return c.json({ account, token: { id: through, scopes } } satisfies z.infer<typeof meResponse>);
});

deskApi.get("/audit", async (c) => {
  const { wrong, ...asked } = recordQuery(c.req.query());
  if (wrong) return problem(c, { kind: "invalid", errors: [{ field: wrong, code: "id" }] });
  await settleOpenActs(c);
  const { entries, older } = await staffOf(c).recordPage(asked);
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
  answer(c, await staffOf(c).endSession(by(c), c.req.param("session"))),
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
  answer(c, await staffOf(c).revokeToken(by(c), c.req.param("token"))),
);

function answer(c: DeskApiContext, { kind }: { kind: "done" | "not-found" | "forbidden" }): Response {
  switch (kind) {
    case "done":
      return c.json({ status: "done" } satisfies z.infer<typeof doneResponse>);
    case "not-found":
      return problem(c, { kind: "not-found", detail: { code: "no-such-thing" } });
    case "forbidden":
      return problem(c, { kind: "forbidden", detail: { code: "token-role.owner" } });
  }
}

const utc = (at: number): string => new Date(at).toISOString();
