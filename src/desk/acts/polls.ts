/**
 * What staff do to polls: one function per act. Pages and API call the same ones and only show what came of it. Who may call is said in
 * `access.ts`; `doAct` looks at the role once more, and writes the record.
 */
import type { DefinitionError } from "../../domain/definition.ts";
import { changedFields, type Draft } from "../../domain/draft.ts";
import type { Text } from "../../domain/language.ts";
import type { Correction } from "../../domain/notice.ts";
import { isPossible, type Phase, type PollAct, possibleIn } from "../../domain/phase.ts";
import {
  forget,
  type NoticeOutcome,
  type OpenDraftOutcome,
  type OrderOutcome,
  type PollView,
  parseDraft,
  REGISTRY,
  type Refusal,
  type SaveOutcome,
} from "../../engine/index.ts";
import { type Acting, atDesk } from "../context.ts";
import type { Deed } from "../store/record.ts";
import { doAct, type Forbidden } from "./act.ts";

export const registryOf = ({ env }: { env: Env }) => env.REGISTRY.getByName(REGISTRY);
export const ledgerOf = ({ env }: { env: Env }, poll: string) => env.LEDGER.getByName(poll);

type NotFound = { kind: "not-found" };

const NOT_DONE = { outcome: "not-done" } as const;

/** Begins a draft. `how`: from nothing, from another poll (`from`), or from JSON. */
export async function createPoll(
  c: Acting,
  { id, draft, how, from }: { id: string; draft: Draft; how: CreatedBy; from?: string | undefined },
): Promise<{ kind: "created" } | { kind: "taken" } | { kind: "invalid-id" } | Forbidden> {
  return doAct(
    c,
    { act: how, poll: id, ...(from !== undefined && { after: { from } }) },
    async (request) => registryOf(c).createDraft(id, JSON.stringify({ ...draft, id }), nameOf(c), request),
    ({ kind }) => (kind === "created" ? { outcome: "done" } : { ...NOT_DONE, after: { why: kind } }),
  );
}

export type CreatedBy = "poll-created" | "poll-duplicated" | "poll-imported";

/** A sitting at a draft: the saves that a page makes by itself within it are one line of the record. Milliseconds. */
const SITTING_MS = 600_000;

/**
 * Saves a draft over version `base` and no other: where a colleague saved since, nothing is saved, and their text comes back.
 * `byItself`: a page saves while somebody types.
 */
export async function saveDraft(
  c: Acting,
  { id, draft, base, byItself = false }: { id: string; draft: Draft; base: number; byItself?: boolean },
): Promise<SaveOutcome | Forbidden> {
  const newest = await registryOf(c).readDraft(id);
  if (!newest) return { kind: "not-found" };
  const fields = changedFields(parseDraft(newest.json), draft);
  if (newest.version !== base && fields.length > 0) return { kind: "conflict", theirs: newest };
  const save = async (request?: string): Promise<SaveOutcome> =>
    registryOf(c).saveDraft(id, JSON.stringify(draft), base, nameOf(c), request);
  const isSitting = byItself && base > 1 && newest.by === nameOf(c) && Date.now() - newest.at < SITTING_MS;
  if (fields.length === 0 || isSitting) return save();
  return doAct(c, { act: "poll-edited", poll: id, after: { fields } }, save, (found) =>
    found.kind === "saved"
      ? { outcome: "done", after: { version: found.version, fields } }
      : { ...NOT_DONE, after: { why: found.kind } },
  );
}

/** Deletes a draft that was never opened. The record keeps its words. */
export async function deleteDraft(
  c: Acting,
  id: string,
  draft: Draft,
): Promise<{ kind: "done" } | NotFound | Forbidden> {
  return doAct(
    c,
    { act: "poll-deleted", poll: id, before: { definition: draft } },
    async (request): Promise<{ kind: "done" } | NotFound> =>
      (await registryOf(c).deleteDraft(id, request)) ? { kind: "done" } : { kind: "not-found" },
    ({ kind }) => (kind === "done" ? { outcome: "done" } : { ...NOT_DONE, after: { why: kind } }),
  );
}

type Opened =
  /** `scheduled`: it opens by itself at the time that it names. */
  | { kind: "opened"; phase: "open" | "scheduled" }
  | { kind: "invalid"; errors: readonly DefinitionError[] }
  /** Somebody saved since the version that was shown. */
  | { kind: "conflict"; by: string }
  | { kind: "public-host-missing" }
  /** The ledger signs nothing until somebody repairs it. */
  | { kind: "refused"; refusal: Refusal }
  | NotFound
  | Forbidden;

/** Opens version `base` of a draft. Its meaning is locked from then on. */
export async function openPoll(
  c: Acting,
  { id, draft, base }: { id: string; draft: Draft; base: number },
): Promise<Opened> {
  const isLater = typeof draft.opens === "string" && Date.parse(draft.opens) > Date.now();
  const found = await doAct(
    c,
    { act: isLater ? "poll-scheduled" : "poll-opened", poll: id, after: { version: base } },
    async (request): Promise<OpenDraftOutcome> => registryOf(c).openDraft(id, base, request),
    (outcome) =>
      outcome.kind === "opened"
        ? { outcome: "done", after: { definition: outcome.poll.definition } }
        : { ...NOT_DONE, after: { version: base, why: outcome.kind } },
  );
  if (found.kind !== "opened") return found;
  forget(id);
  const { opens } = found.poll.definition;
  return { kind: "opened", phase: opens !== undefined && Date.parse(opens) > Date.now() ? "scheduled" : "open" };
}

