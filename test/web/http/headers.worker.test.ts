import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { AppEnv } from "../../../src/web/http/env.ts";
import { contentSecurityPolicy, securityHeaders } from "../../../src/web/http/headers.ts";
import { asReaderSent } from "../../../src/web/http/site.ts";

const app = new Hono<AppEnv>();
app.use(securityHeaders());
app.get("/page", (c) => c.html("<p>صوت</p>"));
app.get("/frame", (c) => {
  c.header("Content-Security-Policy", "default-src 'none'; frame-ancestors *");
  return c.html("<p>صوت</p>");
});
app.get("/data", (c) => {
  c.header("Access-Control-Allow-Origin", "*");
  c.header("Cache-Control", "public, max-age=1");
  return c.json({});
});
app.get("/fetched", () => env.GALLERY.getByName("facebook-hour/0").fetch("http://localhost/"));

const headersOf = async (address: string) =>
  Object.fromEntries((await app.request(address, {}, { CLIENT_ADDRESS_HEADER: "" })).headers);

const PERMISSIONS =
  "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()";

describe("the headers of a response", () => {
  it("of a page keep it to itself, out of frames and out of caches", async () => {
    expect(await headersOf("http://localhost/page")).toEqual({
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "content-type": "text/html; charset=UTF-8",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": PERMISSIONS,
      "referrer-policy": "strict-origin-when-cross-origin",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
  });

  it("ask for https on https alone", async () => {
    expect(await headersOf("https://vote.example/page")).toMatchObject({
      "strict-transport-security": "max-age=31536000",
    });
    expect(await headersOf("http://localhost/page")).not.toHaveProperty("strict-transport-security");
  });

  it("ask for it as well where a proxy of one's own ends https, and believe nobody else about that", async () => {
    const forwarded = { headers: { "x-forwarded-proto": "https" } };
    const behind = (header: string) =>
      app.request(
        asReaderSent(new Request("http://localhost/page", forwarded), {
          PLATFORM: "self",
          CLIENT_ADDRESS_HEADER: header,
        }),
        {},
        {},
      );
    expect((await behind("X-Real-IP")).headers.get("strict-transport-security")).toBe("max-age=31536000");
    expect((await behind("")).headers.has("strict-transport-security")).toBe(false);
  });

  it("of public data let any page show it, and leave its own caching", async () => {
    const headers = await headersOf("http://localhost/data");
    expect(headers).toMatchObject({
      "cache-control": "public, max-age=1",
      "cross-origin-resource-policy": "cross-origin",
    });
    expect(headers).not.toHaveProperty("x-frame-options");
  });

  it("of a page that others may frame do not forbid it", async () => {
    expect(await headersOf("http://localhost/frame")).not.toHaveProperty("x-frame-options");
  });

  it("stand on the response of an object, whose own cannot be changed", async () => {
    const response = await env.GALLERY.getByName("facebook-hour/0").fetch("http://localhost/");
    expect(() => response.headers.set("x-content-type-options", "nosniff")).toThrow(TypeError);
    const { status, headers } = await app.request("http://localhost/fetched", {}, env);
    expect(status).toBe(426);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  it("stand on an unknown address too", async () => {
    expect(await headersOf("http://localhost/nowhere")).toMatchObject({ "x-content-type-options": "nosniff" });
  });
});

describe("the policy of a page", () => {
  it("admits its own inline parts by their hashes, its own host and nothing else", () => {
    expect(
      contentSecurityPolicy(
        {
          styles: [{ text: "", sha256: "c3R5bGU=" }],
          scripts: [
            { text: "", sha256: "b25l" },
            { text: "", sha256: "dHdv" },
          ],
        },
        "vote.example",
      ),
    ).toBe(
      "default-src 'none'; style-src 'sha256-c3R5bGU='; script-src 'sha256-b25l' 'sha256-dHdv'; img-src 'self' data:; connect-src 'self' ws://vote.example wss://vote.example; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  it("of a page without scripts admits none", () => {
    expect(contentSecurityPolicy({ styles: [], scripts: [] }, "localhost:8787")).toBe(
      "default-src 'none'; style-src 'none'; script-src 'none'; img-src 'self' data:; connect-src 'self' ws://localhost:8787 wss://localhost:8787; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  it("is not lengthened by a host made up for that", () => {
    expect(contentSecurityPolicy({ styles: [], scripts: [] }, "a;script-src *")).toContain(
      "connect-src 'self'; form-action",
    );
  });
});
