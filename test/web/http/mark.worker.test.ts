import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { AppEnv } from "../../../src/web/http/env.ts";
import { clearMark, hasMark, markName, setMark } from "../../../src/web/http/mark.ts";
import { asReaderSent } from "../../../src/web/http/site.ts";

const NOW = Date.parse("2026-11-23T18:00:00Z");

const app = new Hono<AppEnv>()
  .get("/set", (c) => {
    const closes = c.req.query("closes");
    setMark(
      c,
      { id: "facebook-hour", ...(closes && { closes }) },
      "pledge",
      NOW,
      c.req.query("in") === "frame" ? "frame" : "page",
    );
    return c.body(null);
  })
  .get("/clear", (c) => {
    clearMark(c, "facebook-hour", "pledge");
    return c.body(null);
  })
  .get("/has", (c) => c.json(hasMark(c, "facebook-hour", "pledge")));

const cookieOf = async (address: string) => (await app.request(address, {}, {})).headers.get("set-cookie");
const has = async (address: string, cookie: string) => (await app.request(address, { headers: { cookie } }, {})).json();

describe("the device mark", () => {
  it("is the same constant for everybody, out of reach of scripts and other sites", async () => {
    expect(await cookieOf("https://vote.example/set")).toBe(
      "__Host-sawt-voted-facebook-hour.pledge=1; Max-Age=15552000; Path=/; HttpOnly; Secure; SameSite=Lax",
    );
  });

  it("in a frame of another site is kept apart for that site, under the same name", async () => {
    expect(await cookieOf("https://vote.example/set?in=frame")).toBe(
      "__Host-sawt-voted-facebook-hour.pledge=1; Max-Age=15552000; Path=/; HttpOnly; Secure; SameSite=None; Partitioned",
    );
    expect(await has("https://vote.example/has", "__Host-sawt-voted-facebook-hour.pledge=1")).toBe(true);
  });

  it("on plain http is the same in a frame: without Secure browsers take no cookie of another site", async () => {
    expect(await cookieOf("http://localhost:8787/set?in=frame")).toBe(
      "sawt-voted-facebook-hour.pledge=1; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax",
    );
  });

  it("is secure where a proxy ends TLS, and only where a proxy is declared", async () => {
    const request = new Request("http://127.0.0.1:8787/set?in=frame", { headers: { "x-forwarded-proto": "https" } });
    const asked = (header: string) =>
      app.request(asReaderSent(request, { PLATFORM: "self", CLIENT_ADDRESS_HEADER: header }), {}, {});
    expect((await asked("x-real-ip")).headers.get("set-cookie")).toMatch(
      /^__Host-.*; Secure; SameSite=None; Partitioned$/,
    );
    expect((await asked("")).headers.get("set-cookie")).toMatch(/^sawt-voted-.*; SameSite=Lax$/);
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
    expect([markName("a", "b", false), markName("a", "c", true)]).toEqual(["sawt-voted-a.b", "__Host-sawt-voted-a.c"]);
  });
});
