import { reset, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { DESK_ROUTES, ruleOf } from "../../src/desk/access.ts";
import { DESK_OPERATIONS } from "../../src/desk/api/operations.ts";
import { DESK_POLL_OPERATIONS } from "../../src/desk/api/poll-operations.ts";
import { DESK_SCHEMAS } from "../../src/desk/api/schemas.ts";
import { SCOPES, type Scope } from "../../src/desk/store/contract.ts";
import { ask } from "../web/api/ask.ts";
import { accountOf, aMember, anOwner, staff, type Visitor } from "./visitor.ts";

beforeEach(reset);

/** A token that an owner made at the desk. */
async function aToken(owner: Visitor, scopes: readonly Scope[] = SCOPES): Promise<string> {
  const form = new URLSearchParams([
    ["form", await owner.formToken()],
    ["name", "Night script"],
    ["days", "30"],
    ...scopes.map((scope) => ["scope", scope]),
  ]);
  const page = await ask("/en/desk/tokens", {
    method: "POST",
    body: form.toString(),
    headers: {
      cookie: owner.cookie,
      "sec-fetch-site": "same-origin",
      "content-type": "application/x-www-form-urlencoded",
    },
  });
  return />([A-Za-z0-9_-]{51})<\/textarea>/.exec(await page.text())?.[1] ?? "";
}

async function call(token: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, ...init.headers };
  const response = await ask(`/api/v1/desk${path}`, { ...init, headers });
  if (response.headers.get("cache-control") !== "no-store") throw new Error(`a cache may keep ${path}`);
  return response;
}

describe("a token", () => {
  it("is made with a name, with something that it may do, and for one of the times on the page", async () => {
    const owner = await anOwner();
    const form = { name: "Night script", scope: "export", days: "30" };
    for (const wrong of [{ name: "=1" }, { scope: "everything" }, { days: "3650" }])
      expect((await owner.post("/en/desk/tokens", { ...form, ...wrong })).status).toBe(422);
    expect(await staff().tokens()).toEqual([]);
    expect((await owner.post("/en/desk/tokens", form)).status).toBe(200);
    expect(await staff().tokens()).toMatchObject([{ name: "Night script", scopes: ["export"] }]);
  });

  it("says whose it is and what it may do", async () => {
    const token = await aToken(await anOwner("Amina"), ["export", "polls:read"]);
    const me = await (await call(token, "/me")).json();
    expect(DESK_SCHEMAS.Me.parse(me)).toMatchObject({
      account: { name: "Amina", role: "owner" },
      token: { id: token.slice(0, 8), scopes: ["polls:read", "export"] },
    });
  });

  it("is shown once and kept as a hash", async () => {
    const owner = await anOwner();
    const token = await aToken(owner);
    expect(await (await owner.get("/en/desk/tokens")).text()).not.toContain(token.slice(8));
    const rows = await runInDurableObject(staff(), (_, { storage }) =>
      storage.sql.exec("SELECT * FROM token").toArray(),
    );
    expect(JSON.stringify(rows)).not.toContain(token.slice(8));
  });

  it("opens no page of the desk, and a session opens no operation of the API", async () => {
    const owner = await anOwner();
    const token = await aToken(owner);
    expect((await ask("/en/desk", { headers: { authorization: `Bearer ${token}` } })).status).toBe(303);
    expect((await ask("/api/v1/desk/me", { headers: { cookie: owner.cookie } })).status).toBe(401);
  });

  it("is nothing once it was revoked, once its time is over, or once its holder left", async () => {
    const owner = await anOwner("Amina");
    await anOwner("Brahim");
    const [one, other, third] = [await aToken(owner), await aToken(owner), await aToken(owner)];
    expect((await owner.post(`/en/desk/tokens/${one.slice(0, 8)}/revoke`)).status).toBe(303);
    expect((await call(one, "/me")).status).toBe(401);
    await runInDurableObject(staff(), (_, { storage }) => {
      storage.sql.exec("UPDATE token SET expires = 1 WHERE id = ?", other.slice(0, 8));
    });
    expect((await call(other, "/me")).status).toBe(401);
    const by = { account: await accountOf("Brahim"), request: "test" };
    expect(await staff().removeAccount(by, await accountOf("Amina"))).toEqual({ kind: "done" });
    expect((await call(third, "/me")).status).toBe(401);
  });

  it("does no more than its holder may: a role that was taken away is taken from the token too", async () => {
    const owner = await anOwner("Amina");
    await anOwner("Brahim");
    const token = await aToken(owner);
    const by = { account: await accountOf("Brahim"), request: "test" };
    await staff().changeRole(by, await accountOf("Amina"), "viewer");
    expect((await call(token, "/audit")).status).toBe(403);
    expect((await call(token, "/sessions")).status).toBe(200);
  });

  it("is refused with what is missing, in the language that was asked for", async () => {
    const token = await aToken(await anOwner(), ["export"]);
    const refused = await call(token, "/audit", { headers: { "accept-language": "en" } });
    expect(refused.headers.get("www-authenticate")).toBe('Bearer error="insufficient_scope", scope="audit"');
    expect(await refused.json()).toMatchObject({
      type: "/api/problems/forbidden",
      detail: "This token may not do that: it needs the scope audit.",
    });
    expect((await ask("/api/v1/desk/me")).headers.get("www-authenticate")).toBe("Bearer");
  });
});

