import { env } from "cloudflare:workers";
import { brotliDecompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forget } from "../../../src/engine/index.ts";
import { keptAnswer } from "../../../src/web/http/kept-answers.ts";
import { openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { hidden, markOf } from "../pages/page.ts";

const ORIGIN = "http://localhost:8787";

// A view lasts a second: none passes unless a test lets it.
beforeEach(() => void vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

/** What is kept for this request, without asking the Worker's routes. */
const kept = (path: string, headers: Record<string, string> = {}, method = "GET"): Response | undefined =>
  keptAnswer(new Request(`${ORIGIN}${path}`, { headers, method }), env);

const SECRET = /(?<=value="|<code dir="ltr">)[A-Za-z0-9_-]{43}(?=")?/g;
const withoutSecret = (page: string) => page.replace(SECRET, "");

async function written(response: Response | undefined) {
  if (!response) throw new Error("nothing was kept");
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: withoutSecret(await response.text()) };
}

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
  ])("is %s once more, header for header and byte for byte but for a secret", async (_, pathOf) => {
    const path = pathOf((await openPoll()).id);
    expect(kept(path)).toBeUndefined();
    const first = await written(await ask(path));
    expect(first.status).toBe(200);
    expect(await written(kept(path))).toEqual(first);
    expect(await written(await ask(path))).toEqual(first);
  });

  it("holds another secret for every reader, twice in the page, plain and compressed", async () => {
    const { id } = await openPoll();
    const secrets = new Set<string>();
    for (const path of [`/p/${id}`, `/e/${id}`]) {
      secrets.add(hidden(await (await ask(path)).text(), "secret"));
      await (await ask(path, { headers: { "accept-encoding": "br" } })).body?.cancel();
      for (let i = 0; i < 3; i++) secrets.add(hidden((await kept(path)?.text()) ?? "", "secret"));
      const sent = kept(path, { "accept-encoding": "gzip, br" });
      expect(sent?.headers.get("content-encoding")).toBe("br");
      const page = brotliDecompressSync(new Uint8Array((await sent?.arrayBuffer()) ?? [])).toString();
      const secret = hidden(page, "secret");
      expect(page.split(secret)).toHaveLength(3);
      secrets.add(secret);
    }
    for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(secrets.size).toBe(10);
  });

  it("is compressed for those who take that, and only for them", async () => {
    const path = `/p/${(await openPoll()).id}/results`;
    const plain = await (await ask(path)).text();
    for (const encoding of ["br", "gzip"]) {
      await (await ask(path, { headers: { "accept-encoding": encoding } })).body?.cancel();
      const sent = kept(path, { "accept-encoding": encoding });
      expect(sent?.headers.get("content-encoding")).toBe(encoding);
      expect((await sent?.arrayBuffer())?.byteLength).toBeLessThan(10_000);
    }
    expect(await kept(path, { "accept-encoding": "identity" })?.text()).toBe(plain);
    expect(kept(path)?.headers.get("content-encoding")).toBeNull();
  });

  it("is unchanged for those who hold it, and only for them", async () => {
    const path = `/api/v1/polls/${(await openPoll()).id}/tally`;
    const tag = (await ask(path)).headers.get("etag") ?? "";
    const held = { "if-none-match": tag };
    const first = await written(await ask(path, { headers: held }));
    expect(first).toMatchObject({ status: 304, body: "" });
    expect(await written(kept(path, held))).toEqual(first);
    expect(kept(path, { "if-none-match": 'W/"another"' })).toBeUndefined();
    expect(kept(path)?.status).toBe(200);
  });

  it("is not what a browser that voted is shown; the tally is", async () => {
    const { id } = await openPoll();
    const marked = { cookie: `a=b; ${markOf(id, "pledge")}` };
    for (const path of [`/p/${id}`, `/p/${id}/results`, `/e/${id}`]) {
      await (await ask(path)).body?.cancel();
      expect(kept(path, { cookie: "a=b" })).toBeDefined();
      expect(kept(path, marked)).toBeUndefined();
    }
    // What it is shown instead is its own, and is kept for nobody.
    expect(await (await ask(`/p/${id}`, { headers: marked })).text()).not.toContain('name="choice"');
    expect(await kept(`/p/${id}`)?.text()).toContain('name="choice"');
    const tally = `/api/v1/polls/${id}/tally`;
    await (await ask(tally)).body?.cancel();
    expect(kept(tally, marked)).toBeDefined();
  });

  it("is another one under another host and in another frame, and the same whatever a network adds to a link", async () => {
    const { id } = await openPoll();
    await (await ask(`/p/${id}?fbclid=one`)).body?.cancel();
    expect(kept(`/p/${id}?fbclid=another&utm_source=x`)).toBeDefined();
    expect(keptAnswer(new Request(`http://another.example/p/${id}`), env)).toBeUndefined();
    expect(keptAnswer(new Request(`https://localhost:8787/p/${id}`), env)).toBeUndefined();
    await (await ask(`/e/${id}?lang=fr`)).body?.cancel();
    for (const other of ["", "?lang=en", "?lang=fr&theme=dark", "?lang=fr&view=results", "?lang=fr&childId=x"])
      expect([other, kept(`/e/${id}${other}`)]).toEqual([other, undefined]);
  });

  it("of a frame names the site of the article around it, and no other site's", async () => {
    const { id } = await openPoll();
    const on = (host: string) => ({ referer: `https://${host}/`, "sec-fetch-dest": "iframe" });
    for (const host of ["news.example", "other.example"]) {
      expect(kept(`/e/${id}`, on(host))).toBeUndefined();
      expect(await (await ask(`/e/${id}`, { headers: on(host) })).text()).toContain(`host=${host}`);
    }
    for (const host of ["news.example", "other.example"])
      expect(await kept(`/e/${id}`, on(host))?.text()).toContain(`host=${host}`);
    expect(kept(`/e/${id}`)).toBeUndefined();
    expect(kept(`/e/${id}`, { ...on("news.example"), "sec-fetch-dest": "document" })).toBeUndefined();
  });

  it("is asked for anew after a second, and as soon as somebody changed the poll", async () => {
    const { id } = await openPoll();
    await (await ask(`/p/${id}`)).body?.cancel();
    expect(kept(`/p/${id}`)).toBeDefined();
    forget(id);
    expect(kept(`/p/${id}`)).toBeUndefined();
    await (await ask(`/p/${id}`)).body?.cancel();
    vi.setSystemTime(Date.now() + 1_000);
    expect(kept(`/p/${id}`)).toBeUndefined();
  });

  it("opens and closes with its poll on the second", async () => {
    const closes = new Date(Date.now() + 90_000).toISOString().replace(/\.\d+/, "");
    const { id } = await openPoll({ closes });
    vi.setSystemTime(Date.parse(closes) - 1);
    await (await ask(`/p/${id}`)).body?.cancel();
    expect(kept(`/p/${id}`)).toBeDefined();
    vi.setSystemTime(Date.parse(closes));
    expect(kept(`/p/${id}`)).toBeUndefined();
    expect(await (await ask(`/p/${id}`)).text()).not.toContain('name="choice"');
  });

  it("is for GET alone, and refusals are kept for nobody", async () => {
    const { id } = await openPoll();
    await (await ask(`/p/${id}`)).body?.cancel();
    expect(kept(`/p/${id}`, {}, "HEAD")).toBeUndefined();
    expect(kept(`/p/${id}`, {}, "POST")).toBeUndefined();
    for (const path of [`/p/${id}-none`, `/api/v1/polls/${id}-none/tally`, `/p/${id}/vote`]) {
      await (await ask(path)).body?.cancel();
      expect(kept(path)).toBeUndefined();
    }
  });
});