/** An order that was given, or that is none in the phase that the poll is in. */
export type Ordered =
  /** `ordered`: it will be carried out by itself, once every box has answered. */
  { kind: "done" | "ordered"; phase: Phase } | NotPossible | Forbidden;

/** The poll is in another phase than the act needs, or declared void already. `possible`: what may be done instead. */
export interface NotPossible {
  kind: "not-possible";
  phase: Phase;
  possible: readonly PollAct[];
}

const notPossible = ({ notices }: PollView, phase: Phase): NotPossible => ({
  kind: "not-possible",
  phase,
  possible: possibleIn(
    phase,
    notices.some(({ kind }) => kind === "voided"),
  ),
});

export const pausePoll = (c: Acting, poll: PollView): Promise<Ordered> =>
  order(c, poll, { act: "poll-paused" }, (request) => ledgerOf(c, poll.definition.id).pause(roleOf(c), request));

export const resumePoll = (c: Acting, poll: PollView): Promise<Ordered> =>
  order(c, poll, { act: "poll-resumed" }, (request) => ledgerOf(c, poll.definition.id).resume(roleOf(c), request));

/** Closes for good. `reason` is public. */
export const closePoll = (c: Acting, poll: PollView, reason: string): Promise<Ordered> =>
  order(c, poll, { act: "poll-closed", after: { reason } }, (request) =>
    ledgerOf(c, poll.definition.id).close(reason, roleOf(c), request),
  );

async function order(
  c: Acting,
  poll: PollView,
  { act, after }: Pick<Deed, "act"> & { after?: object },
  give: (request: string) => Promise<OrderOutcome>,
): Promise<Ordered> {
  const { id } = poll.definition;
  const found = await doAct(
    c,
    { act, poll: id, before: { phase: poll.phase }, ...(after && { after }) },
    async (request): Promise<OrderOutcome> => give(request),
    (outcome) => ({
      outcome: outcome.kind === "not-possible" ? "not-done" : "done",
      after: { ...after, phase: outcome.phase, ...(outcome.kind !== "done" && { why: outcome.kind }) },
    }),
  );
  forget(id);
  switch (found.kind) {
    case "forbidden":
      return found;
    case "not-possible":
      return notPossible(poll, found.phase);
    case "done":
    case "ordered":
      return { kind: found.kind, phase: found.phase };
  }
}

/** Corrects a typo in public: both wordings are shown. */
export const correctPoll = (c: Acting, id: string, correction: Correction): Promise<NoticeOutcome | Forbidden> =>
  notify(c, { act: "poll-corrected", poll: id, after: correction }, (request) =>
    ledgerOf(c, id).correct(correction, roleOf(c), request),
  );

/** Declares for good that the vote says nothing. `reason` is public. */
export async function voidPoll(
  c: Acting,
  poll: PollView,
  reason: Text,
): Promise<NoticeOutcome | NotPossible | Forbidden> {
  const { id } = poll.definition;
  const found = await notify(c, { act: "poll-voided", poll: id, after: { reason } }, (request) =>
    ledgerOf(c, id).declareVoid(reason, roleOf(c), request),
  );
  if (found.kind !== "unchanged") return found;
  forget(id);
  return { kind: "not-possible", phase: poll.phase, possible: possibleIn(poll.phase, true) };
}

async function notify(
  c: Acting,
  deed: Deed & { poll: string; after: object },
  give: (request: string) => Promise<NoticeOutcome>,
): Promise<NoticeOutcome | Forbidden> {
  const found = await doAct(
    c,
    deed,
    async (request): Promise<NoticeOutcome> => give(request),
    (outcome) => {
      if (outcome.kind !== "published") return { ...NOT_DONE, after: { ...deed.after, why: outcome.kind } };
      const { at: _at, kind: _kind, ...notice } = outcome.notice;
      return { outcome: "done", after: { ...notice, logged: outcome.logged } };
    },
  );
  if (found.kind === "published") forget(deed.poll);
  return found;
}

export type Hidden = { kind: "done" } | NotPossible | Forbidden;

/** Puts a closed poll away in the desk's list, or back. Readers notice nothing. */
export async function hidePoll(c: Acting, poll: PollView, hidden: boolean): Promise<Hidden> {
  const { id } = poll.definition;
  if (hidden && !isPossible("hide", poll.phase)) return notPossible(poll, poll.phase);
  return doAct(
    c,
    { act: "poll-archived", poll: id, after: { archived: hidden } },
    async (request): Promise<{ kind: "done" }> => {
      await registryOf(c).archive(id, hidden, request);
      return { kind: "done" };
    },
    () => ({ outcome: "done" }),
  );
}

/** Drafts name their writer for colleagues; the public log names the role alone. */
const nameOf = (c: Acting): string => atDesk(c).account.name;
const roleOf = (c: Acting): string => atDesk(c).role;
