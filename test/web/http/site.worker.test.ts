import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { AppEnv } from "../../../src/web/http/env.ts";
import { asReaderSent, isHttps, siteOf } from "../../../src/web/http/site.ts";

const app = new Hono<AppEnv>().get("/*", (c) => c.json([siteOf(c), isHttps(c)]));
/** As the Worker takes a request: first as its reader sent it, then its site is read. */
const asked = async (
  url: string,
  env: Pick<Env, "PLATFORM" | "CLIENT_ADDRESS_HEADER" | "PUBLIC_HOST">,
  proto?: string,
) => {
  const headers = proto === undefined ? {} : { "X-Forwarded-Proto": proto };
  return (await app.request(asReaderSent(new Request(url, { headers }), env), {}, env)).json();
};

const ALONE = { PLATFORM: "self", CLIENT_ADDRESS_HEADER: "", PUBLIC_HOST: "vote.example" };
const BEHIND = { PLATFORM: "self", CLIENT_ADDRESS_HEADER: "X-Reader", PUBLIC_HOST: "vote.example" };
const CLOUDFLARE = { PLATFORM: "cloudflare", CLIENT_ADDRESS_HEADER: "", PUBLIC_HOST: "vote.example" };

describe("the site that readers see", () => {
  it("is that of the request where no proxy of one's own stands in front, whatever the request or the settings say", async () => {
    for (const env of [ALONE, CLOUDFLARE]) {
      expect(await asked("https://sawt.example/p/x?y=z", env)).toEqual(["https://sawt.example", true]);
      expect(await asked("http://localhost:8787/p/x", env, "https")).toEqual(["http://localhost:8787", false]);
    }
  });

  it("is the public host behind one's own proxy, by https where the proxy says so", async () => {
    expect(await asked("http://127.0.0.1:8787/p/x", BEHIND, "https")).toEqual(["https://vote.example", true]);
    expect(await asked("http://127.0.0.1:8787/p/x", BEHIND)).toEqual(["http://vote.example", false]);
    expect(await asked("https://inner.example/p/x", BEHIND)).toEqual(["https://vote.example", true]);
  });

  it("is by https for that one word, which stands last in a list and in any case of letters", async () => {
    for (const [proto, scheme] of [
      ["http", "http"],
      ["", "http"],
      ["wss", "http"],
      ["https, http", "http"],
      ["http, https", "https"],
      ["HTTPS", "https"],
    ] as const)
      expect([proto, await asked("http://127.0.0.1/", BEHIND, proto)]).toEqual([
        proto,
        [`${scheme}://vote.example`, scheme === "https"],
      ]);
  });

  it("is the host that was asked behind a proxy, where no public host is set", async () => {
    const unnamed = { ...BEHIND, PUBLIC_HOST: "" };
    expect(await asked("http://news.example:8080/p/x", unnamed, "https")).toEqual(["https://news.example:8080", true]);
  });
});

it("a request behind a proxy that ends TLS keeps its method, fields and body", async () => {
  const request = new Request("http://vote.example/p/facebook-hour?x=y", {
    method: "POST",
    body: "choice=hour",
    headers: { "X-Forwarded-Proto": "https", Accept: "text/html" },
  });
  const sent = asReaderSent(request, BEHIND);
  expect([sent.url, sent.method]).toEqual(["https://vote.example/p/facebook-hour?x=y", "POST"]);
  expect(sent.headers.get("Accept")).toBe("text/html");
  expect(await sent.text()).toBe("choice=hour");
});
