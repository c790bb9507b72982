import { Hono } from "hono";
import type * as z from "zod/mini";
import { checkDraft, type Draft } from "../../domain/draft.ts";
import { ID_PATTERN } from "../../domain/id.ts";
import { LANGUAGES, type Text } from "../../domain/language.ts";
import {
  type LedgerHealth,
  type NoticeOutcome,
  type PollView,
  parseDraft,
  readPoll,
  type SavedDraft,
  sealEveryMs,
} from "../../engine/index.ts";
import { type FieldFault, faultSaid, languageOf, problem, type Refusal } from "../../web/http/problem.ts";
import { readRequest } from "../../web/http/read-request.ts";
import type { Forbidden } from "../acts/act.ts";
import {
  closePoll,
  correctPoll,
  createPoll,
  deleteDraft,
  hidePoll,
  ledgerOf,
  type NotPossible,
  type Ordered,
  openPoll,
  pausePoll,
  registryOf,
  resumePoll,
  saveDraft,
  voidPoll,
} from "../acts/polls.ts";
import type { DeskApiContext, DeskApiEnv } from "../context.ts";
import { alarmsOf, alarmText } from "../pages/polls/alarms.ts";
import {
  type actResponse,
  archiveRequest,
  closeRequest,
  correctRequest,
  type deskPollResponse,
  type draftResponse,
  newDraftRequest,
  type noticeResponse,
  openRequest,
  type pollsResponse,
  saveDraftRequest,
  type savedResponse,
  voidRequest,
} from "./poll-schemas.ts";
import type { doneResponse } from "./schemas.ts";

/** A definition in JSON, with room to spare. */
const MOST_BYTES = 262_144;
/** Where the ledger or the host of readers is missing: somebody must repair it first. */
const RETRY_AFTER = { "Retry-After": "60" };

/** Polls, for programs: what the pages of the desk do, by the same objects, under `/api/v1/desk/polls`. */
export const deskPolls = new Hono<DeskApiEnv>();

deskPolls.get("/polls", async (c) => {
  const list = await registryOf(c).list();
  return c.json({
    polls: list.map(({ id, title, languages, archived, draft }) => ({
      id,
      title: { ...title },
      languages,
      state: draft ? "draft" : "opened",
      archived,
    })),
  } satisfies z.infer<typeof pollsResponse>);
});

deskPolls.post("/polls", async (c) => {
  const read = await readRequest(c, newDraftRequest, MOST_BYTES);
  if (read.kind === "refused") return problem(c, read.refusal);
  const { id, definition } = read.request;
  const { kind } = await createPoll(c, { id, draft: draftFrom(definition, id), how: "poll-created" });
  switch (kind) {
    case "created":
      return c.json({ status: "saved", version: 1 } satisfies z.infer<typeof savedResponse>, 201);
    case "taken":
    case "invalid-id":
      return problem(c, { kind: "conflict", detail: { code: "taken" } });
    case "forbidden":
      return problem(c, FORBIDDEN);
  }
});

deskPolls.get("/polls/:poll/draft", (c) =>
  ofDraft(c, (saved, id) => {
    const checked = checkDraft({ ...parseDraft(saved.json), id }, Date.now());
    return c.json({
      id,
      ...savedAs(saved, id),
      faults: checked.kind === "invalid" ? checked.errors.map((each) => faultSaid(each, languageOf(c))) : [],
    } satisfies z.infer<typeof draftResponse>);
  }),
);

deskPolls.post("/polls/:poll/draft", (c) =>
  ofDraft(c, async (_, id) => {
    const read = await readRequest(c, saveDraftRequest, MOST_BYTES);
    if (read.kind === "refused") return problem(c, read.refusal);
    const { definition, version } = read.request;
    const outcome = await saveDraft(c, { id, draft: draftFrom(definition, id), base: version });
    switch (outcome.kind) {
      case "not-found":
        return problem(c, { kind: "not-found" });
      case "forbidden":
        return problem(c, FORBIDDEN);
      case "conflict":
        return problem(c, {
          kind: "conflict",
          detail: { code: "conflict", params: { by: outcome.theirs.by } },
          both: { theirs: savedAs(outcome.theirs, id), yours: definition },
        });
      case "saved":
        return c.json({ status: "saved", version: outcome.version } satisfies z.infer<typeof savedResponse>);
    }
  }),
);

