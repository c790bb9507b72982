/** What the API of the desk does: with a token, and no more than its scopes and its holder's role allow. */
import type { Operation } from "../../web/http/operation.ts";
import type { Scope } from "../store/contract.ts";
import type { DESK_SCHEMAS } from "./schemas.ts";

const json = (schema: keyof typeof DESK_SCHEMAS, example?: unknown) => ({
  mediaType: "application/json",
  schema,
  ...(example !== undefined && { example }),
});

/** What a request without a right to it is answered: 401 without a token that works, 403 where it may not do this. */
const REFUSALS = { 401: ["forbidden"], 403: ["forbidden"] } satisfies Operation["problems"];

const account = { id: "q3Jx0a9Z", name: "Amina", role: "owner" };

export const DESK_OPERATIONS: readonly (Operation & { scope: Scope | "any" })[] = [
  {
    id: "readMe",
    method: "GET",
    path: "/v1/desk/me",
    scope: "any",
    summary: "Whose token this is, and what it may do",
    description: "Any token may ask.",
    answers: [
      {
        status: 200,
        description: "The account and the token.",
        content: json("Me", { account, token: { id: "aV9_kQ2m", scopes: ["polls:read", "export"] } }),
      },
    ],
    problems: REFUSALS,
  },
  {
    id: "readRecord",
    method: "GET",
    path: "/v1/desk/audit",
    scope: "audit",
    summary: "The record of what was done at the desk",
    description: "Fifty acts at a time, newest first, each once. The files of the desk's page have every line.",
    query: {
      poll: { description: "Only what concerns this poll." },
      before: { description: "Only entries with a lower number: `older` of the page before." },
    },
    answers: [{ status: 200, description: "A page of the record.", content: json("DeskRecord") }],
    problems: { ...REFUSALS, 422: ["invalid"] },
  },
  {
    id: "listSessions",
    method: "GET",
    path: "/v1/desk/sessions",
    scope: "staff",
    summary: "Where the token's holder is signed in",
    description: "Of the own account alone. Nothing is kept of a device that would tell it from another.",
    answers: [{ status: 200, description: "The sessions.", content: json("Sessions") }],
    problems: REFUSALS,
  },
  {
    id: "endSession",
    method: "POST",
    path: "/v1/desk/sessions/:session/end",
    scope: "staff",
    summary: "End a session of the token's holder",
    description: "It ends at once.",
    answers: [{ status: 200, description: "Ended.", content: json("Done", { status: "done" }) }],
    problems: { ...REFUSALS, 404: ["not-found"] },
  },
  {
    id: "listTokens",
    method: "GET",
    path: "/v1/desk/tokens",
    scope: "staff",
    summary: "All tokens that work",
    description: "For owners. A token itself is shown once, at the desk, when it is made; no token makes tokens.",
    answers: [{ status: 200, description: "The tokens.", content: json("Tokens") }],
    problems: REFUSALS,
  },
  {
    id: "revokeToken",
    method: "POST",
    path: "/v1/desk/tokens/:token/revoke",
    scope: "staff",
    summary: "Revoke a token",
    description: "For owners; a token may revoke itself. It opens nothing from then on.",
    answers: [{ status: 200, description: "Revoked.", content: json("Done", { status: "done" }) }],
    problems: { ...REFUSALS, 404: ["not-found"] },
  },
];
