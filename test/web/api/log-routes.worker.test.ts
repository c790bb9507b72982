import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { app } from "../../../src/app.ts";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { sha256 } from "../../../src/engine/keys.ts";
import { KvStore } from "../../../src/engine/kv.ts";
import { decodeBundle } from "../../../src/log/bundle.ts";
import { checkpointOf } from "../../../src/log/checkpoint.ts";
import { leafHash } from "../../../src/log/hash.ts";
import { fromUtf8 } from "../../../src/log/text.ts";
import { hashOfTile, nodesFromTiles } from "../../../src/log/tiles.ts";
import { edgeOf, rootOf } from "../../../src/log/tree.ts";
import { aBallot, boxOf, inTurns, ledgerOf, openPoll, voters } from "../../engine/a-poll.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const get = (poll: { id: string }, path: string, headers: Record<string, string> = {}) =>
  exports.default.fetch(`http://localhost:8787/log/${poll.id}/${path}`, { headers });

const bytes = async (response: Response) => new Uint8Array(await response.arrayBuffer());

async function pollWith(ballots: number, changes: object = {}): Promise<PollDefinition> {
  const poll = await openPoll({ rules: { boxes: 1, ...changes } });
  await Promise.all(Array.from({ length: ballots }, (_, i) => boxOf(poll).cast(aBallot(`voter ${i}`))));
  await ledgerOf(poll).seal();
  return poll;
}

describe("the log's addresses", () => {
  it("serve the signed checkpoint as text that anyone may read and nobody keeps for long", async () => {
    const poll = await pollWith(3);
    const response = await get(poll, "checkpoint");
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "public, max-age=5",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
    const note = await response.text();
    expect(note.split("\n").slice(0, 2)).toEqual([`localhost:8787/log/${poll.id}`, "6"]);
    expect(note).toContain(`\n\n— localhost:8787/log/${poll.id} `);
    expect(await (await get(poll, "checkpoint/6")).text()).toBe(note);
    expect((await get(poll, "checkpoint/6")).headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    expect((await get(poll, "checkpoint/2")).status).toBe(200);
  });

  it("serve entries and hashes from which anyone recomputes the checkpoint's root", async () => {
    const poll = await pollWith(300);
    const head = checkpointOf(await (await get(poll, "checkpoint")).text());
    expect(head?.size).toBe(303);
    const full = await get(poll, "tile/entries/000");
    expect(full.headers.get("Content-Type")).toBe("application/octet-stream");
    expect(full.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    const entries = [
      ...decodeBundle(await bytes(full)),
      ...decodeBundle(await bytes(await get(poll, "tile/entries/001.p/47"))),
    ];
    expect(entries).toHaveLength(303);
    expect(fromUtf8(entries[0] ?? new Uint8Array())).toMatch(/^open \{/);

    const tile = await bytes(await get(poll, "tile/0/000"));
    expect(tile.subarray(0, 32)).toEqual(new Uint8Array(leafHash(sha256, entries[0] ?? new Uint8Array())));
    const tiles = new Map<string, Uint8Array>([
      ["0/0", tile],
      ["0/1", await bytes(await get(poll, "tile/0/001.p/47"))],
      ["1/0", await bytes(await get(poll, "tile/1/000.p/1"))],
    ]);
    expect(tiles.get("1/0")).toEqual(new Uint8Array(hashOfTile(sha256, tile)));
    const nodes = nodesFromTiles(sha256, 303, (level, number) => tiles.get(`${level}/${number}`) ?? new Uint8Array());
    expect(new Uint8Array(rootOf(sha256, edgeOf(nodes, 303)))).toEqual(new Uint8Array(head?.root ?? []));
  });

  it("serve the partial of an earlier checkpoint although the log has grown", async () => {
    const poll = await pollWith(3);
    const early = await bytes(await get(poll, "tile/entries/000.p/6"));
    await inTurns(voters("later", 300), (name) => boxOf(poll).cast(aBallot(name)));
    await ledgerOf(poll).seal();
    expect(await bytes(await get(poll, "tile/entries/000.p/6"))).toEqual(early);
    expect((await bytes(await get(poll, "tile/0/000.p/6"))).length).toBe(6 * 32);
  });

  it("answer 404 for whatever the checkpoint does not reach, and ask the archive for none of it", async () => {
    const poll = await pollWith(3);
    const kv: KVNamespace = Object.getPrototypeOf(env.ARCHIVE);
    const asked = vi.spyOn(kv, "get");
    for (const path of [
      "tile/entries/000",
      "tile/entries/000.p/7",
      "tile/entries/001.p/1",
      "tile/0/000.p/7",
      "tile/1/000.p/1",
      "tile/0/0",
      "tile/00/000.p/1",
      "tile/0/000.p/0",
      "tile/0/000.p/256",
      "tile/0/x000/000.p/1",
      "tile/64/000.p/1",
      "checkpoint/7",
      "checkpoint/06",
      "checkpoint/-1",
    ]) {
      const response = await get(poll, path);
      expect([path, response.status, response.headers.get("Cache-Control")]).toEqual([path, 404, "no-store"]);
    }
    const keys = asked.mock.calls.map(([key]) => String(key)).filter((key) => key.startsWith("log/"));
    expect(keys).toEqual([]);
    expect((await get({ id: "no-such-poll" }, "checkpoint")).status).toBe(404);
  });

  it("show neither entries nor hashes of a poll with hidden results before it closes, only its checkpoint", async () => {
    const poll = await pollWith(3, { results: "after-close" });
    expect((await get(poll, "checkpoint")).status).toBe(200);
    for (const path of ["tile/entries/000.p/6", "tile/0/000.p/6"]) {
      const response = await get(poll, path, { "Accept-Language": "fr" });
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ detail: expect.stringContaining("cachés jusqu’à sa clôture") });
    }
    await ledgerOf(poll).close("done");
    await vi.waitFor(async () => expect((await get(poll, "tile/entries/000.p/6")).status).toBe(200), 4_000);
  });

  it("stay while every object is unreachable", async () => {
    const poll = await pollWith(3);
    const proto: { getByName(name: string): object } = Object.getPrototypeOf(env.LEDGER);
    const lost = () => Promise.reject(new Error("Network connection lost."));
    vi.spyOn(proto, "getByName").mockReturnValue(new Proxy({}, { get: () => lost }));
    expect((await get(poll, "checkpoint")).status).toBe(200);
    expect((await get(poll, "tile/entries/000.p/6")).status).toBe(200);
    expect((await get(poll, "tile/0/000.p/6")).status).toBe(200);
  });
});

it("a log that fails says so as problem details, readable from anywhere, and not as a page", async () => {
  const poll = await pollWith(1);
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(KvStore.prototype, "readCheckpoint").mockRejectedValue(new Error("KV is away"));
  const response = await app.request(`http://localhost:8787/log/${poll.id}/checkpoint`, {}, env);
  expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([500, "*"]);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toMatchObject({ type: "about:blank", status: 500 });
  expect(JSON.parse(told.mock.calls[0]?.[0])).toMatchObject({ event: "api-failure", error: expect.any(String) });
});
