import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { AppEnv } from "../../../src/web/http/env.ts";
import { isHttps, siteOf } from "../../../src/web/http/site.ts";

const app = new Hono<AppEnv>().get("/*", (c) => c.json([siteOf(c), isHttps(c)]));
const asked = async (url: string, env: Partial<Env>, headers: Record<string, string> = {}) =>
  (await app.request(url, { headers }, env)).json();

const BEHIND = { CLIENT_ADDRESS_HEADER: "X-Reader", PUBLIC_HOST: "vote.example" };
const HTTPS = { "X-Forwarded-Proto": "https" };

describe("the site that readers see", () => {
  it("is that of the request where no proxy of one's own stands in front, whatever the request or the settings say", async () => {
    const alone = { CLIENT_ADDRESS_HEADER: "", PUBLIC_HOST: "vote.example" };
    expect(await asked("https://sawt.example/p/x?y=z", alone)).toEqual(["https://sawt.example", true]);
    expect(await asked("http://localhost:8787/p/x", alone, HTTPS)).toEqual(["http://localhost:8787", false]);
  });

  it("is the public host behind one's own proxy, by https where the proxy says so", async () => {
    expect(await asked("http://127.0.0.1:8787/p/x", BEHIND, HTTPS)).toEqual(["https://vote.example", true]);
    expect(await asked("http://127.0.0.1:8787/p/x", BEHIND)).toEqual(["http://vote.example", false]);
    expect(await asked("https://inner.example/p/x", BEHIND)).toEqual(["https://vote.example", true]);
  });

  it("is by https for that one word alone", async () => {
    for (const proto of ["http", "HTTPS", "https, http", "wss"])
      expect([proto, await asked("http://127.0.0.1/", BEHIND, { "X-Forwarded-Proto": proto })]).toEqual([
        proto,
        ["http://vote.example", false],
      ]);
  });

  it("is the host that was asked behind a proxy, where no public host is set", async () => {
    const unnamed = { ...BEHIND, PUBLIC_HOST: "" };
    expect(await asked("http://news.example:8080/p/x", unnamed, HTTPS)).toEqual(["https://news.example:8080", true]);
  });
});
