import { type Context, Hono, type MiddlewareHandler } from "hono";
import { pageCss } from "../../built/inline.ts";
import { disclose } from "../../domain/disclosure.ts";
import { ID_PATTERN } from "../../domain/id.ts";
import { openLive, type PollView, readPoll } from "../../engine/index.ts";
import { answer } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import type { ApiPart, Operation } from "../http/operation.ts";
import { forEveryone, type Surface } from "../http/poll.ts";
import { type Act, failure, languageOf, PROBLEM_KINDS, problem } from "../http/problem.ts";
import { sameOriginOnly } from "../http/request.ts";
import { postBallot, postWithdrawal } from "./acts.ts";
import { type OpenApiDocument, openApiDocument } from "./openapi.ts";
import { ABOUT, OPERATIONS } from "./operations.ts";
import { apiPage, apiStyle } from "./page.ts";
import { SCHEMAS } from "./schemas.ts";
import { tallyTag } from "./tally-tag.ts";

/** Seconds for which a browser may remember that it may ask (Chrome's most). */
const PREFLIGHT_S = 7_200;
/** A full house of sockets empties slowly. */
const SOCKET_RETRY_S = "10";

const PAGE_STYLES = [pageCss, apiStyle];

const TALLY = "/v1/polls/:poll/tally";
const LIVE = "/v1/polls/:poll/live";
const BALLOTS = "/v1/polls/:poll/ballots";
const WITHDRAWALS = "/v1/polls/:poll/withdrawals";

/** What was asked for at an address that ends so. */
const ACTS: Partial<Record<string, Act>> = { "/ballots": "ballot", "/withdrawals": "withdrawal" };

/** What anyone may ask of polls and do to them. */
const polls = new Hono<AppEnv>();

/** Reads are for any site's scripts; the two acts carry no such header. */
const forAnyone: MiddlewareHandler<AppEnv> = async (c, next) => {
  c.header("Access-Control-Allow-Origin", "*");
  c.header("Access-Control-Expose-Headers", "ETag, Retry-After");
  await next();
};

/** Programs say their language in `Accept-Language`; what they are told of a poll is in all of its own. */
const programs: Surface = {
  language: (c) => languageOf(c),
  refuse(c, refusal) {
    switch (refusal.kind) {
      case "not-found":
        return problem(c, { kind: "not-found" });
      case "wrong-method":
        return wrongMethod(c, refusal.allow);
      case "foreign":
        return problem(c, { kind: "forbidden" });
      case "hidden":
        return problem(c, { kind: "forbidden", detail: { code: "hidden-until-close" } });
      case "no-such-seal":
        return problem(c, { kind: "not-found", detail: { code: "not-in-log" } });
      case "gone":
        return problem(c, { kind: "gone" });
      case "busy":
        return problem(c, { kind: "busy", headers: { "Retry-After": String(refusal.retryAfterSeconds) } });
      case "thrown":
        return failure(c, refusal.error, ACTS[c.req.path.slice(c.req.path.lastIndexOf("/"))]);
    }
  },
};

polls.get(
  "/v1/polls/:poll",
  forAnyone,
  forEveryone(programs, ({ poll, site }) => {
    const { definition, phase, log, refused, counters, unusual } = poll;
    const notices = poll.notices.map((notice) => ({ ...notice, at: new Date(notice.at).toISOString() }));
    return {
      kind: "json",
      caching: "second",
      value: {
        definition,
        phase,
        log: { ...log, url: `${site}/log/${definition.id}`, ...(refused && { refused }) },
        counters,
        unusualSeals: (unusual ?? []).map((each) => ({ ...each, sealedAt: new Date(each.sealedAt).toISOString() })),
        ...(notices.length > 0 && { notices }),
      },
    };
  }),
);

polls.get(
  TALLY,
  forAnyone,
  forEveryone(programs, ({ poll }) => {
    const tally = disclose(poll.tally, poll.definition.rules, "anyone");
    return { kind: "json", caching: "second", value: tally, tag: tallyTag(tally), weak: true };
  }),
);