deskPolls.post("/polls/:poll/delete", (c) =>
  ofDraft(c, async ({ json }, id) => {
    const { kind } = await deleteDraft(c, id, parseDraft(json));
    if (kind === "done") return done(c);
    return problem(c, kind === "forbidden" ? FORBIDDEN : { kind });
  }),
);

deskPolls.get("/polls/:poll", (c) =>
  ofPoll(c, async ({ definition, phase }) => {
    const health: LedgerHealth | undefined = await ledgerOf(c, definition.id)
      .health()
      .catch(() => undefined);
    const alarms = alarmsOf(health, {
      now: Date.now(),
      sealEveryMs: sealEveryMs(c.env),
      batched: definition.rules.release === "batched",
    });
    const language = languageOf(c);
    return c.json({
      id: definition.id,
      phase,
      alarms: alarms.map((alarm) => ({ kind: alarm.kind, detail: alarmText(alarm, language) })),
      ...(health && {
        health: {
          seal: health.seal,
          size: health.size,
          root: health.root,
          sealedAt: utc(health.sealedAt),
          publishedSeal: health.publishedSeal,
          failures: health.failures,
          waiting: health.waiting,
        },
      }),
    } satisfies z.infer<typeof deskPollResponse>);
  }),
);

deskPolls.post("/polls/:poll/open", (c) =>
  ofDraft(c, async ({ json }, id) => {
    const read = await readRequest(c, openRequest);
    if (read.kind === "refused") return problem(c, read.refusal);
    const outcome = await openPoll(c, { id, draft: parseDraft(json), base: read.request.version });
    switch (outcome.kind) {
      case "opened":
        return c.json({ status: "done", phase: outcome.phase } satisfies z.infer<typeof actResponse>);
      case "forbidden":
        return problem(c, FORBIDDEN);
      case "invalid":
        return faulty(c, outcome.errors);
      case "conflict":
        return conflict(c, outcome.by);
      case "not-found":
        return problem(c, { kind: "not-found" });
      case "public-host-missing":
        return problem(c, { kind: "busy", headers: RETRY_AFTER, detail: { code: "no-host" } });
      case "refused":
        return problem(c, {
          kind: "busy",
          headers: RETRY_AFTER,
          detail: { code: "ledger-refuses", params: { why: outcome.refusal } },
        });
    }
  }),
);

deskPolls.post("/polls/:poll/pause", (c) => ofPoll(c, async (view) => ordered(c, await pausePoll(c, view))));

deskPolls.post("/polls/:poll/resume", (c) => ofPoll(c, async (view) => ordered(c, await resumePoll(c, view))));

deskPolls.post("/polls/:poll/close", (c) =>
  ofPoll(c, async (view) => {
    const read = await readRequest(c, closeRequest);
    if (read.kind === "refused") return problem(c, read.refusal);
    return ordered(c, await closePoll(c, view, read.request.reason));
  }),
);

deskPolls.post("/polls/:poll/correct", (c) =>
  ofPoll(c, async ({ definition: { id } }) => {
    const read = await readRequest(c, correctRequest, MOST_BYTES);
    if (read.kind === "refused") return problem(c, read.refusal);
    const { field, after, reason } = read.request;
    const correction = { field, after: words(after), reason: words(reason) };
    return noticed(c, await correctPoll(c, id, correction));
  }),
);

deskPolls.post("/polls/:poll/void", (c) =>
  ofPoll(c, async (view) => {
    const read = await readRequest(c, voidRequest, MOST_BYTES);
    if (read.kind === "refused") return problem(c, read.refusal);
    return noticed(c, await voidPoll(c, view, words(read.request.reason)));
  }),
);

