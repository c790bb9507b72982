import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import { CHALLENGE_MS, MOST_FAILURES } from "../../src/desk/store/contract.ts";
import { challengeEnds, makeChallenge, relyingParty } from "../../src/desk/store/passkeys.ts";
import { Staff } from "../../src/desk/store/staff.ts";
import { asReaderSent } from "../../src/web/http/site.ts";
import { Authenticator, type Circumstances } from "./authenticator.ts";
import { anOwner, sql, staff, Visitor } from "./visitor.ts";

beforeEach(reset);

const signInByLink = (visitor: Visitor, code: string, more: Record<string, string> = {}) =>
  visitor.post("/en/desk/sign-in", { code, name: "Amina", ...more });

/** A page but for the challenge on it, which is another each time. */
const words = async (page: Response) => (await page.text()).replace(/data-passkey="[^"]*"/, "");

describe("the first link", () => {
  it("is given once nobody has ever signed in, and never again", async () => {
    const first = await staff().firstLink("start");
    expect(first?.code).toMatch(/^[A-Za-z0-9_-]{51}$/);
    await signInByLink(new Visitor(), first!.code);
    expect(await staff().firstLink("start")).toBeUndefined();
  });

  it("replaces the one that an earlier start printed", async () => {
    const [first, second] = [await staff().firstLink("start"), await staff().firstLink("start")];
    expect((await signInByLink(new Visitor(), first!.code)).status).toBe(422);
    expect((await signInByLink(new Visitor(), second!.code)).status).toBe(303);
  });
});

describe("a sign-in link", () => {
  it("asks a new colleague for a name, and is not consumed by that", async () => {
    const { code } = await staff().ownerLink("test");
    const visitor = new Visitor();
    const asked = await visitor.post("/en/desk/sign-in", { code });
    expect([asked.status, visitor.cookie]).toEqual([200, ""]);
    expect(await asked.text()).toContain(`<input type="hidden" name="code" value="${code}">`);
    expect((await signInByLink(visitor, code)).status).toBe(303);
    expect((await visitor.get("/en/desk")).status).toBe(200);
  });

  it("is never consumed by opening it: previews of chats and mail open links too", async () => {
    const { code } = await staff().ownerLink("test");
    for (const path of [`/desk/sign-in?code=${code}`, `/desk/sign-in/${code}`, "/desk/sign-in"])
      await new Visitor().get(path);
    expect((await signInByLink(new Visitor(), code)).status).toBe(303);
  });

  it("works once: replayed, it is refused like any wrong code", async () => {
    const { code } = await staff().ownerLink("test");
    await signInByLink(new Visitor(), code);
    const replayed = await signInByLink(new Visitor(), code, { name: "Brahim" });
    const wrong = await signInByLink(new Visitor(), "x".repeat(51));
    expect([replayed.status, await words(replayed)]).toEqual([422, await words(wrong)]);
  });
});

it("a link is not spent over plain http, where a browser would drop the cookie", async () => {
  const { code } = await staff().ownerLink("test");
  const response = await app.request(
    "http://vote.example/en/desk/sign-in",
    {
      method: "POST",
      body: new URLSearchParams({ code, name: "Amina" }),
      headers: { "sec-fetch-site": "same-origin", origin: "http://vote.example" },
    },
    env,
  );
  expect([response.status, response.headers.get("set-cookie")]).toEqual([403, null]);
  expect((await signInByLink(new Visitor(), code)).status).toBe(303);
});

it("signing in leads on to the page that was asked for, and never off the desk", async () => {
  const landsAt = async (to: string) => {
    const { code } = await staff().ownerLink("test");
    return (await signInByLink(new Visitor(), code, { to })).headers.get("location");
  };
  expect(await landsAt("/fr/desk/people")).toBe("/fr/desk/people");
  for (const off of [
    "https://elsewhere.example/desk",
    "//elsewhere.example/desk",
    "/desk/../p/x",
    "/deskx",
    "/p/x",
    "",
  ])
    expect([off, await landsAt(off)]).toEqual([off, "/en/desk"]);
});

it("a session that somebody planted is not carried on: signing in begins another, and ends the planted one", async () => {
  const planted = await anOwner("Mallory");
  const victim = new Visitor();
  victim.cookie = planted.cookie;
  const { code } = await staff().ownerLink("test");
  await victim.post("/en/desk/sign-in", { code, name: "Amina", form: "" });
  expect(victim.cookie).not.toBe(planted.cookie);
  expect((await planted.get("/en/desk")).status).toBe(303);
});

