import { reset, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { MOST_FAILURES } from "../../src/desk/store/contract.ts";
import { Authenticator, type Circumstances } from "./authenticator.ts";
import { anOwner, staff, Visitor } from "./visitor.ts";

beforeEach(reset);

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

const signIn = async (authenticator: Authenticator, circumstances: Circumstances = {}, visitor = new Visitor()) => {
  const response = await authenticator.get(await optionsOn(visitor, "/en/desk/sign-in"), circumstances);
  return visitor.post("/en/desk/sign-in/passkey", { response });
};

describe("a passkey", () => {
  it("is added after the link, signs in afterwards, and stands in the record", async () => {
    const authenticator = await addPasskey(await anOwner("Amina"));
    const visitor = new Visitor();
    expect((await signIn(authenticator, {}, visitor)).status).toBe(303);
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
    expect((await signIn(authenticator, circumstances)).status).toBe(422);
    expect((await signIn(authenticator)).status).toBe(303);
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
  });

  it("whose counter went back is a copy, and is refused", async () => {
    const authenticator = await addPasskey(await anOwner(), { counter: 5 });
    expect((await signIn(authenticator, { counter: 7 })).status).toBe(303);
    expect((await signIn(authenticator, { counter: 7 })).status).toBe(422);
    expect((await signIn(authenticator, { counter: 6 })).status).toBe(422);
    expect((await signIn(authenticator, { counter: 8 })).status).toBe(303);
  });

  it(`that failed ${MOST_FAILURES} times is not looked at for a while`, async () => {
    const authenticator = await addPasskey(await anOwner());
    for (let i = 0; i < MOST_FAILURES; i++) expect((await signIn(authenticator, { verified: false })).status).toBe(422);
    expect((await signIn(authenticator)).status).toBe(429);
  });

  it("opens nothing once it was removed, by its own account alone", async () => {
    const [owner, other] = [await anOwner(), await anOwner()];
    const authenticator = await addPasskey(owner);
    const path = `/en/desk/account/passkeys/${authenticator.id}/remove`;
    expect((await other.post(path)).status).toBe(404);
    expect((await owner.post(path)).status).toBe(303);
    expect((await signIn(authenticator)).status).toBe(422);
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
