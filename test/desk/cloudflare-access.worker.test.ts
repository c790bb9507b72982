import { createExecutionContext, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { app } from "../../src/app.ts";
import { accessIdentity, accessWall } from "../../src/desk/cloudflare-access.ts";
import { anOwner, staff, Visitor } from "./visitor.ts";

const TEAM = "newsroom.cloudflareaccess.com";
const AUDIENCE = "4714c1358e65fe4b408ad6d432a5f878f08194bdb4752441fd56faefa9b2b6f2";
const settings = { team: TEAM, audience: AUDIENCE };

let ours: CryptoKeyPair;
let theirs: CryptoKeyPair;
let jwks: { keys: object[] };

beforeAll(async () => {
  ours = await generateKeyPair("RS256");
  theirs = await generateKeyPair("RS256");
  jwks = { keys: [{ ...(await exportJWK(ours.publicKey)), kid: "k1", alg: "RS256", use: "sig" }] };
});

const keys = () => createLocalJWKSet(jwks as Parameters<typeof createLocalJWKSet>[0]);

const claims = (changes: JWTPayload = {}): JWTPayload => {
  const now = Math.floor(Date.now() / 1_000);
  const usual = {
    iss: `https://${TEAM}`,
    aud: [AUDIENCE],
    sub: "7335d417",
    email: "amina@example.ma",
    iat: now,
    exp: now + 600,
  };
  return { ...usual, ...changes };
};

const signed = (changes: JWTPayload = {}, { key = ours.privateKey, alg = "RS256" } = {}): Promise<string> =>
  new SignJWT(claims(changes)).setProtectedHeader({ alg, kid: "k1" }).sign(key);

const identity = (token: string) => accessIdentity(token, settings, keys(), Date.now());

describe("a token of Cloudflare Access", () => {
  it("says who it is as a digest, in which neither address nor identifier stands", async () => {
    const digest = await identity(await signed());
    expect(digest).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await identity(await signed({ email: "other@example.ma" }))).toBe(digest);
    expect(await identity(await signed({ sub: "another" }))).not.toBe(digest);
  });

  const past = Math.floor(Date.now() / 1_000) - 3_600;
  it.each<[string, () => Promise<string> | string]>([
    ["for another application", () => signed({ aud: ["another"] })],
    ["of another team", () => signed({ iss: "https://elsewhere.cloudflareaccess.com" })],
    ["whose time is over", () => signed({ iat: past, exp: past + 60 })],
    ["that is not good yet", () => signed({ nbf: Math.floor(Date.now() / 1_000) + 3_600 })],
    ["signed by somebody else", () => signed({}, { key: theirs.privateKey })],
    ["that is not signed at all", () => new UnsecuredJWT(claims()).encode()],
    [
      "signed with the public key as a password",
      async () => {
        const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(ours.publicKey)));
        return new SignJWT(claims()).setProtectedHeader({ alg: "HS256", kid: "k1" }).sign(secret);
      },
    ],
    ["of a program", () => signed({ sub: "" })],
    ["that is no token", () => "x.y.z"],
    ["that was not sent", () => ""],
  ])("is nothing %s", async (_, token) => {
    expect(await identity(await token())).toBeUndefined();
  });
});

it("a wall that is set by halves is shut, not open", () => {
  expect(accessWall({})).toEqual({ kind: "none" });
  expect(accessWall({ ACCESS_TEAM_DOMAIN: TEAM })).toEqual({ kind: "half-set" });
  expect(accessWall({ ACCESS_AUD: AUDIENCE })).toEqual({ kind: "half-set" });
  expect(accessWall({ ACCESS_TEAM_DOMAIN: "https://x.example/", ACCESS_AUD: AUDIENCE })).toEqual({ kind: "half-set" });
  expect(accessWall({ ACCESS_TEAM_DOMAIN: TEAM, ACCESS_AUD: AUDIENCE })).toEqual({ kind: "set", settings });
});

describe("a desk behind Cloudflare Access", () => {
  const walled = { ...env, ACCESS_TEAM_DOMAIN: TEAM, ACCESS_AUD: AUDIENCE };
  const fetched: string[] = [];
  beforeEach(async () => {
    await reset();
    vi.spyOn(globalThis, "fetch").mockImplementation(async (asked) => {
      fetched.push(String(asked instanceof Request ? asked.url : asked));
      return Response.json(jwks);
    });
  });
  afterEach(() => vi.restoreAllMocks());

  const ask = (path: string, headers: Record<string, string>, form?: Record<string, string>) =>
    app.fetch(
      new Request(`http://localhost:8787${path}`, {
        redirect: "manual",
        headers: {
          ...headers,
          ...(form && { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" }),
        },
        ...(form && { method: "POST", body: new URLSearchParams(form).toString() }),
      }),
      walled,
      createExecutionContext(),
    );
  const through = async (changes: JWTPayload = {}) => ({ "cf-access-jwt-assertion": await signed(changes) });

  it("lets nobody by who did not come through it, also with a session", async () => {
    const owner = await anOwner();
    expect((await ask("/en/desk", { cookie: owner.cookie })).status).toBe(403);
    expect((await ask("/en/desk/sign-in", {})).status).toBe(403);
    expect((await ask("/en/desk", { cookie: owner.cookie, ...(await through()) })).status).toBe(200);
    expect((await ask("/en/desk", { cookie: owner.cookie, ...(await through({ aud: ["x"] })) })).status).toBe(403);
  });

  it("knows a colleague again who once came by a link, and nobody else", async () => {
    expect((await ask("/en/desk/sign-in/access", await through(), { to: "/en/desk" })).status).toBe(422);
    const { code } = await staff().ownerLink("test");
    expect((await ask("/en/desk/sign-in", await through(), { code, name: "Amina" })).status).toBe(303);
    const again = await ask("/en/desk/sign-in/access", await through(), {});
    expect(again.status).toBe(303);
    const visitor = new Visitor();
    visitor.cookie = again.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(await (await ask("/en/desk/account", { cookie: visitor.cookie, ...(await through()) })).text()).toContain(
      "Amina",
    );
    expect((await ask("/en/desk/sign-in/access", await through({ sub: "somebody else" }), {})).status).toBe(422);
  });

  it("asks for the team's keys once, at the team's own address", async () => {
    await ask("/en/desk/sign-in", await through());
    await ask("/en/desk/sign-in", await through());
    expect(new Set(fetched)).toEqual(new Set([`https://${TEAM}/cdn-cgi/access/certs`]));
    expect(fetched).toHaveLength(1);
  });
});
