/** What the API of the desk answers. Times are UTC. */
import * as z from "zod/mini";
import { ACTS, ROLES, SCOPES } from "../store/contract.ts";
import { PROGRESS } from "../store/record.ts";

const time = (what: string) => z.iso.datetime().check(z.describe(what));
const hour = (what: string) => time(`${what} To the hour: nothing finer is kept.`);

const accountResponse = z.strictObject({
  id: z.string(),
  name: z.string().check(z.describe("As it stands in the record.")),
  role: z.enum(ROLES).check(z.describe("Of this moment. Each role may do what those before it may.")),
});

const scopes = z.array(z.enum(SCOPES)).check(z.describe("What a token is limited to."));

export const meResponse = z.strictObject({
  account: accountResponse,
  token: z.strictObject({ id: z.string(), scopes }),
});

export const recordResponse = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        number: z.int().check(z.minimum(1), z.describe("Its line in the record.")),
        at: time("When."),
        account: z.union([z.string(), z.null()]).check(z.describe("Whose act; `null`: whoever runs the server.")),
        name: z.string(),
        role: z.union([z.enum(ROLES), z.null()]).check(z.describe("What the account was at that moment.")),
        act: z.enum(ACTS),
        poll: z.optional(z.string()),
        before: z.optional(z.string().check(z.describe("JSON text, exactly as the hash covers it."))),
        after: z.optional(z.string()),
        request: z.string().check(z.describe("A random name of the one request in which it was done.")),
        hash: z.string().check(z.describe("SHA-256, in hex, of the hash before it and this entry: see docs/desk.md.")),
        outcome: z.optional(
          z
            .enum(PROGRESS)
            .check(
              z.describe(
                "`intended`: nobody knows yet what came of it. Left out: the line was written in one commit with its act, which is done.",
              ),
            ),
        ),
      }),
    )
    .check(z.describe("Newest first.")),
  older: z.optional(z.int().check(z.describe("Pass it as `before` for the next page. Left out on the last."))),
});

export const sessionsResponse = z.strictObject({
  sessions: z.array(
    z.strictObject({
      id: z.string(),
      how: z.enum(["link", "passkey"]).check(z.describe("By what it was begun.")),
      since: hour("When it began."),
      used: hour("Its last use."),
      expires: time("When it ends at the latest."),
    }),
  ),
});

export const tokensResponse = z.strictObject({
  tokens: z.array(
    z.strictObject({
      id: z.string(),
      account: z.string().check(z.describe("Id of the account whose rights it has, at most.")),
      name: z.string(),
      scopes,
      since: hour("When it was made."),
      used: z.union([hour("Its last use."), z.null()]),
      expires: time("When it ends."),
    }),
  ),
});

export const doneResponse = z.strictObject({ status: z.literal("done").check(z.describe("It holds from now on.")) });

export const DESK_SCHEMAS = {
  Me: meResponse,
  DeskRecord: recordResponse,
  Sessions: sessionsResponse,
  Tokens: tokensResponse,
  Done: doneResponse,
} as const;
