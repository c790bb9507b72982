import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { takeRefusals } from "../../../src/engine/index.ts";
import type { AppEnv } from "../../../src/web/http/env.ts";
import { type Provenance, provenanceOf, sameOriginOnly } from "../../../src/web/http/request.ts";

type Row = [what: string, site: string | undefined, origin: string | undefined, answer: Provenance];

const provenance = (site?: string, origin?: string, url = "http://localhost:8787/p/x/vote", publicHost = "") =>
  provenanceOf({ method: "POST", site, origin, url, publicHost });

describe("whose page sent a post", () => {
  it.each<Row>([
    ["our page in a new browser", "same-origin", "http://localhost:8787", "own"],
    ["our page whose origin was hidden", "same-origin", "null", "own"],
    ["our page in an old browser", undefined, "http://localhost:8787", "own"],
    ["a program", undefined, undefined, "unsaid"],
    ["the reader's own act, such as a reload", "none", undefined, "unsaid"],
    ["another site", "cross-site", "https://evil.example", "foreign"],
    ["another site that hides itself", "cross-site", "null", "foreign"],
    ["another site that claims our origin", "cross-site", "http://localhost:8787", "foreign"],
    ["a neighbour of our host", "same-site", "http://other.localhost:8787", "foreign"],
    ["a neighbour that claims our origin", "same-site", "http://localhost:8787", "foreign"],
    ["another site in an old browser", undefined, "https://evil.example", "foreign"],
    ["a page without an origin in an old browser", undefined, "null", "foreign"],
    ["another port of our host", undefined, "http://localhost:9999", "foreign"],
    ["a host that begins like ours", undefined, "http://localhost:8787.evil.example", "foreign"],
    ["a file on the reader's disk", undefined, "file://localhost:8787", "foreign"],
    ["an extension or an app that has our host's name", undefined, "app://localhost:8787", "foreign"],
    ["a word that no browser sends", "same-galaxy", undefined, "foreign"],
    ["an empty origin", undefined, "", "foreign"],
  ])("%s", (_, site, origin, answer) => {
    expect(provenance(site, origin)).toBe(answer);
  });

  it("takes the public host behind a proxy that ends TLS", () => {
    const url = "http://10.0.0.7:8787/p/x/vote";
    expect(provenance(undefined, "https://vote.example", url, "vote.example")).toBe("own");
    expect(provenance(undefined, "https://vote.example", url, "other.example")).toBe("foreign");
    expect(provenance(undefined, "https://vote.example", url, "Vote.Example")).toBe("own");
  });

  it("never takes an http page for an https one", () => {
    expect(provenance(undefined, "http://vote.example", "https://vote.example/p/x/vote")).toBe("foreign");
    expect(provenance(undefined, "https://vote.example", "https://vote.example/p/x/vote")).toBe("own");
  });

  it("does not matter to what changes nothing", () => {
    for (const method of ["GET", "HEAD", "OPTIONS"])
      expect(
        provenanceOf({
          method,
          site: "cross-site",
          origin: "https://evil.example",
          url: "http://localhost/",
          publicHost: "",
        }),
      ).toBe("safe-method");
  });
});

describe("same origin only", () => {
  const app = new Hono<AppEnv>();
  app.use("/vote", sameOriginOnly());
  app.use(
    "/form",
    sameOriginOnly((c) => c.text("refused", 403)),
  );
  app.all("*", (c) => c.text("taken"));

  const post = (path: string, headers: Record<string, string>) => app.request(path, { method: "POST", headers }, env);

  it("refuses another site's page with the problem `forbidden`", async () => {
    const response = await post("/vote", { "sec-fetch-site": "cross-site", "accept-language": "fr" });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      type: "/api/problems/forbidden",
      title: "Requête refusée",
      status: 403,
      detail: "Cette requête n’est acceptée que depuis les pages de ce site.",
    });
  });

  it("refuses in the words of the page where it is given them", async () => {
    const response = await post("/form", { origin: "https://evil.example" });
    expect([response.status, await response.text()]).toEqual([403, "refused"]);
  });

  it("counts what it refuses among the poll's refusals where it was a ballot, and nothing else", async () => {
    const counting = new Hono<AppEnv>();
    for (const act of ["vote", "ballots", "withdraw"])
      counting.post(`/p/:poll/${act}`, sameOriginOnly(), (c) => c.text("taken"));
    const send = (path: string, site: string) =>
      counting.request(path, { method: "POST", headers: { "sec-fetch-site": site } }, env);
    for (const act of ["vote", "ballots", "withdraw"]) await send(`/p/a-poll/${act}`, "cross-site");
    await send("/p/a-poll/vote", "same-origin");
    expect(takeRefusals("a-poll")).toEqual({ foreign: 2 });
  });

  it("lets our own pages and programs through", async () => {
    expect(await (await post("/vote", { "sec-fetch-site": "same-origin" })).text()).toBe("taken");
    expect(await (await post("/vote", { origin: "http://localhost" })).text()).toBe("taken");
    expect(await (await post("/vote", {})).text()).toBe("taken");
  });
});
