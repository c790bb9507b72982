import { reset } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { DESK_ROUTES, type DeskRoute } from "../../src/desk/access.ts";
import { withoutLanguage } from "../../src/desk/context.ts";
import { desk } from "../../src/desk/routes.ts";
import type { Role } from "../../src/desk/store/contract.ts";
import { LANGUAGES } from "../../src/domain/language.ts";
import { filesAtDesk } from "../../src/web/export/files.ts";
import { preview } from "../../src/web/preview.ts";
import { aMember, expire, staff, Visitor } from "./visitor.ts";

type PageRoute = Exclude<DeskRoute, `${string} /api/${string}`>;

/**
 * Statuses that a viewer, an editor and an owner are answered with, each asking for something that does not exist, with an
 * empty form. 403 in this table means: nothing was done.
 */
const EXPECTED: Record<PageRoute, [viewer: number, editor: number, owner: number]> = {
  "GET /desk": [200, 200, 200],
  "GET /desk/new": [403, 200, 200],
  "POST /desk/new": [403, 422, 422],
  "GET /desk/polls/:poll": [404, 404, 404],
  "GET /desk/polls/:poll/edit": [403, 404, 404],
  "POST /desk/polls/:poll/edit": [403, 409, 409],
  "GET /desk/polls/:poll/delete": [403, 404, 404],
  "POST /desk/polls/:poll/delete": [403, 404, 404],
  "GET /desk/polls/:poll/definition.json": [404, 404, 404],
  "GET /desk/polls/:poll/files": [404, 404, 404],
  "GET /desk/polls/:poll/files/:file": [404, 404, 404],
  "GET /desk/polls/:poll/preview": [404, 404, 404],
  "GET /desk/polls/:poll/preview/:state/:shown": [404, 404, 404],
  "GET /desk/polls/:poll/preview/:state/:shown/page": [404, 404, 404],
  "GET /desk/polls/:poll/open": [403, 404, 404],
  "POST /desk/polls/:poll/open": [403, 404, 404],
  "POST /desk/polls/:poll/pause": [403, 404, 404],
  "POST /desk/polls/:poll/resume": [403, 404, 404],
  "GET /desk/polls/:poll/close": [403, 404, 404],
  "POST /desk/polls/:poll/close": [403, 404, 404],
  "GET /desk/polls/:poll/correct": [403, 404, 404],
  "POST /desk/polls/:poll/correct": [403, 404, 404],
  "GET /desk/polls/:poll/void": [403, 404, 404],
  "POST /desk/polls/:poll/void": [403, 404, 404],
  "POST /desk/polls/:poll/archive": [403, 404, 404],
  "GET /desk/sign-in": [200, 200, 200],
  "POST /desk/sign-in": [422, 422, 422],
  "POST /desk/sign-in/passkey": [422, 422, 422],
  "POST /desk/sign-out": [303, 303, 303],
  "POST /desk/sign-out/everywhere": [303, 303, 303],
  "GET /desk/account": [200, 200, 200],
  "POST /desk/account/sessions/:session/end": [404, 404, 404],
  "POST /desk/account/passkeys": [422, 422, 422],
  "POST /desk/account/passkeys/:passkey/remove": [404, 404, 404],
  "GET /desk/people": [403, 403, 200],
  "POST /desk/invitations": [403, 403, 422],
  "POST /desk/invitations/:link/withdraw": [403, 403, 404],
  "GET /desk/people/:account": [403, 403, 404],
  "POST /desk/people/:account/role": [403, 403, 404],
  "POST /desk/people/:account/link": [403, 403, 404],
  "POST /desk/people/:account/remove": [403, 403, 404],
  "GET /desk/audit": [403, 200, 200],
  "GET /desk/audit.csv": [403, 200, 200],
  "GET /desk/audit.ndjson": [403, 200, 200],
  "GET /desk/tokens": [403, 403, 200],
  "POST /desk/tokens": [403, 403, 422],
  "POST /desk/tokens/:token/revoke": [403, 403, 404],
};

