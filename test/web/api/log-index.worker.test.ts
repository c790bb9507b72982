import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { sha256 } from "../../../src/engine/keys.ts";
import { KvStore } from "../../../src/engine/kv.ts";
import { encodeBundle } from "../../../src/log/bundle.ts";
import { formatCheckpoint } from "../../../src/log/checkpoint.ts";
import { leafHash } from "../../../src/log/hash.ts";
import { indexFiles } from "../../../src/log/index-prefix.ts";
import { toHex, utf8 } from "../../../src/log/text.ts";
import { aBallot, archivedEntries, archivedLines, boxOf, ledgerOf, openPoll } from "../../engine/a-poll.ts";
import { ask } from "./ask.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const index = (poll: { id: string }, prefix: string, headers: Record<string, string> = {}) =>
  ask(`/log/${poll.id}/index/${prefix}`, { headers });

async function pollWith(ballots: number, changes: object = {}): Promise<PollDefinition> {
  const poll = await openPoll({ rules: { boxes: 1, ...changes } });
  await Promise.all(Array.from({ length: ballots }, (_, i) => boxOf(poll).cast(aBallot(`voter ${i}`))));
  await ledgerOf(poll).seal();
  return poll;
}

/** What the index should say, from the log itself. */
async function expected(poll: PollDefinition, prefix = ""): Promise<string> {
  const entries = await archivedEntries(poll);
  const kinds = (await archivedLines(poll)).map((line) => line.split(" ")[0]);
  return entries
    .flatMap((entry, i) => {
      const hex = Buffer.from(leafHash(sha256, entry)).toString("hex");
      return kinds[i] === "ballot" && hex.startsWith(prefix) ? [`${i} ${hex.slice(0, 16)}\n`] : [];
    })
    .join("");
}

describe("the index of a log", () => {
  it("lists every ballot of a small log, to anyone, and nobody keeps it for long", async () => {
    const poll = await pollWith(3);
    const response = await index(poll, "all");
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "public, max-age=5",
      "access-control-allow-origin": "*",
    });
    const text = await response.text();
    expect(text).toBe(await expected(poll));
    expect(text.split("\n")).toHaveLength(4);
    expect(text).toMatch(/^2 [0-9a-f]{16}\n3 [0-9a-f]{16}\n4 [0-9a-f]{16}\n$/);
  });

  it("refuses a prefix that would point to few ballots, and says which is the longest", async () => {
    const poll = await pollWith(3);
    const refused = await index(poll, "a", { "Accept-Language": "en" });
    expect([refused.status, await refused.json()]).toEqual([
      422,
      expect.objectContaining({
        type: "/api/problems/invalid",
        detail: expect.stringContaining("Only all is served for now."),
      }),
    ]);
  });

  it("takes one digit from 1,024 ballots on, and not two", async () => {
    const poll = await pollWith(1_024);
    for (const prefix of ["0", "7", "f"])
      expect(await (await index(poll, prefix)).text()).toBe(await expected(poll, prefix));
    expect((await (await index(poll, "7")).text()).split("\n").length).toBeGreaterThan(30);
    const refused = await index(poll, "7f", { "Accept-Language": "fr" });
    expect([refused.status, await refused.json()]).toEqual([
      422,
      expect.objectContaining({ detail: expect.stringContaining("Longueur maximale : 1.") }),
    ]);
    for (const prefix of ["F", "g", "7-"]) expect((await index(poll, prefix)).status).toBe(422);
  });

  it("takes full spans from the files written for them, and only the rest from the bundles", async () => {
    const poll = await pollWith(3);
    const archive = new KvStore(env.ARCHIVE);
    const line = (i: number) => `${i} ${toHex(new Uint8Array([i % 256]))}00000000000000\n`;
    const span = Array.from({ length: 65_536 }, (_, i) => line(i)).join("");
    await Promise.all(
      [...indexFiles(span).entries()].map(([byte, lines]) =>
        archive.writeIndex(poll.id, 0, toHex(new Uint8Array([byte])), lines),
      ),
    );
    const ballot = utf8("ballot pledge a AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA hour");
    const hex = Buffer.from(leafHash(sha256, ballot)).toString("hex");
    await archive.writeBundle(poll.id, 256, 1, encodeBundle([ballot]));
    const byClass = { a: 65_000, c: 0 };
    const text = formatCheckpoint({ origin: `localhost:8787/log/${poll.id}`, size: 65_537, root: new Uint8Array(32) });
    await archive.writeSeal(poll.id, {
      seal: 9,
      size: 65_537,
      sealedAt: 0,
      counts: { pledge: { ballots: byClass, withdrawn: { a: 0, c: 0 }, options: { hour: byClass } } },
      checkpoint: text,
      edge: [],
    });
    await archive.writeCheckpoint(poll.id, `${text}\nsigned`);

    const asked = vi.spyOn(Object.getPrototypeOf(env.ARCHIVE) satisfies KVNamespace, "get");
    const answer = await (await index(poll, hex.slice(0, 2))).text();
    const byte = Number.parseInt(hex.slice(0, 2), 16);
    const ofSpan = Array.from({ length: 256 }, (_, i) => line(i * 256 + byte)).join("");
    expect(answer).toBe(`${ofSpan}65536 ${hex.slice(0, 16)}\n`);
    const keys = asked.mock.calls
      .map(([key]) => String(key))
      .filter((key) => key.includes("/entries/") || key.includes("/index/"));
    expect(keys).toEqual([`log/${poll.id}/index/0/${hex.slice(0, 2)}`, `log/${poll.id}/entries/256.p/1`]);
    expect((await (await index(poll, "0")).text()).split("\n").length).toBeGreaterThan(4_096);
    expect((await index(poll, "000")).status).toBe(422);
  });

  it("is hidden with the results until the poll closes", async () => {
    const poll = await pollWith(3, { results: "after-close" });
    expect((await index(poll, "all")).status).toBe(403);
    await ledgerOf(poll).close("done");
    await vi.waitFor(async () => expect((await index(poll, "all")).status).toBe(200), 4_000);
  });

  it("stays while every object is unreachable", async () => {
    const poll = await pollWith(3);
    await index(poll, "all");
    const proto: { getByName(name: string): object } = Object.getPrototypeOf(env.LEDGER);
    const lost = () => Promise.reject(new Error("Network connection lost."));
    vi.spyOn(proto, "getByName").mockReturnValue(new Proxy({}, { get: () => lost }));
    expect(await (await index(poll, "all")).text()).toBe(await expected(poll));
  });

  it("is of no poll that does not exist", async () => {
    expect((await index({ id: "none" }, "all")).status).toBe(404);
  });
});
