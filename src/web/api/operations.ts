import type { Operation } from "../http/operation.ts";
import type { ProblemKind } from "../http/problem.ts";
import type { SCHEMAS } from "./schemas.ts";

const LOCK = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";
const SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const ORIGIN = "vote.example/log/facebook-hour";

const json = (schema: keyof typeof SCHEMAS, example?: unknown) => ({ mediaType: "application/json", schema, example });

const counted = {
  status: "counted",
  leaf: "T2Sx3fAuSmsIlUAHcZ5zmPoKX6hBOvbGjnhmiq3M1mY=",
  promise: `sawt promise v1\n…\n\n— ${ORIGIN}/promise …\n`,
};

const tally = {
  poll: "facebook-hour",
  phase: "open",
  asOf: "2026-11-23T18:00:01Z",
  sequence: 1605,
  questions: {
    pledge: {
      ballots: { a: 1550, c: 52 },
      withdrawn: { a: 0, c: 3 },
      options: {
        leave: { a: 400, c: 12 },
        hour: { a: 900, c: 30 },
        less: { a: 150, c: 4 },
        same: { a: 60, c: 2 },
        nonuser: { a: 40, c: 1 },
      },
    },
  },
  sealed: { seal: 12, size: 1594, ballots: 1580 },
};

const SAME_ORIGIN =
  "Taken from this site's own pages and from programs, never from another site's page: it answers no CORS preflight.";

/** What anyone may do. */
export const OPERATIONS: readonly Operation[] = [
  {
    id: "readPoll",
    method: "GET",
    path: "/v1/polls/:poll",
    summary: "A poll: its definition, its phase and its log",
    description: "The definition never changes its meaning after opening. Readable from any site.",
    answers: [{ status: 200, description: "The poll.", content: json("Poll") }],
    problems: { 404: ["not-found"], 503: ["busy"] },
  },
  {
    id: "readTally",
    method: "GET",
    path: "/v1/polls/:poll/tally",
    summary: "The tally as anyone may see it",
    description:
      "While results are hidden, questions carry `hidden` in place of `options`. Send the `ETag` back as `If-None-Match`: it changes only when a count or the phase does. Readable from any site.",
    answers: [
      { status: 200, description: "The tally.", content: json("Tally", tally) },
      { status: 304, description: "Nothing changed since the tally whose `ETag` was sent." },
    ],
    problems: { 404: ["not-found"], 503: ["busy"] },
  },
  {
    id: "watchTally",
    method: "GET",
    path: "/v1/polls/:poll/live",
    summary: "The tally as it moves, over a WebSocket",
    description:
      "Each message is a whole tally, the same object as `tally` answers, at most one a second. On a close, connect again after a random pause; where no socket is free, read `tally`.",
    answers: [{ status: 101, description: "The WebSocket; the first message is the present tally." }],
    problems: { 404: ["not-found"], 426: ["invalid"], 503: ["busy"] },
  },
  {
    id: "castBallot",
    method: "POST",
    path: "/v1/polls/:poll/ballots",
    summary: "Cast a ballot",
    description: `One answer to one question. Repeat it freely with the same \`lock\`: it counts once, and the first answer comes again. An answer other than 200 or 201 means not counted. On \`busy\`, wait \`Retry-After\` seconds and send the same ballot again. ${SAME_ORIGIN}`,
    query: {
      from: {
        value: "frame",
        description:
          "Sent by the frame that stands in another site's page: the device mark is then a cookie kept apart for that site (`Partitioned`).",
      },
    },
    request: { schema: "BallotRequest", example: { question: "pledge", choice: ["hour"], lock: LOCK } },
    answers: [
      { status: 201, description: "Counted.", content: json("Counted", counted) },
      { status: 200, description: "Was counted before: the same answer as then.", content: json("Counted", counted) },
    ],
    problems: {
      400: ["invalid"],
      403: ["forbidden"],
      404: ["not-found"],
      409: ["already-used", "already-voted", "not-open"],
      413: ["invalid"],
      415: ["invalid"],
      422: ["invalid"],
      503: ["busy"],
    },
  },
  {
    id: "withdrawBallot",
    method: "POST",
    path: "/v1/polls/:poll/withdrawals",
    summary: "Take a ballot back",
    description: `With the secret of its lock, while the poll is open or paused. Both the ballot and its withdrawal stay in the log. ${SAME_ORIGIN}`,
    request: { schema: "WithdrawalRequest", example: { question: "pledge", secret: SECRET } },
    answers: [
      { status: 200, description: "Taken back, now or before.", content: json("Withdrawn", { status: "withdrawn" }) },
    ],
    problems: {
      400: ["invalid"],
      403: ["forbidden"],
      404: ["not-found"],
      409: ["not-open"],
      413: ["invalid"],
      415: ["invalid"],
      422: ["invalid"],
      503: ["busy"],
    },
  },
];

/** What the API says of itself. */
export const ABOUT: readonly Operation[] = [
  {
    id: "readDocument",
    method: "GET",
    path: "/openapi.json",
    summary: "This description, for programs",
    description: "OpenAPI 3.1, generated from the schemas that requests are checked with.",
    answers: [{ status: 200, description: "The document.", content: { mediaType: "application/json" } }],
    problems: {},
  },
  {
    id: "readPage",
    method: "GET",
    path: "/",
    summary: "This description, for people",
    description: "A page in English.",
    answers: [{ status: 200, description: "The page.", content: { mediaType: "text/html" } }],
    problems: {},
  },
  {
    id: "readProblem",
    method: "GET",
    path: "/problems/:kind",
    summary: "What a problem's type means",
    description: "The `type` of every problem leads here, and from here to its place on the page.",
    answers: [{ status: 303, description: "Its place on the page." }],
    problems: { 404: ["not-found"] },
  },
];

/** What each kind of problem means, for those who write programs. */
export const PROBLEM_MEANINGS: Record<ProblemKind, string> = {
  invalid:
    "The request itself is wrong: its fields (422), its JSON (400), size (413), media type (415), method (405) or protocol (426). Change it before sending it again.",
  "not-found": "There is no such poll, address or ballot.",
  gone: "What stood here is no more. `detail` says what there is instead.",
  "not-open": "The poll does not take this act in its present phase, which `phase` names.",
  "not-possible":
    "Of the desk: the poll is in another phase than the act needs. `phase` names it, `possible` what may be done in it.",
  "already-used": "The lock belongs to another ballot. Draw a new secret for a new ballot.",
  "already-voted": "This browser already voted on this question. Its ballot can be taken back.",
  conflict: "Somebody was faster, or the id is taken. Read the thing again, and send what you still want.",
  "too-many": "Too many requests from one network in a short time. Wait before the next.",
  busy: "The servers cannot take it now. Wait `Retry-After` seconds and send the same request again.",
  forbidden: "Another site's page sent this. The two acts are taken from this site's pages and from programs.",
};
