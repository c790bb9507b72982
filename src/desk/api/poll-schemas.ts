/** What the API of the desk takes and answers about polls. Times are UTC. */
import * as z from "zod/mini";
import { ID_PATTERN } from "../../domain/id.ts";
import { LIMITS } from "../../domain/numbers.ts";
import { PHASES } from "../../domain/phase.ts";
import type { FaultCode } from "../../web/http/problem.ts";

/** Messages are keys of the dictionary: the words come with the request's language. */
const rule = (wrong: FaultCode) => ({
  error: (issue: { input?: unknown }): FaultCode => (issue.input === undefined ? "missing" : wrong),
});
const shape = rule("shape");
const words = z.optional(z.string(shape));

const id = z.string(rule("id")).check(z.regex(ID_PATTERN, rule("id")));
const version = z.int(shape).check(z.minimum(1, shape), z.describe("Grows by one with every save."));
const text = z.strictObject({ ar: words, fr: words, en: words }, rule("shape"));
const draft = z
  .record(z.string(), z.unknown(), shape)
  .check(z.describe("A definition, perhaps unfinished: the shape of `Definition`, with fields missing or wrong."));
const faults = z
  .array(z.strictObject({ field: z.string(shape), code: z.string(), message: z.string() }))
  .check(z.describe("What stands between it and opening; empty where it could be opened now."));
const reason = text.check(z.describe("Public. In at least one language."));

export const newDraftRequest = z.strictObject({ id, definition: draft }, rule("object"));
export const saveDraftRequest = z.strictObject(
  {
    version: version.check(z.describe("The version that this was made of: any other is a `conflict`.")),
    definition: draft,
  },
  rule("object"),
);
export const openRequest = z.strictObject({ version }, rule("object"));
export const closeRequest = z.strictObject(
  {
    reason: z
      .string(shape)
      .check(
        z.minLength(1, shape),
        z.maxLength(LIMITS.textLength, shape),
        z.regex(/^[^\p{Cc}]*$/u, shape),
        z.describe("Public."),
      ),
  },
  rule("object"),
);
export const correctRequest = z.strictObject(
  {
    field: z.string(shape).check(z.describe("Path of the words, such as `questions[0].options[2].label`.")),
    after: text.check(z.describe("In the languages that change.")),
    reason,
  },
  rule("object"),
);
export const voidRequest = z.strictObject({ reason }, rule("object"));
export const archiveRequest = z.strictObject({ archived: z.boolean(shape) }, rule("object"));

export const pollsResponse = z.strictObject({
  polls: z.array(
    z.strictObject({
      id,
      title: text,
      languages: z.array(z.string()),
      state: z.enum(["draft", "opened"]).check(z.describe("Of an opened one, `readDeskPoll` tells the phase.")),
      archived: z.boolean(),
    }),
  ),
});

export const draftResponse = z.strictObject({
  id,
  version,
  by: z.string(),
  savedAt: z.iso.datetime(),
  definition: draft,
  faults,
});

export const savedResponse = z.strictObject({ status: z.literal("saved"), version });

const alarmResponse = z.strictObject({
  kind: z.enum(["refused", "unreachable", "stalled", "archive", "failing", "box", "ordering"]),
  detail: z.string().check(z.describe("For people, in the language of `Accept-Language`.")),
});

export const deskPollResponse = z.strictObject({
  id,
  phase: z.enum(PHASES),
  alarms: z
    .array(alarmResponse)
    .check(z.describe("What needs attention, the gravest first; empty where nothing does.")),
  health: z.optional(
    z.strictObject({
      seal: z.int(),
      size: z.int(),
      root: z.string(),
      sealedAt: z.iso.datetime(),
      publishedSeal: z.int().check(z.describe("Behind `seal` while the archive takes none.")),
      failures: z.int(),
      waiting: z
        .array(z.union([z.int(), z.null()]))
        .check(z.describe("Ballots and withdrawals in each box that no seal covers; `null`: the box does not answer.")),
    }),
  ),
});

export const actResponse = z.strictObject({
  status: z
    .enum(["done", "ordered"])
    .check(z.describe("`ordered`: not every box has answered yet; it will be carried out by itself.")),
  phase: z.enum(PHASES),
});

export const noticeResponse = z.strictObject({
  status: z.literal("published"),
  logged: z.boolean().check(z.describe("False of a closed log, which takes no line any more.")),
});

export const DESK_POLL_SCHEMAS = {
  NewDraftRequest: newDraftRequest,
  SaveDraftRequest: saveDraftRequest,
  OpenRequest: openRequest,
  CloseRequest: closeRequest,
  CorrectRequest: correctRequest,
  VoidRequest: voidRequest,
  ArchiveRequest: archiveRequest,
  DeskPolls: pollsResponse,
  Draft: draftResponse,
  Saved: savedResponse,
  DeskPoll: deskPollResponse,
  Acted: actResponse,
  NoticePublished: noticeResponse,
} as const;
