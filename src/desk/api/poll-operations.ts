/** What a program may do to polls at the desk: all that an editor may, by the same functions. */
import type { Answer, Operation } from "../../web/http/operation.ts";
import type { DESK_POLL_SCHEMAS } from "./poll-schemas.ts";
import type { DESK_SCHEMAS } from "./schemas.ts";

type SchemaName = keyof typeof DESK_SCHEMAS | keyof typeof DESK_POLL_SCHEMAS;

const READ = { 401: ["forbidden"], 403: ["forbidden"], 404: ["not-found"] } satisfies Operation["problems"];
const WRITE = {
  ...READ,
  400: ["invalid"],
  413: ["invalid"],
  415: ["invalid"],
  422: ["invalid"],
} satisfies Operation["problems"];

const answer = (schema: SchemaName, description: string, status = 200): Answer => ({
  status,
  description,
  content: { mediaType: "application/json", schema },
});

const act = (
  id: string,
  name: string,
  summary: string,
  description: string,
  more: Partial<Operation> = {},
): Operation => ({
  id,
  method: "POST",
  path: `/v1/desk/polls/:poll/${name}`,
  scope: "polls:write",
  summary,
  description,
  answers: [answer("Acted", "The order is given.")],
  problems: { ...WRITE, 409: ["not-possible"] },
  ...more,
});

const TEXT = { en: "A slip of the pen" };

export const DESK_POLL_OPERATIONS: readonly Operation[] = [
  {
    id: "listDeskPolls",
    method: "GET",
    path: "/v1/desk/polls",
    scope: "polls:read",
    summary: "All polls and drafts",
    description: "Drafts first, then opened polls, the latest first.",
    answers: [answer("DeskPolls", "The list.")],
    problems: { 401: ["forbidden"], 403: ["forbidden"] },
  },
  {
    id: "createDraft",
    method: "POST",
    path: "/v1/desk/polls",
    scope: "polls:write",
    summary: "Begin a draft",
    description: "The definition may be unfinished. An id that a poll or a draft has is a `conflict`.",
    request: { schema: "NewDraftRequest", example: { id: "bread", definition: { languages: ["ar"] } } },
    answers: [answer("Saved", "Created.", 201)],
    problems: {
      401: ["forbidden"],
      403: ["forbidden"],
      400: ["invalid"],
      409: ["conflict"],
      413: ["invalid"],
      415: ["invalid"],
      422: ["invalid"],
    },
  },
  {
    id: "readDraft",
    method: "GET",
    path: "/v1/desk/polls/:poll/draft",
    scope: "polls:read",
    summary: "A draft, and what stands between it and opening",
    description: "An opened poll has none: read it as readers do.",
    answers: [answer("Draft", "The draft.")],
    problems: READ,
  },
  {
    id: "saveDraft",
    method: "POST",
    path: "/v1/desk/polls/:poll/draft",
    scope: "polls:write",
    summary: "Save a draft",
    description:
      "Over the version it was made of. Where somebody saved since, nothing is saved: a `conflict`, with both texts.",
    request: { schema: "SaveDraftRequest", example: { version: 3, definition: { languages: ["ar"] } } },
    answers: [answer("Saved", "Saved.")],
    problems: { ...WRITE, 409: ["conflict"] },
  },
  act("deleteDraft", "delete", "Delete a draft", "Its id is free again. An opened poll cannot be deleted.", {
    answers: [answer("Done", "Deleted.")],
    problems: READ,
  }),
  {
    id: "readDeskPoll",
    method: "GET",
    path: "/v1/desk/polls/:poll",
    scope: "polls:read",
    summary: "How an opened poll is: phase, alarms, log, boxes, archive",
    description: "Ask it every minute and call somebody where `alarms` is not empty.",
    answers: [answer("DeskPoll", "The poll as it runs.")],
    problems: READ,
  },
  act(
    "openPoll",
    "open",
    "Open a draft",
    "From then on its meaning is locked. With `opens` in the future it is scheduled.",
    {
      request: { schema: "OpenRequest", example: { version: 3 } },
      problems: { ...WRITE, 409: ["conflict"], 503: ["busy"] },
    },
  ),
  act("pausePoll", "pause", "Pause", "No ballot is taken until it is resumed. The log notes it, by role."),
  act("resumePoll", "resume", "Resume", "The log notes it, by role."),
  act("closePoll", "close", "Close for good", "No ballot is taken any more, and the last seal stands.", {
    request: { schema: "CloseRequest", example: { reason: "Closed by the newsroom" } },
  }),
  act(
    "correctPoll",
    "correct",
    "Correct a typo, in public",
    "Only words can be corrected. The log keeps the first wording.",
    {
      request: {
        schema: "CorrectRequest",
        example: { field: "questions[0].text", after: { en: "Do you eat bread?" }, reason: TEXT },
      },
      answers: [answer("NoticePublished", "Published.")],
      problems: WRITE,
    },
  ),
  act("voidPoll", "void", "Declare a vote void, for good", "Ballots and log stay as they are.", {
    request: { schema: "VoidRequest", example: { reason: { en: "Bots voted" } } },
    answers: [answer("NoticePublished", "Published.")],
  }),
  act("archivePoll", "archive", "Put a closed poll away in the desk's list, or back", "Readers notice nothing.", {
    request: { schema: "ArchiveRequest", example: { archived: true } },
    answers: [answer("Done", "Done.")],
  }),
];