it("signing out everywhere ends every session of the account at once", async () => {
  const [one, other] = [await anOwner("Amina"), await anOwner("Amina")];
  expect((await one.post("/en/desk/sign-out/everywhere")).status).toBe(303);
  expect([(await one.get("/desk")).status, (await other.get("/desk")).status]).toEqual([303, 303]);
});

describe("a recovery code that the deployment holds", () => {
  const RECOVERY = "k".repeat(51);
  const enter = (recovery: string, name: string, code = RECOVERY) =>
    runInDurableObject(staff(), (_, state) =>
      new Staff(state, { ...env, DESK_RECOVERY: recovery }).signInByLink({ code, name, request: "test" }),
    );

  it("lets an owner in once, as themself or as somebody new, and never as a colleague who is none", async () => {
    await anOwner("Amina");
    expect(await enter(RECOVERY, "Amina")).toMatchObject({ kind: "signed-in", account: { name: "Amina" } });
    expect(await enter(RECOVERY, "Amina")).toEqual({ kind: "refused" });
    expect(await enter("n".repeat(51), "Brahim", "n".repeat(51))).toMatchObject({ account: { role: "owner" } });
  });

  it("is nothing where none, or a short one, is set", async () => {
    expect(await enter("", "Amina")).toEqual({ kind: "refused" });
    expect(await enter("short", "Amina", "short")).toEqual({ kind: "refused" });
  });
});

