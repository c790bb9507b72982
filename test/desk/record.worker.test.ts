import { reset, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import source from "../../src/desk/store/record.ts?raw";
import { firstBroken } from "./record-chain.ts";
import { aMember, anOwner, staff } from "./visitor.ts";

beforeEach(reset);

const everything = () => staff().recordAfter(0, 1_000);

describe("the record", () => {
  it("says who did what and when, what was before and after, and in which request", async () => {
    const owner = await anOwner("Amina");
    const before = Date.now();
    await owner.post("/en/desk/invitations", { role: "editor" });
    const last = (await everything()).at(-1);
    expect(last).toMatchObject({ name: "Amina", role: "owner", act: "invited" });
    expect(JSON.parse(last?.after ?? "")).toMatchObject({ role: "editor" });
    expect(last?.at).toBeGreaterThanOrEqual(before);
    expect(last?.request).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("counts from 1 without gaps, each entry tied to all before it", async () => {
    const owner = await anOwner();
    for (let i = 0; i < 5; i++) await owner.post("/en/desk/invitations", { role: "viewer" });
    const entries = await everything();
    expect(entries.map(({ number }) => number)).toEqual(entries.map((_, i) => i + 1));
    expect(firstBroken(entries)).toBeUndefined();
    const forged = entries.map((entry) => (entry.number === 3 ? { ...entry, name: "Nobody" } : entry));
    expect(firstBroken(forged)).toBe(3);
    expect(firstBroken(entries.filter(({ number }) => number !== 4))).toBe(5);
  });

  it("cannot be changed or deleted: not by a statement of ours, nor by SQLite", async () => {
    expect(source).not.toMatch(/\bUPDATE audit|DELETE FROM audit|REPLACE INTO/i);
    await anOwner();
    for (const statement of ["UPDATE audit SET name = 'x'", "DELETE FROM audit"])
      await runInDurableObject(staff(), (_, { storage }) => {
        expect(() => storage.sql.exec(statement)).toThrow(/the record only grows/);
      });
  });

  it("holds no code, cookie or address of anyone", async () => {
    const owner = await anOwner();
    const page = await (await owner.post("/en/desk/invitations", { role: "viewer" })).text();
    const secret = /sign-in#[A-Za-z0-9_-]{8}([A-Za-z0-9_-]{43})/.exec(page)?.[1] ?? "none";
    const text = JSON.stringify(await everything());
    expect(text).not.toContain(secret);
    expect(text).not.toContain(owner.cookie.slice("sawt-desk=".length + 8));
    expect(text).not.toMatch(/\d+\.\d+\.\d+\.\d+/);
  });
});

describe("the pages of the record", () => {
  const paused = async (poll: string) => {
    const { accounts } = await staff().people();
    await staff().recordAct({ act: "poll-paused", poll, by: { account: accounts[0]?.id ?? "", request: "test" } });
  };

  it("show one poll's acts alone where they are asked for", async () => {
    const owner = await anOwner();
    for (const poll of ["one", "other", "one"]) await paused(poll);
    const page = await (await owner.get("/en/desk/audit?poll=one")).text();
    expect(page.match(/Vote paused/g)).toHaveLength(2);
    expect(page).not.toContain(">other<");
  });

  it("show fifty at a time, and lead to the older ones", async () => {
    const owner = await anOwner();
    for (let i = 0; i < 60; i++) await paused("one");
    const first = await (await owner.get("/en/desk/audit")).text();
    const older = /href="(\/en\/desk\/audit\?before=\d+)"/.exec(first)?.[1] ?? "";
    const second = await (await owner.get(older)).text();
    expect([first.match(/<tr><th scope="row">/g)?.length, second.match(/<tr><th scope="row">/g)?.length]).toEqual([
      50, 12,
    ]);
    expect(second).not.toContain("before=");
  });
});

describe("the record as a file", () => {
  it("is a table whose cells no spreadsheet runs, in UTC and in Casablanca", async () => {
    const owner = await anOwner("Amina");
    const { accounts } = await staff().people();
    await staff().recordAct({
      act: "poll-created",
      poll: "x",
      after: "=1+1",
      by: { account: accounts[0]?.id ?? "", request: "r" },
    });
    const response = await owner.get("/en/desk/audit.csv");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="sawt-record.csv"');
    const lines = (await response.text()).split("\r\n");
    expect(lines[0]).toBe("number,at_utc,at_casablanca,account,name,role,act,poll,before,after,request,hash,outcome");
    expect(lines.find((line) => line.includes("poll-created"))).toContain(",'=1+1,r,");
    expect(lines.at(-2)).toContain("record-exported");
  });

  it("is the chain itself for programs", async () => {
    const editor = await aMember("editor");
    const lines = (await (await editor.get("/en/desk/audit.ndjson")).text()).trimEnd().split("\n");
    expect(firstBroken(lines.map((line) => JSON.parse(line)))).toBeUndefined();
    expect(JSON.parse(lines.at(-1) ?? "").act).toBe("record-exported");
  });
});