const ROUTES = Object.keys(EXPECTED) as PageRoute[];
const FOR_ANYONE = ROUTES.filter((route) => DESK_ROUTES[route] === "anyone");
const ENDS_ITSELF: readonly PageRoute[] = ["POST /desk/sign-out", "POST /desk/sign-out/everywhere"];

async function ask(visitor: Visitor, route: PageRoute, headers: Record<string, string> = {}): Promise<number> {
  const [method, path = ""] = route.split(" ");
  const address = path.replace(/:\w+/g, "none");
  const response = method === "GET" ? await visitor.get(address, headers) : await visitor.post(address, {}, headers);
  if (response.headers.get("cache-control") !== "no-store") throw new Error(`${route} may be kept by a cache`);
  return response.status;
}

it("has a rule for every route of the router, in every language, and no rule for any other", () => {
  const routes = desk({ preview, files: filesAtDesk }).routes.filter(({ method }) => method !== "ALL");
  const bare = new Set(routes.map(({ method, path }) => `${method} ${withoutLanguage(path)}`));
  const ruled = Object.keys(DESK_ROUTES).filter((route) => !route.includes(" /api/"));
  expect([...bare].sort()).toEqual(ruled.sort());
  expect(new Set(routes.map(({ method, path }) => method + path)).size).toBe(bare.size * LANGUAGES.length);
});

describe("a page of the desk answers", () => {
  const members = new Map<Role, Visitor>();
  beforeAll(async () => {
    await reset();
    for (const role of ["viewer", "editor", "owner"] as const) members.set(role, await aMember(role));
  });

  it.each(ROUTES)("%s", async (route) => {
    const isPost = route.startsWith("POST");
    const isOpen = FOR_ANYONE.includes(route);
    const [viewer, editor, owner] = EXPECTED[route];
    const at = async (role: Role) =>
      ENDS_ITSELF.includes(route) ? aMember(role) : (members.get(role) ?? new Visitor());
    const ended = await aMember("owner");
    await expire(ended);
    const revoked = await aMember("owner");
    const cookie = revoked.cookie;
    await revoked.post("/desk/sign-out");
    revoked.cookie = cookie;

    const shutOut = isOpen ? owner : isPost ? 403 : 303;
    const foreign = { "sec-fetch-site": "cross-site", origin: "https://elsewhere.example" };
    expect({
      nobody: await ask(new Visitor(), route),
      viewer: await ask(await at("viewer"), route),
      editor: await ask(await at("editor"), route),
      owner: await ask(await at("owner"), route),
      expired: await ask(ended, route),
      revoked: await ask(revoked, route),
      otherOrigin: await ask(await at("owner"), route, foreign),
    }).toEqual({
      nobody: shutOut,
      viewer,
      editor,
      owner,
      expired: shutOut,
      revoked: shutOut,
      // A link from elsewhere may open a page; nothing from elsewhere changes anything.
      otherOrigin: isPost ? 403 : owner,
    });
  });
});

describe("a form of the desk", () => {
  it("is not taken with the token of another session, without one, or from a program that says nothing of its origin", async () => {
    await reset();
    const [owner, other] = [await aMember("owner"), await aMember("owner")];
    const invite = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
      owner.post("/en/desk/invitations", { role: "viewer", ...fields }, headers);
    expect((await invite({ form: await other.formToken() })).status).toBe(403);
    expect((await invite({ form: "" })).status).toBe(403);
    expect((await invite({}, { "sec-fetch-site": "none" })).status).toBe(403);
    expect((await invite({}, { "sec-fetch-site": "same-site" })).status).toBe(403);
    expect((await staff().people()).invitations).toEqual([]);
    expect((await invite({})).status).toBe(200);
    expect((await staff().people()).invitations).toHaveLength(1);
  });
});
