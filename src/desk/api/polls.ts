import { Hono } from "hono";
import type * as z from "zod/mini";
import type { DefinitionError } from "../../domain/definition.ts";
import { changedFields, checkDraft } from "../../domain/draft.ts";
import { ID_PATTERN } from "../../domain/id.ts";
import { LANGUAGES, type Text } from "../../domain/language.ts";
import { forget, type PollView, readPoll } from "../../engine/index.ts";
import { parseDraft, type SavedDraft, type SaveOutcome } from "../../engine/registry/drafts.ts";
import { type OpenDraftOutcome, REGISTRY } from "../../engine/registry/registry.ts";
import type { LedgerHealth, NoticeOutcome, OrderOutcome } from "../../engine/rpc.ts";
import { sealEveryMs } from "../../engine/settings.ts";
import { languageOf, problem } from "../../web/http/problem.ts";
import { readRequest } from "../../web/http/read-request.ts";
import { type DeskApiContext, type DeskApiEnv, recordAct as recordActByToken } from "../context.ts";
import { alarmText } from "../pages/polls/alarm-text.ts";
import { alarmsOf } from "../pages/polls/alarms.ts";
import type { Deed } from "../store/record.ts";
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
  const { kind } = await registryOf(c).createDraft(id, JSON.stringify({ ...definition, id }), nameOf(c));
  if (kind !== "created") return problem(c, { kind: "conflict", detail: (words) => words.taken });
  await recordActByToken(c, { act: "poll-created", poll: id });
  return c.json({ status: "saved", version: 1 } satisfies z.infer<typeof savedResponse>, 201);
});

deskPolls.get("/polls/:poll/draft", (c) =>
  ofDraft(c, ({ json, version, by, at }, id) => {
    const draft = { ...parseDraft(json), id };
    const checked = checkDraft(draft, Date.now());
    return c.json({
      id,
      version,
      by,
      savedAt: utc(at),
      definition: draft,
      faults: checked.kind === "invalid" ? checked.errors : [],
    } satisfies z.infer<typeof draftResponse>);
  }),
);

deskPolls.post("/polls/:poll/draft", (c) =>
  ofDraft(c, async (saved, id) => {
    const read = await readRequest(c, saveDraftRequest, MOST_BYTES);
    if (read.kind === "refused") return problem(c, read.refusal);
    const json = JSON.stringify({ ...read.request.definition, id });
    const outcome: SaveOutcome = await registryOf(c).saveDraft(id, json, read.request.version, nameOf(c));
    switch (outcome.kind) {
      case "not-found":
        return problem(c, { kind: "not-found" });
      case "conflict":
        return conflict(c, outcome.theirs.by);
      case "saved": {
        const fields = changedFields(parseDraft(saved.json), parseDraft(json));
        await recordActByToken(c, { act: "poll-edited", poll: id, after: { version: outcome.version, fields } });
        return c.json({ status: "saved", version: outcome.version } satisfies z.infer<typeof savedResponse>);
      }
    }
  }),
);

