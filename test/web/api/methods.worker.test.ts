import { describe, expect, it } from "vitest";
import { ask, bothLanguages } from "./ask.ts";

const POLL = "/api/v1/polls/facebook-hour";
const READS = [POLL, `${POLL}/tally`, `${POLL}/live`, "/api/openapi.json", "/api"];
const ACTS = [`${POLL}/ballots`, `${POLL}/withdrawals`];

describe("a method that an address does not take", () => {
  it.each([
    ...READS.map((path) => ["POST", path, "GET, HEAD, OPTIONS"]),
    ...READS.map((path) => ["DELETE", path, "GET, HEAD, OPTIONS"]),
    ...ACTS.map((path) => ["GET", path, "POST, OPTIONS"]),
    ...ACTS.map((path) => ["PUT", path, "POST, OPTIONS"]),
  ] as const)("%s %s is answered with those it takes", async (method, path, allow) => {
    const send = (headers: Record<string, string>) => ask(path, { method, headers });
    expect(await bothLanguages(send)).toMatchObject({
      status: 405,
      type: "/api/problems/invalid",
      ar: `هذا العنوان لا يقبل إلا: ${allow}.`,
      fr: `Cette adresse n’accepte que : ${allow}.`,
    });
    expect((await send({})).headers.get("allow")).toBe(allow);
  });
});

describe("HEAD", () => {
  it("answers as GET does, without the content", async () => {
    const [get, head] = [await ask(`${POLL}/tally`), await ask(`${POLL}/tally`, { method: "HEAD" })];
    expect(head.status).toBe(200);
    expect(head.headers.get("etag")).toBe(get.headers.get("etag"));
    expect(await head.text()).toBe("");
    expect((await ask(ACTS[0]!, { method: "HEAD" })).status).toBe(405);
  });
});

describe("a browser that asks for another site's script", () => {
  const preflight = (path: string, method: string) =>
    ask(path, {
      method: "OPTIONS",
      headers: {
        origin: "https://other.example",
        "access-control-request-method": method,
        "access-control-request-headers": "content-type",
      },
    });

  it("is told that it may read", async () => {
    const { status, headers } = await preflight(`${POLL}/tally`, "GET");
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("access-control-allow-methods")).toBe("GET, HEAD");
    expect(headers.get("access-control-allow-headers")).toBe("If-None-Match");
    expect(headers.get("access-control-allow-credentials")).toBeNull();
    expect(headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  });

  it.each(ACTS)("is not told that it may post to %s", async (path) => {
    const { status, headers } = await preflight(path, "POST");
    expect(status).toBe(204);
    expect(headers.get("allow")).toBe("POST, OPTIONS");
    expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("may read what is not found", async () => {
    expect((await ask("/api/v1/polls/nowhere")).headers.get("access-control-allow-origin")).toBe("*");
  });
});

describe("an address that does not exist", () => {
  it.each(["/api/v2/polls/facebook-hour", "/api/v1/polls", `${POLL}/`, `${POLL}/votes`, "/api/problems/boredom"])(
    "%s is answered as not found, for every method",
    async (path) => {
      for (const method of path.includes("problems") ? ["GET"] : ["GET", "POST", "OPTIONS"])
        expect(await bothLanguages((headers) => ask(path, { method, headers }))).toMatchObject({
          status: 404,
          type: "/api/problems/not-found",
          ar: "لا يوجد شيء في هذا العنوان. العناوين المتاحة معروضة في ‎/api‎.",
          fr: "Il n’y a rien à cette adresse. Les adresses disponibles sont décrites sur /api.",
        });
    },
  );
});

describe("the type of a problem", () => {
  it("leads to its meaning on the page", async () => {
    const response = await ask("/api/problems/already-used");
    expect([response.status, response.headers.get("location")]).toEqual([303, "/api#already-used"]);
    expect(await (await ask("/api")).text()).toContain('<dt id="already-used">');
  });
});
