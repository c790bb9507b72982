import { describe, expect, it } from "vitest";
import { asReaderSent } from "../../../src/web/http/proxy.ts";

const SELF = { PLATFORM: "self", CLIENT_ADDRESS_HEADER: "" };
const BEHIND_A_PROXY = { PLATFORM: "self", CLIENT_ADDRESS_HEADER: "X-Forwarded-For" };
const CLOUDFLARE = { PLATFORM: "cloudflare", CLIENT_ADDRESS_HEADER: "" };

const request = (proto?: string, init: RequestInit = {}) =>
  new Request("http://vote.example/p/facebook-hour?voted=pledge", {
    ...init,
    headers: { ...(proto !== undefined && { "X-Forwarded-Proto": proto }), Accept: "text/html" },
  });

describe("behind a proxy that ends TLS", () => {
  it("a request is the https one that the reader's browser made", async () => {
    const sent = asReaderSent(request("https", { method: "POST", body: "choice=hour" }), BEHIND_A_PROXY);
    expect(sent.url).toBe("https://vote.example/p/facebook-hour?voted=pledge");
    expect(sent.method).toBe("POST");
    expect(sent.headers.get("Accept")).toBe("text/html");
    expect(await sent.text()).toBe("choice=hour");
  });

  it.each(["http", "", "wss", undefined])("it is left alone where the proxy says %j", (proto) => {
    expect(asReaderSent(request(proto), BEHIND_A_PROXY).url).toBe("http://vote.example/p/facebook-hour?voted=pledge");
  });

  it("what stands left of the last comma was written by whoever spoke to the proxy", () => {
    expect(asReaderSent(request("https, http"), BEHIND_A_PROXY).url).toMatch(/^http:/);
    expect(asReaderSent(request("http, https"), BEHIND_A_PROXY).url).toMatch(/^https:/);
  });
});

it.each([
  ["on one's own machine without a proxy", SELF],
  ["on Cloudflare", CLOUDFLARE],
])("%s the header is anybody's, and is not read", (_, env) => {
  const plain = request("https");
  expect(asReaderSent(plain, env)).toBe(plain);
});