deskPolls.post("/polls/:poll/archive", (c) =>
  ofPoll(c, async (view) => {
    const read = await readRequest(c, archiveRequest);
    if (read.kind === "refused") return problem(c, read.refusal);
    const outcome = await hidePoll(c, view, read.request.archived);
    switch (outcome.kind) {
      case "done":
        return done(c);
      case "not-possible":
        return problem(c, notPossible(outcome));
      case "forbidden":
        return problem(c, FORBIDDEN);
    }
  }),
);

/** The role of the token's account went between the guard and the act. */
const FORBIDDEN: Refusal = { kind: "forbidden", detail: { code: "token-role.editor" } };

const notPossible = ({ phase, possible }: NotPossible): Refusal => ({
  kind: "not-possible",
  phase,
  possible,
  detail: {
    code: possible.length > 0 ? "not-possible" : "not-possible.none",
    params: { phase: { code: `phase.${phase}` }, acts: possible.map((act) => ({ code: `can.${act}` as const })) },
  },
});

const draftFrom = (definition: Record<string, unknown>, id: string): Draft =>
  parseDraft(JSON.stringify({ ...definition, id }));

const utc = (at: number): string => new Date(at).toISOString();

const words = (text: Text): Text =>
  Object.fromEntries(LANGUAGES.flatMap((each) => (text[each] === undefined ? [] : [[each, text[each]]])));

type Answer = Response | Promise<Response>;

async function ofDraft(c: DeskApiContext, handle: (draft: SavedDraft, id: string) => Answer): Promise<Response> {
  const id = c.req.param("poll") ?? "";
  const saved = ID_PATTERN.test(id) ? await registryOf(c).readDraft(id) : undefined;
  return saved ? handle(saved, id) : problem(c, { kind: "not-found" });
}

async function ofPoll(c: DeskApiContext, handle: (view: PollView) => Answer): Promise<Response> {
  const id = c.req.param("poll") ?? "";
  const view = ID_PATTERN.test(id) ? await readPoll(c.env, id) : undefined;
  return view ? handle(view) : problem(c, { kind: "not-found" });
}

function ordered(c: DeskApiContext, outcome: Ordered): Response {
  switch (outcome.kind) {
    case "done":
    case "ordered":
      return c.json({ status: outcome.kind, phase: outcome.phase } satisfies z.infer<typeof actResponse>);
    case "not-possible":
      return problem(c, notPossible(outcome));
    case "forbidden":
      return problem(c, FORBIDDEN);
  }
}

function noticed(c: DeskApiContext, outcome: NoticeOutcome | NotPossible | Forbidden): Response {
  switch (outcome.kind) {
    case "published":
      return c.json({ status: "published", logged: outcome.logged } satisfies z.infer<typeof noticeResponse>);
    case "forbidden":
      return problem(c, FORBIDDEN);
    case "not-possible":
      return problem(c, notPossible(outcome));
    case "invalid":
      return faulty(c, outcome.errors);
    case "unchanged":
      return faulty(c, [{ field: "after", code: "unchanged" }]);
    case "not-correctable":
      return faulty(c, [{ field: "field", code: "not-correctable" }]);
    case "too-many":
      return faulty(c, [{ field: "field", code: "too-many-corrections" }]);
    case "not-found":
      return problem(c, { kind: "not-found" });
  }
}

const faulty = (c: DeskApiContext, errors: readonly FieldFault[]): Response => problem(c, { kind: "invalid", errors });

const savedAs = ({ json, version, by, at }: SavedDraft, id: string) => ({
  version,
  by,
  savedAt: utc(at),
  definition: { ...parseDraft(json), id },
});

const conflict = (c: DeskApiContext, by: string): Response =>
  problem(c, { kind: "conflict", detail: { code: "conflict", params: { by: by } } });

const done = (c: DeskApiContext): Response => c.json({ status: "done" } satisfies z.infer<typeof doneResponse>);
