import { env } from "cloudflare:workers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forget } from "../../../src/engine/index.ts";
import { remembered } from "../../../src/web/http/memo.ts";
import { openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { markOf } from "../pages/page.ts";

const ORIGIN = "http://localhost:8787";

// A view lasts a second: none passes unless a test lets it.
beforeEach(() => void vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

/** What is remembered for this request, without asking the Worker's routes. */
const memory = (path: string, headers: Record<string, string> = {}, method = "GET"): Response | undefined =>
  remembered(new Request(`${ORIGIN}${path}`, { headers, method }), env);

async function written(response: Response | undefined) {
  if (!response) throw new Error("nothing was remembered");
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

/** Renders it once. */
const render = async (path: string, headers: Record<string, string> = {}) =>
  void (await (await ask(path, { headers })).arrayBuffer());

describe("an answer that is asked for again within its second", () => {
  it.each([
    ["the vote page", (id: string) => `/p/${id}`],
    ["the vote page in French", (id: string) => `/fr/p/${id}`],
    ["the results", (id: string) => `/en/p/${id}/results`],
    ["the method page", (id: string) => `/p/${id}/method`],
    ["the frame", (id: string) => `/e/${id}`],
    ["the frame's results", (id: string) => `/e/${id}?lang=fr&theme=dark&view=results`],
    ["the tally", (id: string) => `/api/v1/polls/${id}/tally`],
    ["the poll", (id: string) => `/api/v1/polls/${id}`],
  ])("is %s once more, header for header and byte for byte", async (_, pathOf) => {
    const path = pathOf((await openPoll()).id);
    expect(memory(path)).toBeUndefined();
    const first = await written(await ask(path));
    expect(first.status).toBe(200);
    expect(await written(memory(path))).toEqual(first);
    expect(await written(await ask(path))).toEqual(first);
  });

  it("is compressed for those who take that, and only for them", async () => {
    const path = `/p/${(await openPoll()).id}/results`;
    const plain = await (await ask(path)).text();
    for (const [encoding, decode] of [
      ["br", brotliDecompressSync],
      ["gzip", gunzipSync],
    ] as const) {
      await render(path, { "accept-encoding": encoding });
      const sent = memory(path, { "accept-encoding": encoding });
      expect(sent?.headers.get("content-encoding")).toBe(encoding);
      const bytes = new Uint8Array((await sent?.arrayBuffer()) ?? []);
      expect(bytes.length).toBeLessThan(10_000);
      expect(decode(bytes).toString()).toBe(plain);
    }
    expect(await memory(path, { "accept-encoding": "identity" })?.text()).toBe(plain);
    expect(memory(path)?.headers.get("content-encoding")).toBeNull();
  });

  it("is unchanged for those who hold it, in whatever encoding, and only for them", async () => {
    const path = `/p/${(await openPoll()).id}`;
    const plain = await ask(path);
    const brotli = await ask(path, { headers: { "accept-encoding": "br" } });
    const tags = [plain, brotli].map((each) => each.headers.get("etag") ?? "");
    expect(tags[0]).toMatch(/^"[\w-]{22}"$/);
    expect(tags[1]).toBe(tags[0]?.replace(/"$/, '-br"'));
    for (const tag of [...tags, `W/${tags[0]}`, `"another", ${tags[0]}`, "*"])
      for (const response of [
        memory(path, { "if-none-match": tag }),
        await ask(path, { headers: { "if-none-match": tag } }),
      ])
        expect([tag, response?.status, await response?.text()]).toEqual([tag, 304, ""]);
    expect(memory(path, { "if-none-match": '"another"' })?.status).toBe(200);
  });

  it("is the same for a browser that has voted: no page of everyone's reads a cookie", async () => {
    const { id } = await openPoll();
    const cookie = `a=b; ${markOf(id, "pledge")}`;
    for (const path of [`/p/${id}`, `/p/${id}/results`, `/p/${id}/method`, `/e/${id}`, `/api/v1/polls/${id}/tally`]) {
      const first = await written(await ask(path));
      expect([path, first.headers["set-cookie"], first.headers.vary]).toEqual([path, undefined, "Accept-Encoding"]);
      expect(await written(memory(path, { cookie }))).toEqual(first);
      forget(id);
      const { body } = await written(await ask(path, { headers: { cookie } }));
      if (!path.startsWith("/api")) expect([path, body]).toEqual([path, first.body]);
    }
  });

  it("is another one under another host and in another frame, and the same whatever a network adds to a link", async () => {
    const { id } = await openPoll();
    await render(`/p/${id}?fbclid=one`);
    expect(memory(`/p/${id}?fbclid=another&utm_source=x`)).toBeDefined();
    expect(remembered(new Request(`http://another.example/p/${id}`), env)).toBeUndefined();
    expect(remembered(new Request(`https://localhost:8787/p/${id}`), env)).toBeUndefined();
    await render(`/e/${id}?lang=fr`);
    expect(memory(`/e/${id}?lang=fr&fbclid=one`)).toBeDefined();
    for (const other of ["", "?lang=en", "?lang=fr&theme=dark", "?lang=fr&view=results", "?lang=fr&childId=x"])
      expect([other, memory(`/e/${id}${other}`)]).toEqual([other, undefined]);
  });

  it("is asked for anew after a second, and as soon as somebody changed the poll", async () => {
    const { id } = await openPoll();
    await render(`/p/${id}`);
    expect(memory(`/p/${id}`)).toBeDefined();
    forget(id);
    expect(memory(`/p/${id}`)).toBeUndefined();
    await render(`/p/${id}`);
    vi.setSystemTime(Date.now() + 1_000);
    expect(memory(`/p/${id}`)).toBeUndefined();
  });

  it("opens and closes with its poll on the second", async () => {
    const closes = new Date(Date.now() + 90_000).toISOString().replace(/\.\d+/, "");
    const { id } = await openPoll({ closes });
    vi.setSystemTime(Date.parse(closes) - 1);
    await render(`/p/${id}`);
    expect(memory(`/p/${id}`)).toBeDefined();
    vi.setSystemTime(Date.parse(closes));
    expect(memory(`/p/${id}`)).toBeUndefined();
    expect(await (await ask(`/p/${id}`)).text()).not.toContain('name="choice"');
  });

  it("is for GET alone; what is one reader's own, and refusals, are remembered for nobody", async () => {
    const { id } = await openPoll();
    await render(`/p/${id}`);
    expect(memory(`/p/${id}`, {}, "HEAD")).toBeUndefined();
    expect(memory(`/p/${id}`, {}, "POST")).toBeUndefined();
    const own = { cookie: markOf(id, "pledge") };
    for (const path of [
      `/p/${id}-none`,
      `/api/v1/polls/${id}-none/tally`,
      `/p/${id}/vote?choice=hour`,
      `/p/${id}/voted`,
    ]) {
      await render(path, own);
      expect([path, memory(path, own)]).toEqual([path, undefined]);
    }
  });
});