describe("the session's cookie", () => {
  const signedInBy = async (proxied: Partial<Env>) => {
    const { code } = await staff().ownerLink("test");
    const request = new Request("http://127.0.0.1:8787/en/desk/sign-in", {
      method: "POST",
      body: new URLSearchParams({ code, name: "Amina" }),
      headers: { "sec-fetch-site": "same-origin", "x-forwarded-proto": "https", "x-real-ip": "203.0.113.7" },
    });
    const response = await app.request(asReaderSent(request, { ...env, ...proxied }), {}, { ...env, ...proxied });
    expect(response.status).toBe(303);
    return response.headers.get("set-cookie");
  };

  it("stays Secure and of this host alone behind a proxy that ends TLS and comes by a loopback address", async () => {
    const behind = { CLIENT_ADDRESS_HEADER: "x-real-ip", PUBLIC_HOST: "vote.example" };
    expect(await signedInBy(behind)).toMatch(
      /^__Host-sawt-desk=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it("is plain on this machine's own address, where nobody declared a proxy whose word would count", async () => {
    expect(await signedInBy({})).toMatch(/^sawt-desk=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
  });
});

describe("a session", () => {
  it("can be ended from another device of the same account, and from no other account", async () => {
    const [one, other] = [await anOwner("Amina"), await anOwner("Amina")];
    const stranger = await anOwner("Brahim");
    const path = `/en/desk/account/sessions/${other.cookie.slice("sawt-desk=".length).slice(0, 8)}/end`;
    expect((await stranger.post(path)).status).toBe(404);
    expect((await other.get("/en/desk")).status).toBe(200);
    expect((await one.post(path)).status).toBe(303);
    expect((await other.get("/en/desk")).status).toBe(303);
    expect((await one.get("/en/desk")).status).toBe(200);
  });

  it("ends when nobody used it for half a day, and after a week in any case", async () => {
    const visitor = await anOwner();
    await sql("UPDATE session SET used = ?", Date.now() - 13 * 3_600_000 - 1);
    expect((await visitor.get("/en/desk")).status).toBe(303);
  });

  it("is kept as a hash, and known by the hour alone", async () => {
    const { cookie } = await anOwner();
    const [row] = await sql("SELECT * FROM session");
    expect(JSON.stringify(row)).not.toContain(cookie.slice("sawt-desk=".length + 8));
    expect([Number(row?.used) % 3_600_000, Number(row?.created) % 3_600_000]).toEqual([0, 0]);
  });
});

/** Options as a page hands them to its script. */
async function optionsOn(visitor: Visitor, path: string): Promise<string> {
  const page = await (await visitor.get(path)).text();
  const options = /data-passkey="([^"]+)"/.exec(page)?.[1] ?? "";
  return options.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

async function addPasskey(owner: Visitor, circumstances: Circumstances = {}): Promise<Authenticator> {
  const authenticator = new Authenticator();
  const response = await authenticator.create(await optionsOn(owner, "/en/desk/account"), circumstances);
  const answer = await owner.post("/en/desk/account/passkeys", { response });
  if (answer.status !== 303) throw new Error(`the passkey was answered with ${answer.status}`);
  return authenticator;
}

const signInByPasskey = async (
  authenticator: Authenticator,
  circumstances: Circumstances = {},
  visitor = new Visitor(),
) => {
  const response = await authenticator.get(await optionsOn(visitor, "/en/desk/sign-in"), circumstances);
  return visitor.post("/en/desk/sign-in/passkey", { response });
};

describe("a passkey", () => {
  it("is added after the link, signs in afterwards, and stands in the record", async () => {
    const authenticator = await addPasskey(await anOwner("Amina"));
    const visitor = new Visitor();
    expect((await signInByPasskey(authenticator, {}, visitor)).status).toBe(303);
    expect(await (await visitor.get("/en/desk/account")).text()).toContain("<bdi>Amina</bdi>");
    const { entries } = await staff().recordPage({ most: 2 });
    expect(entries.map(({ act, after }) => `${act} ${after}`)).toEqual([
      'signed-in {"by":"passkey"}',
      "passkey-added undefined",
    ]);
  });

  it("is asked for with user verification, on this host, and to be found without a name", async () => {
    const owner = await anOwner("Amina");
    expect(JSON.parse(await optionsOn(owner, "/en/desk/account"))).toMatchObject({
      rp: { id: "localhost" },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    expect(JSON.parse(await optionsOn(new Visitor(), "/en/desk/sign-in"))).toMatchObject({
      rpId: "localhost",
      userVerification: "required",
    });
  });

  it.each<[string, Circumstances]>([
    ["for another site's page", { origin: "https://elsewhere.example" }],
    ["for this host on another port", { origin: "http://localhost:8788" }],
    ["bound to another host", { rpId: "elsewhere.example" }],
    ["without its owner having shown who they are", { verified: false }],
  ])("is taken neither when it is made nor when it is used %s", async (_, circumstances) => {
    const owner = await anOwner();
    await expect(addPasskey(owner, circumstances)).rejects.toThrow("422");
    const authenticator = await addPasskey(owner);
    expect((await signInByPasskey(authenticator, circumstances)).status).toBe(422);
    expect((await signInByPasskey(authenticator)).status).toBe(303);
  });

  it("answers a challenge once: what was overheard opens nothing", async () => {
    const authenticator = await addPasskey(await anOwner());
    const response = await authenticator.get(await optionsOn(new Visitor(), "/en/desk/sign-in"));
    expect((await new Visitor().post("/en/desk/sign-in/passkey", { response })).status).toBe(303);
    expect((await new Visitor().post("/en/desk/sign-in/passkey", { response })).status).toBe(422);
    const both = await authenticator.get(await optionsOn(new Visitor(), "/en/desk/sign-in"));
    const [one, other] = await Promise.all(
      [0, 1].map(() => new Visitor().post("/en/desk/sign-in/passkey", { response: both })),
    );
    expect([one?.status, other?.status].sort()).toEqual([303, 422]);
  });

  it("answers no challenge of its own making, of another purpose, or of an hour ago", async () => {
    const owner = await anOwner();
    const authenticator = await addPasskey(owner);
    const own = JSON.stringify({ challenge: "A".repeat(72) });
    const toAdd = await optionsOn(owner, "/en/desk/account");
    for (const options of [own, toAdd]) {
      const response = await authenticator.get(options);
      expect((await new Visitor().post("/en/desk/sign-in/passkey", { response })).status).toBe(422);
    }
    const toSignIn = await optionsOn(new Visitor(), "/en/desk/sign-in");
    for (const { challenge } of [JSON.parse(own), JSON.parse(toSignIn)]) {
      const response = await new Authenticator().create(JSON.stringify({ ...JSON.parse(toAdd), challenge }));
      expect((await owner.post("/en/desk/account/passkeys", { response })).status).toBe(422);
    }
  });

  it("whose counter went back is a copy, and is refused", async () => {
    const authenticator = await addPasskey(await anOwner(), { counter: 5 });
    expect((await signInByPasskey(authenticator, { counter: 7 })).status).toBe(303);
    expect((await signInByPasskey(authenticator, { counter: 7 })).status).toBe(422);
    expect((await signInByPasskey(authenticator, { counter: 6 })).status).toBe(422);
    expect((await signInByPasskey(authenticator, { counter: 8 })).status).toBe(303);
  });

  it(`that failed ${MOST_FAILURES} times is not looked at for a while`, async () => {
    const authenticator = await addPasskey(await anOwner());
    for (let i = 0; i < MOST_FAILURES; i++)
      expect((await signInByPasskey(authenticator, { verified: false })).status).toBe(422);
    expect((await signInByPasskey(authenticator)).status).toBe(429);
  });

  it("is made once for each challenge: what was overheard makes no second one", async () => {
    const owner = await anOwner();
    const [options, path] = [await optionsOn(owner, "/en/desk/account"), "/en/desk/account/passkeys"];
    const [one, other] = [new Authenticator(), new Authenticator()];
    expect((await owner.post(path, { response: await one.create(options) })).status).toBe(303);
    expect((await owner.post(path, { response: await other.create(options) })).status).toBe(422);
  });

  it("opens nothing once it was removed, by its own account alone", async () => {
    const [owner, other] = [await anOwner(), await anOwner()];
    const authenticator = await addPasskey(owner);
    const path = `/en/desk/account/passkeys/${authenticator.id}/remove`;
    expect((await other.post(path)).status).toBe(404);
    expect((await owner.post(path)).status).toBe(303);
    expect((await signInByPasskey(authenticator)).status).toBe(422);
  });

  it("is kept as its public key, and nothing of the device", async () => {
    await addPasskey(await anOwner());
    const [row] = await runInDurableObject(staff(), (_, { storage }) =>
      storage.sql.exec("SELECT * FROM credential").toArray(),
    );
    expect(Object.keys(row ?? {})).toEqual(["id", "account", "key", "counter", "transports", "created", "used"]);
  });

  it("that is no passkey at all is refused as any other", async () => {
    for (const response of ["", "{}", "x", '{"id":"a","rawId":"a","type":"public-key","response":{}}'])
      expect((await new Visitor().post("/en/desk/sign-in/passkey", { response })).status).toBe(422);
  });
});

describe("a challenge", () => {
  const hmac = (data: Uint8Array) => createHmac("sha256", "key").update(data).digest();
  const NOW = 1_780_000_000_123;
  const challenge = makeChallenge(hmac, "sign-in", new Uint8Array(16).fill(7), NOW);

  it("a challenge is good for ten minutes, for what it was made for, with our key", () => {
    expect(challenge).toMatch(/^[A-Za-z0-9_-]{72}$/);
    expect(challengeEnds(hmac, "sign-in", challenge, NOW)).toBe(NOW + CHALLENGE_MS);
    expect(challengeEnds(hmac, "sign-in", challenge, NOW + CHALLENGE_MS - 1)).toBe(NOW + CHALLENGE_MS);
    expect(challengeEnds(hmac, "sign-in", challenge, NOW + CHALLENGE_MS)).toBeUndefined();
    expect(challengeEnds(hmac, "add x", challenge, NOW)).toBeUndefined();
    expect(
      challengeEnds((data) => createHmac("sha256", "other").update(data).digest(), "sign-in", challenge, NOW),
    ).toBeUndefined();
  });

  it("no character of a challenge can be changed", () => {
    for (let i = 0; i < challenge.length; i++) {
      const changed = `${challenge.slice(0, i)}${challenge[i] === "A" ? "B" : "A"}${challenge.slice(i + 1)}`;
      expect(challengeEnds(hmac, "sign-in", changed, NOW)).toBeUndefined();
    }
    for (const text of ["", "x", `${challenge}A`, "é".repeat(72)])
      expect(challengeEnds(hmac, "sign-in", text, NOW)).toBeUndefined();
  });

  it("a passkey is bound to the host that readers see, over TLS but on this machine", () => {
    expect(relyingParty("vote.example.ma")).toEqual({ id: "vote.example.ma", origin: "https://vote.example.ma" });
    expect(relyingParty("vote.example.ma:8443")).toEqual({
      id: "vote.example.ma",
      origin: "https://vote.example.ma:8443",
    });
    expect(relyingParty("localhost:8787")).toEqual({ id: "localhost", origin: "http://localhost:8787" });
    for (const none of ["", "127.0.0.1:8787", "[::1]:8787"]) expect(relyingParty(none)).toBeUndefined();
  });
});
