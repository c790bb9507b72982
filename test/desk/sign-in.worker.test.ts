import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import { Staff } from "../../src/desk/store/staff.ts";
import { asReaderSent } from "../../src/web/http/site.ts";
import { anOwner, staff, Visitor } from "./visitor.ts";

beforeEach(reset);

const signIn = (visitor: Visitor, code: string, more: Record<string, string> = {}) =>
  visitor.post("/en/desk/sign-in", { code, name: "Amina", ...more });

/** A page but for the challenge on it, which is another each time. */
const words = async (page: Response) => (await page.text()).replace(/data-passkey="[^"]*"/, "");

describe("the first link", () => {
  it("is given once nobody has ever signed in, and never again", async () => {
    const first = await staff().firstLink("start");
    expect(first?.code).toMatch(/^[A-Za-z0-9_-]{51}$/);
    await signIn(new Visitor(), first!.code);
    expect(await staff().firstLink("start")).toBeUndefined();
  });

  it("replaces the one that an earlier start printed", async () => {
    const [first, second] = [await staff().firstLink("start"), await staff().firstLink("start")];
    expect((await signIn(new Visitor(), first!.code)).status).toBe(422);
    expect((await signIn(new Visitor(), second!.code)).status).toBe(303);
  });
});

describe("a sign-in link", () => {
  it("asks a new colleague for a name, and is not consumed by that", async () => {
    const { code } = await staff().ownerLink("test");
    const visitor = new Visitor();
    const asked = await visitor.post("/en/desk/sign-in", { code });
    expect([asked.status, visitor.cookie]).toEqual([200, ""]);
    expect(await asked.text()).toContain(`<input type="hidden" name="code" value="${code}">`);
    expect((await signIn(visitor, code)).status).toBe(303);
    expect((await visitor.get("/en/desk")).status).toBe(200);
  });

  it("is never consumed by opening it: previews of chats and mail open links too", async () => {
    const { code } = await staff().ownerLink("test");
    for (const path of [`/desk/sign-in?code=${code}`, `/desk/sign-in/${code}`, "/desk/sign-in"])
      await new Visitor().get(path);
    expect((await signIn(new Visitor(), code)).status).toBe(303);
  });

  it("works once: replayed, it is refused like any wrong code", async () => {
    const { code } = await staff().ownerLink("test");
    await signIn(new Visitor(), code);
    const replayed = await signIn(new Visitor(), code, { name: "Brahim" });
    const wrong = await signIn(new Visitor(), "x".repeat(51));
    expect([replayed.status, await words(replayed)]).toEqual([422, await words(wrong)]);
  });
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
