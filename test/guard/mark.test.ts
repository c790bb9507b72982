import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { clearMark, hasMark, markName, setMark } from "../../src/guard/mark.ts";

const NOW = Date.parse("2026-11-23T18:00:00Z");

const app = new Hono()
  .get("/set", (c) => {
    const closes = c.req.query("closes");
    setMark(c, { id: "facebook-hour", ...(closes && { closes }) }, "pledge", NOW);
    return c.body(null);
  })
  .get("/clear", (c) => {
    clearMark(c, "facebook-hour", "pledge");
    return c.body(null);
  })
  .get("/has", (c) => c.json(hasMark(c, "facebook-hour", "pledge")));

const cookieOf = async (address: string) => (await app.request(address)).headers.get("set-cookie");
const has = async (address: string, cookie: string) => (await app.request(address, { headers: { cookie } })).json();

describe("the device mark", () => {
  it("is the same constant for everybody, out of reach of scripts and other sites", async () => {
    expect(await cookieOf("https://vote.example/set")).toBe(
      "__Host-sawt-voted-facebook-hour.pledge=1; Max-Age=15552000; Path=/; HttpOnly; Secure; SameSite=Lax",
    );
  });

  it("works on plain http, where browsers take no __Host- cookie", async () => {
    expect(await cookieOf("http://localhost:8787/set")).toBe(
      "sawt-voted-facebook-hour.pledge=1; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax",
    );
  });

  it.each([
    ["lasts until the poll closes", "2026-11-24T18:00:00Z", 86_400],
    ["lasts no longer than browsers keep a cookie", "2036-01-01T00:00:00Z", 34_560_000],
    ["of a poll that closed is gone at once", "2026-11-23T17:59:59Z", 0],
  ])("%s", async (_, closes, seconds) => {
    expect(await cookieOf(`http://localhost/set?closes=${closes}`)).toContain(`; Max-Age=${seconds};`);
  });

  it("is found again, and only where it was set", async () => {
    expect(await has("http://localhost/has", "sawt-voted-facebook-hour.pledge=1")).toBe(true);
    expect(await has("https://vote.example/has", "__Host-sawt-voted-facebook-hour.pledge=1")).toBe(true);
    expect(await has("https://vote.example/has", "sawt-voted-facebook-hour.pledge=1")).toBe(false);
    expect(await has("http://localhost/has", "sawt-voted-facebook-hour.concern=1")).toBe(false);
    expect(await has("http://localhost/has", "")).toBe(false);
  });

  it("with any other value is no mark", async () => {
    expect(await has("http://localhost/has", "sawt-voted-facebook-hour.pledge=0")).toBe(false);
  });

  it("is taken away with the ballot", async () => {
    expect(await cookieOf("http://localhost/clear")).toBe(
      "sawt-voted-facebook-hour.pledge=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
    );
  });

  it("of one poll's question never stands for another's, hyphens or not", () => {
    expect(markName("a-b", "c", false)).not.toBe(markName("a", "b-c", false));
  });
});