describe("every operation of the desk", () => {
  const operations = [...DESK_OPERATIONS, ...DESK_POLL_OPERATIONS].map(({ method, path, scope }) => ({
    method,
    path,
    scope,
  }));

  it("has its rule in the table, with the scope that the document names, and there is no other rule", () => {
    for (const { method, path, scope } of operations) {
      const rule = ruleOf(`${method} /api${path}`);
      expect([path, typeof rule === "object" && rule.scope]).toEqual([path, scope]);
    }
    expect(
      Object.keys(DESK_ROUTES)
        .filter((route) => route.includes(" /api/"))
        .sort(),
    ).toEqual(operations.map(({ method, path }) => `${method} /api${path}`).sort());
  });

  it.each(operations)(
    "$method $path is refused without a token, a scope or a role, and to another site's page",
    async ({ method, path, scope }) => {
      const owner = await anOwner("Amina");
      await anOwner("Brahim");
      const address = path.replace("/v1/desk", "").replace(/:\w+/g, "none");
      const of = async (token: string, headers: Record<string, string> = {}) =>
        (await call(token, address, { method, headers })).status;
      const whole = await aToken(owner);
      const without = await aToken(
        owner,
        SCOPES.filter((each) => each !== scope),
      );
      const isPost = method === "POST";
      // None of what the addresses name exists, and nothing is sent along.
      const right = path === "/v1/desk/polls" && isPost ? 415 : isPost || path.includes(":poll") ? 404 : 200;
      expect({
        nobody: (await ask(`/api${path.replace(/:\w+/g, "none")}`, { method })).status,
        guessed: await of(whole.slice(0, 8) + "A".repeat(43)),
        withoutScope: await of(without),
        owner: await of(whole),
        otherOrigin: await of(whole, { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" }),
      }).toEqual({
        nobody: 401,
        guessed: 401,
        withoutScope: scope === "any" ? 200 : 403,
        owner: right,
        otherOrigin: isPost ? 403 : right,
      });
      const rule = ruleOf(`${method} /api${path}`);
      const by = { account: await accountOf("Brahim"), request: "test" };
      for (const role of ["editor", "viewer"] as const) {
        await staff().changeRole(by, await accountOf("Amina"), role);
        const needed = typeof rule === "object" ? rule.role : "owner";
        const allowed = needed === "viewer" || needed === role;
        expect([role, await of(whole)]).toEqual([role, allowed ? right : 403]);
      }
    },
  );

  it("is nobody's to call from another site's script: it answers no preflight", async () => {
    for (const { path } of operations) {
      const preflight = await ask(`/api${path.replace(/:\w+/g, "none")}`, {
        method: "OPTIONS",
        headers: { origin: "https://elsewhere.example", "access-control-request-method": "GET" },
      });
      expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});

it("the record, the sessions and the tokens are what their schemas say", async () => {
  const owner = await anOwner("Amina");
  const token = await aToken(owner);
  await aMember("editor", "Brahim");
  expect(DESK_SCHEMAS.DeskRecord.parse(await (await call(token, "/audit")).json()).entries[0]).toMatchObject({
    name: "Brahim",
    act: "joined",
  });
  expect(DESK_SCHEMAS.Sessions.parse(await (await call(token, "/sessions")).json()).sessions).toHaveLength(1);
  expect(DESK_SCHEMAS.Tokens.parse(await (await call(token, "/tokens")).json()).tokens).toMatchObject([
    { name: "Night script" },
  ]);
  expect((await call(token, "/audit?before=x")).status).toBe(422);
});

it("a program ends sessions and revokes tokens, and the record names its holder", async () => {
  const owner = await anOwner("Amina");
  const token = await aToken(owner);
  const session = owner.cookie.slice("sawt-desk=".length).slice(0, 8);
  expect(await (await call(token, `/sessions/${session}/end`, { method: "POST" })).json()).toEqual({ status: "done" });
  expect((await owner.get("/en/desk")).status).toBe(303);
  expect((await call(token, `/tokens/${token.slice(0, 8)}/revoke`, { method: "POST" })).status).toBe(200);
  expect((await call(token, "/me")).status).toBe(401);
  const { entries } = await staff().recordPage({ most: 2 });
  expect(entries.map(({ name, act }) => `${name}: ${act}`)).toEqual(["Amina: token-revoked", "Amina: session-ended"]);
});
