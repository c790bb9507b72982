import { env } from "cloudflare:workers";
import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { DESK_POLL_SCHEMAS } from "../../src/desk/api/poll-schemas.ts";
import { SCOPES, type Scope } from "../../src/desk/store/contract.ts";
import { written } from "../domain/a-definition.ts";
import { aBallot, archivedLines, boxOf, openPoll } from "../engine/a-poll.ts";
import { ask } from "../web/api/ask.ts";
import { aMember, anOwner, staff, type Visitor } from "./visitor.ts";

let owner: Visitor;
let token: string;
beforeAll(async () => {
  owner = await anOwner("Amina");
  token = await aToken(owner);
});

async function aToken(of: Visitor, scopes: readonly Scope[] = SCOPES): Promise<string> {
  const page = await of.post("/en/desk/tokens", [
    ["name", `Script ${randomBytes(3).toString("hex")}`],
    ["days", "30"],
    ...scopes.map((scope): [string, string] => ["scope", scope]),
  ]);
  return />([A-Za-z0-9_-]{51})<\/textarea>/.exec(await page.text())?.[1] ?? "";
}

async function call(
  path: string,
  body?: unknown,
  by = token,
  language = "en",
): Promise<[status: number, answer: unknown]> {
  const response = await ask(`/api/v1/desk/polls${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${by}`,
      "accept-language": language,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return [response.status, await response.json()];
}

const newId = () => `a-${randomBytes(5).toString("hex")}`;
const typeOf = ([status, answer]: [number, unknown]) => [status, (answer as { type: string }).type];

describe("a program", () => {
  it("runs a vote from draft to close, as an editor would", async () => {
    const id = newId();
    expect(await call("", { id, definition: {} })).toEqual([201, { status: "saved", version: 1 }]);
    const [, unfinished] = await call(`/${id}/draft`);
    expect(DESK_POLL_SCHEMAS.Draft.parse(unfinished).faults[0]).toEqual({
      field: "languages",
      code: "shape",
      message: "The value is not of the shape that is needed.",
    });
    expect(typeOf(await call(`/${id}/open`, { version: 1 }))).toEqual([422, "/api/problems/invalid"]);
    expect(await call(`/${id}/draft`, { version: 1, definition: written() })).toEqual([
      200,
      { status: "saved", version: 2 },
    ]);
    expect(await call(`/${id}/open`, { version: 2 })).toEqual([200, { status: "done", phase: "open" }]);
    expect(await call(`/${id}/pause`, {})).toEqual([200, { status: "done", phase: "paused" }]);
    expect(await call(`/${id}/pause`, {})).toEqual([
      409,
      {
        type: "/api/problems/not-possible",
        title: "Not possible in this phase",
        status: 409,
        detail: "This poll is paused; nothing was changed. Possible now: resume, close, correct, and declare void.",
        phase: "paused",
        possible: ["resume", "close", "correct", "void"],
      },
    ]);
    expect(await call(`/${id}/resume`, {})).toEqual([200, { status: "done", phase: "open" }]);
    const correction = { field: "title", after: { en: "Loaf" }, reason: { en: "A slip" } };
    expect(await call(`/${id}/correct`, correction)).toEqual([200, { status: "published", logged: true }]);
    expect(typeOf(await call(`/${id}/correct`, correction))).toEqual([422, "/api/problems/invalid"]);
    expect(await call(`/${id}/close`, { reason: "over" })).toEqual([200, { status: "done", phase: "closed" }]);
    expect(await call(`/${id}/void`, { reason: { en: "Bots" } })).toEqual([
      200,
      { status: "published", logged: false },
    ]);
    expect(await call(`/${id}/void`, { reason: { en: "Bots" } })).toMatchObject([
      409,
      { detail: "This poll is closed; nothing was changed. Possible now: correct and archive.", phase: "closed" },
    ]);
    expect(await call(`/${id}/archive`, { archived: true })).toEqual([200, { status: "done" }]);
    const { polls } = DESK_POLL_SCHEMAS.DeskPolls.parse((await call(""))[1]);
    expect(polls.find((poll) => poll.id === id)).toMatchObject({ state: "opened", archived: true });
    const { entries } = await staff().recordPage({ poll: id, most: 50 });
    const done = entries.filter(({ outcome }) => outcome === "done");
    expect(done.map(({ act }) => act).reverse()).toEqual([
      "poll-created",
      "poll-edited",
      "poll-opened",
      "poll-paused",
      "poll-resumed",
      "poll-corrected",
      "poll-closed",
      "poll-voided",
      "poll-archived",
    ]);
    const lines = await archivedLines((await env.LEDGER.getByName(id).view())!.poll.definition);
    expect(lines.join()).not.toContain("Amina");
  });

  it("is told of an id that is taken, of a draft that somebody saved since, and of what is not there", async () => {
    const id = newId();
    await call("", { id, definition: {} });
    expect(typeOf(await call("", { id, definition: {} }))).toEqual([409, "/api/problems/conflict"]);
    await call(`/${id}/draft`, { version: 1, definition: { languages: ["ar"] } });
    expect(await call(`/${id}/draft`, { version: 1, definition: { country: { en: "Morocco" } } })).toMatchObject([
      409,
      {
        type: "/api/problems/conflict",
        theirs: { version: 2, by: "Amina", savedAt: expect.any(String), definition: { languages: ["ar"] } },
        yours: { country: { en: "Morocco" } },
      },
    ]);
    expect(typeOf(await call(`/${id}/open`, { version: 1 }))).toEqual([409, "/api/problems/conflict"]);
    expect(await call(`/${id}/delete`, {})).toEqual([200, { status: "done" }]);
    for (const path of ["", "/draft"])
      expect(typeOf(await call(`/${id}${path}`))).toEqual([404, "/api/problems/not-found"]);
    expect(typeOf(await call("", { id: "No", definition: 7 }))).toEqual([422, "/api/problems/invalid"]);
    expect(typeOf(await call("", { id, definition: {}, more: 1 }))).toEqual([422, "/api/problems/invalid"]);
  });

  it("is told in its language which phase does not allow an act, and what may be done in it", async () => {
    const poll = await openPoll();
    for (const [language, detail] of [
      ["en", "This poll is open; nothing was changed. Possible now: pause, close, correct, and declare void."],
      ["fr", expect.stringMatching(/^Ce vote est ouvert.; rien n’a changé. Possible maintenant.: suspendre, clore/)],
      ["ar", "هذا التصويت مفتوح، ولم يتغير أي شيء. المتاح الآن: الإيقاف المؤقت والإغلاق والتصويب وإعلان الإلغاء."],
    ] as const)
      for (const [act, body] of [
        ["archive", { archived: true }],
        ["resume", {}],
      ] as const)
        expect(await call(`/${poll.id}/${act}`, body, token, language)).toMatchObject([409, { detail, phase: "open" }]);
  });

  it("asks how a poll is, and gets the alarms that a person would see", async () => {
    const poll = await openPoll({ rules: { boxes: 2 } });
    await boxOf(poll, 1).cast(aBallot("one"));
    const [status, answer] = await call(`/${poll.id}`);
    expect(status).toBe(200);
    expect(DESK_POLL_SCHEMAS.DeskPoll.parse(answer)).toMatchObject({
      phase: "open",
      alarms: [],
      health: { seal: 0, waiting: [0, 1] },
    });
  });

  it("with a token to read changes nothing, and with a viewer's neither", async () => {
    const poll = await openPoll();
    const reader = await aToken(owner, ["polls:read"]);
    expect((await call(`/${poll.id}`, undefined, reader))[0]).toBe(200);
    expect((await call(`/${poll.id}/pause`, {}, reader))[0]).toBe(403);
    expect((await call(`/${poll.id}/pause`, {}, "x".repeat(51)))[0]).toBe(401);
    expect((await (await aMember("viewer")).post(`/en/desk/polls/${poll.id}/pause`)).status).toBe(403);
  });
});