deskPolls.post("/polls/:poll/delete", (c) =>
  ofDraft(c, async ({ json }, id) => {
    if (!(await registryOf(c).deleteDraft(id))) return problem(c, { kind: "not-found" });
    await recordActByToken(c, { act: "poll-deleted", poll: id, before: { definition: parseDraft(json) } });
    return done(c);
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
  ofDraft(c, async (_, id) => {
    const read = await readRequest(c, openRequest);
    if (read.kind === "refused") return problem(c, read.refusal);
    const outcome: OpenDraftOutcome = await registryOf(c).openDraft(id, read.request.version);
    switch (outcome.kind) {
      case "opened": {
        forget(id);
        const { definition } = outcome.poll;
        const isLater = definition.opens !== undefined && Date.parse(definition.opens) > Date.now();
        await recordActByToken(c, { act: isLater ? "poll-scheduled" : "poll-opened", poll: id, after: { definition } });
        const phase = isLater ? "scheduled" : "open";
        return c.json({ status: "done", phase } satisfies z.infer<typeof actResponse>);
      }
      case "invalid":
        return faulty(c, outcome.errors);
      case "conflict":
        return conflict(c, outcome.by);
      case "not-found":
        return problem(c, { kind: "not-found" });
      case "public-host-missing":
      case "refused":
        return problem(c, { kind: "busy", headers: RETRY_AFTER });
    }
  }),
);

deskPolls.post("/polls/:poll/pause", (c) =>
  ofPoll(c, async (view) =>
    ordered(c, view, await ledgerOf(c, view.definition.id).pause(roleOf(c)), { act: "poll-paused" }),
  ),
);

deskPolls.post("/polls/:poll/resume", (c) =>
  ofPoll(c, async (view) =>
    ordered(c, view, await ledgerOf(c, view.definition.id).resume(roleOf(c)), { act: "poll-resumed" }),
  ),
);

deskPolls.post("/polls/:poll/close", (c) =>
  ofPoll(c, async (view) => {
    const read = await readRequest(c, closeRequest);
    if (read.kind === "refused") return problem(c, read.refusal);
    const { reason } = read.request;
    const outcome = await ledgerOf(c, view.definition.id).close(reason, roleOf(c));
    return ordered(c, view, outcome, { act: "poll-closed", after: { reason } });
  }),
);

deskPolls.post("/polls/:poll/correct", (c) =>
  ofPoll(c, async ({ definition: { id } }) => {
    const read = await readRequest(c, correctRequest, MOST_BYTES);
    if (read.kind === "refused") return problem(c, read.refusal);
    const { field, after, reason } = read.request;
    const correction = { field, after: words(after), reason: words(reason) };
    return noticed(c, id, await ledgerOf(c, id).correct(correction, roleOf(c)), "poll-corrected");
  }),
);

deskPolls.post("/polls/:poll/void", (c) =>
  ofPoll(c, async ({ definition: { id } }) => {
    const read = await readRequest(c, voidRequest, MOST_BYTES);
    if (read.kind === "refused") return problem(c, read.refusal);
    return noticed(c, id, await ledgerOf(c, id).declareVoid(words(read.request.reason), roleOf(c)), "poll-voided");
  }),
);

deskPolls.post("/polls/:poll/archive", (c) =>
  ofPoll(c, async ({ definition: { id }, phase }) => {
    const read = await readRequest(c, archiveRequest);
    if (read.kind === "refused") return problem(c, read.refusal);
    const { archived } = read.request;
    if (archived && phase !== "closed") return problem(c, { kind: "not-open", phase });
    await registryOf(c).archive(id, archived);
    await recordActByToken(c, { act: "poll-archived", poll: id, after: { archived } });
    return done(c);
  }),
);

const registryOf = (c: DeskApiContext) => c.env.REGISTRY.getByName(REGISTRY);
const ledgerOf = (c: DeskApiContext, poll: string) => c.env.LEDGER.getByName(poll);
const nameOf = (c: DeskApiContext): string => c.get("member").account.name;
/** The public log names the role alone. */
const roleOf = (c: DeskApiContext): string => c.get("member").account.role;
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

async function ordered(
  c: DeskApiContext,
  { definition: { id }, phase }: PollView,
  outcome: OrderOutcome,
  deed: Pick<Deed, "act" | "after">,
): Promise<Response> {
  if (outcome.kind === "not-possible")
    return problem(c, { kind: "not-open", phase: outcome.phase, detail: (words) => words.notOpen(outcome.phase) });
  forget(id);
  await recordActByToken(c, { ...deed, poll: id, before: { phase } });
  return c.json({ status: outcome.kind, phase: outcome.phase } satisfies z.infer<typeof actResponse>);
}

async function noticed(
  c: DeskApiContext,
  poll: string,
  outcome: NoticeOutcome,
  act: "poll-corrected" | "poll-voided",
): Promise<Response> {
  switch (outcome.kind) {
    case "published": {
      forget(poll);
      const { logged } = outcome;
      await recordActByToken(c, { act, poll, after: { ...outcome.notice, logged } });
      return c.json({ status: "published", logged } satisfies z.infer<typeof noticeResponse>);
    }
    case "invalid":
      return faulty(c, outcome.errors);
    case "unchanged":
      return faulty(c, [{ field: "after", message: "must change something" }]);
    case "not-correctable":
      return faulty(c, [{ field: "field", message: "must be the path of words that readers see" }]);
    case "too-many":
      return faulty(c, [{ field: "field", message: "must not be one of more corrections than a poll may have" }]);
    case "not-found":
      return problem(c, { kind: "not-found" });
  }
}

const faulty = (c: DeskApiContext, errors: readonly DefinitionError[]): Response =>
  problem(c, { kind: "invalid", errors: errors.map(({ field, message }) => ({ field, message: () => message })) });

const conflict = (c: DeskApiContext, by: string): Response =>
  problem(c, { kind: "conflict", detail: (words) => words.conflict(by) });

const done = (c: DeskApiContext): Response => c.json({ status: "done" } satisfies z.infer<typeof doneResponse>);