polls.get(LIVE, forAnyone, async (c) => {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket")
    return problem(c, {
      kind: "invalid",
      status: 426,
      detail: { code: "needs-web-socket" },
      headers: { Upgrade: "websocket" },
    });
  const view = await pollOf(c);
  if (!view) return noPoll(c);
  const response = await openLive(c.env, view, c.req.raw);
  if (response.status !== 503) return response;
  return problem(c, {
    kind: "busy",
    headers: { "Retry-After": response.headers.get("Retry-After") ?? SOCKET_RETRY_S },
  });
});

polls.post(BALLOTS, ownPagesOnly("ballot"), postBallot(pollOf));
polls.post(WITHDRAWALS, ownPagesOnly("withdrawal"), postWithdrawal(pollOf));

/** The JSON API, mounted at `/api`. `desk`: the part whose routes the desk mounts itself, for the document and refusals. */
export function api(desk: ApiPart): Hono<AppEnv> {
  const operations = [...OPERATIONS, ...desk.operations, ...ABOUT];
  const whole = { operations, schemas: { ...SCHEMAS, ...desk.schemas } };
  let document: OpenApiDocument | undefined;
  const describe = () => {
    document ??= openApiDocument(whole);
    return document;
  };

  const api = new Hono<AppEnv>();
  api.route("/", polls);
  api.get("/openapi.json", forAnyone, (c) => answer(c, { kind: "json", caching: "minute", value: describe() }));
  api.get("/", (c) =>
    answer(c, {
      kind: "page",
      caching: "minute",
      body: apiPage(describe(), PAGE_STYLES, new URL(c.req.url).origin),
      style: PAGE_STYLES,
    }),
  );
  api.get("/problems/:kind", forAnyone, (c) => {
    const kind = PROBLEM_KINDS.find((each) => each === c.req.param("kind"));
    return kind ? c.redirect(`/api#${kind}`, 303) : problem(c, { kind: "not-found", detail: { code: "no-address" } });
  });
  for (const path of new Set(operations.map((operation) => operation.path)))
    api.all(path, otherMethods(operations.filter((operation) => operation.path === path)));
  api.all("*", (c) => problem(c, { kind: "not-found", detail: { code: "no-address" } }));
  api.onError((error, c) => programs.refuse(c, { kind: "thrown", error }));
  return api;
}

const noPoll = (c: Context<AppEnv>): Response => problem(c, { kind: "not-found" });

async function pollOf(c: Context<AppEnv>): Promise<PollView | undefined> {
  const id = c.req.param("poll") ?? "";
  return ID_PATTERN.test(id) ? readPoll(c.env, id) : undefined;
}

function ownPagesOnly(act: Act): MiddlewareHandler<AppEnv> {
  return sameOriginOnly((c) => problem(c, { kind: "forbidden", act }));
}

/** The answer to every other method of a path: what it takes. Only reads are allowed to other sites' scripts. */
function otherMethods(operations: readonly Operation[]) {
  const methods = operations.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  const allow = [...methods, "OPTIONS"].join(", ");
  const isRead = operations.some(({ method, scope }) => method === "GET" && scope === undefined);
  return (c: Context<AppEnv>) => {
    if (c.req.method !== "OPTIONS") return wrongMethod(c, allow);
    c.header("Allow", allow);
    if (isRead) {
      c.header("Access-Control-Allow-Origin", "*");
      c.header("Access-Control-Allow-Methods", "GET, HEAD");
      c.header("Access-Control-Allow-Headers", "If-None-Match");
      c.header("Access-Control-Max-Age", String(PREFLIGHT_S));
    }
    return c.body(null, 204);
  };
}

const wrongMethod = (c: Context<AppEnv>, allow: string): Response =>
  problem(c, {
    kind: "invalid",
    status: 405,
    detail: { code: "allowed-methods", params: { methods: allow } },
    headers: { Allow: allow },
  });
