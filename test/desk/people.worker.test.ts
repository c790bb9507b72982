import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { MOST_FAILURES } from "../../src/desk/store/contract.ts";
import { Staff } from "../../src/desk/store/staff.ts";
import { accountOf, aMember, anOwner, codeIn, invitationTo, sql, staff, Visitor } from "./visitor.ts";

beforeEach(reset);

const join = (code: string, name: string) => new Visitor().post("/en/desk/sign-in", { code, name });

describe("an invitation", () => {
  it("makes an account of the role it was made for, once", async () => {
    const code = await invitationTo("editor", await anOwner());
    expect((await join(code, "Brahim")).status).toBe(303);
    expect((await join(code, "Another")).status).toBe(422);
    const { accounts, invitations } = await staff().people();
    expect(accounts.map(({ name, role }) => [name, role])).toContainEqual(["Brahim", "editor"]);
    expect(invitations).toEqual([]);
  });

  it("opens nobody's account, whatever name is typed, and stays good for another name", async () => {
    const owner = await anOwner("Amina");
    const code = await invitationTo("owner", owner);
    expect((await join(code, "  amina ")).status).toBe(422);
    expect((await join(code, "Brahim")).status).toBe(303);
  });

  it("takes no name that could hide, reorder or calculate", async () => {
    const code = await invitationTo("viewer", await anOwner());
    for (const name of ["=1+1", "@x", "a\u202eb", "x".repeat(61), "\u200f"])
      expect([name, (await join(code, name)).status]).toEqual([name, 422]);
    expect((await join(code, "أمينة بنعلي")).status).toBe(303);
  });

  it("opens nothing once it is withdrawn", async () => {
    const owner = await anOwner();
    const code = await invitationTo("editor", owner);
    expect((await owner.post(`/en/desk/invitations/${code.slice(0, 8)}/withdraw`)).status).toBe(303);
    expect((await join(code, "Brahim")).status).toBe(422);
  });

  it("opens nothing once its time is over", async () => {
    const code = await invitationTo("editor", await anOwner());
    await sql("UPDATE link SET expires = ?", Date.now());
    expect((await join(code, "Brahim")).status).toBe(422);
  });

  it(`can be guessed at ${MOST_FAILURES} times, and then opens for nobody: also not for the right secret`, async () => {
    const code = await invitationTo("editor", await anOwner());
    const guess = code.slice(0, 8) + "A".repeat(43);
    for (let i = 0; i < MOST_FAILURES; i++) expect((await join(guess, "Guesser")).status).toBe(422);
    expect((await join(guess, "Guesser")).status).toBe(429);
    expect((await join(code, "Brahim")).status).toBe(429);
  });
});

describe("what an owner changes holds from the next request on", () => {
  it("a role", async () => {
    const owner = await anOwner();
    const editor = await aMember("editor", "Brahim");
    expect((await editor.get("/en/desk/audit")).status).toBe(200);
    const address = `/en/desk/people/${await accountOf("Brahim")}/role`;
    expect((await owner.post(address, { role: "viewer" })).status).toBe(303);
    expect((await editor.get("/en/desk/audit")).status).toBe(403);
  });

  it("an account that was closed: its sessions, passkeys and tokens end, and its links open nothing", async () => {
    const owner = await anOwner();
    const editor = await aMember("editor", "Brahim");
    const account = await accountOf("Brahim");
    const person = `/en/desk/people/${account}`;
    const code = codeIn(await (await owner.post(`${person}/link`)).text());
    await sql(`INSERT INTO credential VALUES ('key', '${account}', x'00', 0, '[]', 0, NULL)`);
    await sql(`INSERT INTO token VALUES ('token', 'hash', '${account}', 'name', 'export', 0, NULL, ${Date.now() * 2})`);
    expect((await owner.post(`${person}/remove`)).status).toBe(422);
    expect((await owner.post(`${person}/remove`, { sure: "yes" })).status).toBe(303);
    expect((await editor.get("/en/desk")).status).toBe(303);
    expect((await join(code, "Brahim")).status).toBe(422);
    expect((await owner.get(person)).status).toBe(404);
    const by = { account: await accountOf("The first owner"), request: "test" };
    expect(await staff().linkFor(by, account)).toEqual({ kind: "not-found" });
    for (const table of ["session", "token", "credential"])
      expect(await sql(`SELECT * FROM ${table} WHERE account = '${account}'`)).toEqual([]);
  });
});

it("the last owner can neither be closed nor become less", async () => {
  const owner = await anOwner("Amina");
  const person = `/en/desk/people/${await accountOf("Amina")}`;
  expect((await owner.post(`${person}/role`, { role: "viewer" })).status).toBe(409);
  expect((await owner.post(`${person}/remove`, { sure: "yes" })).status).toBe(409);
  await anOwner("Brahim");
  expect((await owner.post(`${person}/role`, { role: "viewer" })).status).toBe(303);
  expect((await owner.get("/en/desk/people")).status).toBe(403);
});

it("an act is refused by the object itself when the role went between the guard and the act", async () => {
  await anOwner();
  await aMember("editor", "Brahim");
  const by = { account: await accountOf("Brahim"), request: "test" };
  expect(await staff().invite(by, "owner")).toEqual({ kind: "forbidden" });
  expect(await staff().changeRole(by, by.account, "owner")).toEqual({ kind: "forbidden" });
  expect(await staff().removeAccount(by, by.account)).toEqual({ kind: "forbidden" });
  expect(await staff().linkFor(by, by.account)).toEqual({ kind: "forbidden" });
  expect(await staff().makeToken(by, { name: "x", scopes: ["staff"], days: 7 })).toEqual({ kind: "forbidden" });
});

it("a link for a colleague signs in as their account, and the record says who made it", async () => {
  const owner = await anOwner("Amina");
  await aMember("viewer", "Brahim");
  const page = await owner.post(`/en/desk/people/${await accountOf("Brahim")}/link`);
  const visitor = new Visitor();
  expect((await visitor.post("/en/desk/sign-in", { code: codeIn(await page.text()) })).status).toBe(303);
  expect(await (await visitor.get("/en/desk/account")).text()).toContain("<bdi>Brahim</bdi>");
  const { entries } = await staff().recordPage({ most: 2 });
  expect(entries.map(({ name, act }) => `${name}: ${act}`)).toEqual(["Brahim: signed-in", "Amina: link-made"]);
});

it("a store that holds a digest of somebody's identity, from an earlier version, keeps it no longer than until it is opened", async () => {
  await anOwner("Amina");
  await sql("UPDATE account SET access = 'digest'");
  await runInDurableObject(staff(), (_, state) => new Staff(state, env));
  expect(await sql("SELECT name, access FROM account")).toEqual([{ name: "Amina", access: null }]);
});
