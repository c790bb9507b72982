import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Archive } from "../../src/archive/archive.ts";
import { lockOf } from "../../src/log/lock.ts";
import { sha256 } from "../../src/objects/keys.ts";
import { aBallot, archivedLines, archivedRecount, boxOf, bytes32, ledgerOf, openPoll } from "./a-poll.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Every KV binding of this process, the ledger's too. */
const kv = Object.getPrototypeOf(env.ARCHIVE) as KVNamespace;

describe("a ledger", () => {
  it("opens a log with the definition, its rules written out, its keys, and an empty seal", async () => {
    const poll = await openPoll();
    const [open = "", seal = ""] = await archivedLines(poll);
    const json = JSON.parse(open.slice("open ".length));
    expect(Object.keys(json)).toEqual(["origin", "vkey", "promiseVkey", "definition"]);
    expect(json.origin).toBe(`localhost:8787/log/${poll.id}`);
    expect(json.vkey).toMatch(new RegExp(`^localhost:8787/log/${poll.id}\\+[0-9a-f]{8}\\+A[A-Za-z0-9+/]{43}$`));
    expect(json.definition).toEqual(poll);
    expect(json.definition.rules.allowance.ipv4).toBe(20);
    expect(seal).toMatch(
      /^seal 0 \{"pledge":\{"ballots":\{"a":0,"c":0\},"withdrawn":\{"a":0,"c":0\},"options":\{"leave":\{"a":0,"c":0\}/,
    );
  });

  it("seals what waits in all boxes, sorted by leaf hash, and the archive alone recounts to the tally", async () => {
    const poll = await openPoll();
    for (let box = 0; box < 4; box++)
      for (let i = 0; i < 100; i++)
        await boxOf(poll, box).cast(
          aBallot(`${box}/${i}`, { class: i % 7 === 0 ? "c" : "a", choice: [i % 2 ? "hour" : "leave"] }),
        );
    await ledgerOf(poll).seal();
    const recounted = await archivedRecount(poll);
    expect(recounted).toMatchObject({ kind: "counted", size: 403, seals: 2, closed: false });
    const view = await ledgerOf(poll).view();
    expect(view?.tally.sealed).toEqual({ seal: 1, size: 403, ballots: 400 });
    expect(recounted.kind === "counted" && recounted.counts).toEqual(view?.tally.counts);
    expect(view?.tally.counts.pledge?.options).toMatchObject({ leave: { a: 168, c: 32 }, hour: { a: 172, c: 28 } });
  });

  it("has every partial bundle that a seal made public, and full ones once", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    const put = vi.spyOn(kv, "put");
    for (let i = 0; i < 260; i++) await boxOf(poll).cast(aBallot(`voter ${i}`));
    await ledgerOf(poll).seal();
    await boxOf(poll).cast(aBallot("later"));
    await ledgerOf(poll).seal();
    expect(put.mock.calls.map(([key]) => key)).toEqual([
      `log/${poll.id}/entries/000`,
      `log/${poll.id}/entries/001.p/7`,
      `tally/${poll.id}`,
      `log/${poll.id}/entries/001.p/9`,
      `tally/${poll.id}`,
    ]);
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", size: 265 });
  });

  it("seals nothing when nothing waits", async () => {
    const poll = await openPoll();
    await ledgerOf(poll).seal();
    expect((await ledgerOf(poll).view())?.tally.sealed).toEqual({ seal: 0, size: 2, ballots: 0 });
  });

  it("shows the running tally as the last seal plus what the boxes hold, also after a restart", async () => {
    const poll = await openPoll();
    await boxOf(poll, 0).cast(aBallot("one"));
    await ledgerOf(poll).seal();
    await boxOf(poll, 1).cast(aBallot("two"));
    await boxOf(poll, 3).cast(aBallot("three", { question: "hosting", choice: ["unsure"] }));
    await evictDurableObject(ledgerOf(poll));
    const tally = (await ledgerOf(poll).view())?.tally;
    expect(tally?.sequence).toBe(3);
    expect(tally?.sealed.ballots).toBe(1);
    expect(tally?.counts.pledge?.options.hour).toEqual({ a: 2, c: 0 });
    expect(tally?.counts.hosting?.options.unsure).toEqual({ a: 1, c: 0 });
  });

  it("ignores a late or repeated report of a box", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    const early = await boxOf(poll).running();
    await boxOf(poll).cast(aBallot("one"));
    await ledgerOf(poll).report(await boxOf(poll).running());
    await ledgerOf(poll).report(early);
    expect((await ledgerOf(poll).view())?.tally.sequence).toBe(1);
  });

  it("is woken by a box's alarm, and the box's alarm stops once its ballots are in the log", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    expect(await runDurableObjectAlarm(boxOf(poll))).toBe(false);
    await boxOf(poll).cast(aBallot("one"));
    expect(await runDurableObjectAlarm(boxOf(poll))).toBe(true);
    // Too early for a seal: the ledger waits, and the box will ask again.
    expect((await ledgerOf(poll).view())?.tally.sealed.ballots).toBe(0);
    await runInDurableObject(ledgerOf(poll), (_, state) => {
      state.storage.sql.exec("UPDATE seal SET json = json_set(json, '$.sealedAt', 0)");
    });
    expect(await runDurableObjectAlarm(boxOf(poll))).toBe(true);
    expect((await ledgerOf(poll).view())?.tally.sealed.ballots).toBe(1);
    expect(await runDurableObjectAlarm(boxOf(poll))).toBe(false);
  });

  it("takes votes and seals while the archive is down, and publishes everything when it is back", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    const put = vi.spyOn(kv, "put").mockRejectedValue(new Error("KV PUT failed: 500 Internal Server Error"));
    vi.spyOn(console, "warn").mockReturnValue();
    for (let round = 0; round < 3; round++) {
      expect(await boxOf(poll).cast(aBallot(`round ${round}`))).toMatchObject({ kind: "counted" });
      await ledgerOf(poll).seal();
    }
    expect((await ledgerOf(poll).view())?.tally.sealed).toEqual({ seal: 3, size: 8, ballots: 3 });
    expect((await new Archive(env.ARCHIVE).readTally(poll.id))?.sealed.seal).toBe(0);

    put.mockRestore();
    await evictDurableObject(ledgerOf(poll));
    expect(await runDurableObjectAlarm(ledgerOf(poll))).toBe(true);
    expect((await new Archive(env.ARCHIVE).readTally(poll.id))?.sealed.seal).toBe(3);
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", size: 8, seals: 4 });
    for (const width of [2, 4, 6, 8])
      expect(await new Archive(env.ARCHIVE).readBundle(poll.id, 0, width)).toBeDefined();
  });

  it("writes the same again where a write reached the archive and its answer was lost", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    const written = kv.put;
    let lost = 0;
    vi.spyOn(console, "warn").mockReturnValue();
    vi.spyOn(kv, "put").mockImplementation(async function (this: KVNamespace, ...args: Parameters<KVNamespace["put"]>) {
      await written.apply(this, args);
      if (lost++ % 2 === 0) throw new Error("connection lost");
    });
    for (let i = 0; i < 5; i++) {
      await boxOf(poll).cast(aBallot(`voter ${i}`));
      await ledgerOf(poll).seal();
      await runDurableObjectAlarm(ledgerOf(poll));
    }
    vi.restoreAllMocks();
    await ledgerOf(poll).seal();
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", size: 12, seals: 6 });
  });

  it("logs a pause and a resumption with the next batch", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await ledgerOf(poll).pause();
    await ledgerOf(poll).resume();
    await boxOf(poll).cast(aBallot("one"));
    await ledgerOf(poll).seal();
    const lines = await archivedLines(poll);
    expect(lines.slice(2).map((line) => line.replace(/"at":"[^"]+"/, '"at":…'))).toEqual([
      'note {"event":"paused","at":…}',
      'note {"event":"resumed","at":…}',
      `ballot pledge a ${bytes32("one")} hour`,
      expect.stringMatching(/^seal 1 /),
    ]);
  });

  it("closes: everything is handed over, close stands just before the last seal, and nothing comes after", async () => {
    const poll = await openPoll();
    for (let box = 0; box < 4; box++) await boxOf(poll, box).cast(aBallot(`box ${box}`));
    expect(await ledgerOf(poll).close("the newsroom ended it")).toEqual({ kind: "done", phase: "closed" });
    const lines = await archivedLines(poll);
    expect(lines.at(-2)).toMatch(/^close \{"reason":"the newsroom ended it","at":"[^"]+"\}$/);
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", closed: true, size: 9, seals: 3 });
    expect(await ledgerOf(poll).close("again")).toEqual({ kind: "not-possible", phase: "closed" });
    await ledgerOf(poll).seal();
    expect(await archivedLines(poll)).toHaveLength(9);
    expect((await new Archive(env.ARCHIVE).readPoll(poll.id))?.state.closedAt).toBeGreaterThan(0);
  });

  it("closes by itself at the closing time", async () => {
    const closes = new Date(Date.now() + 3_600_000).toISOString();
    const poll = await openPoll({ rules: { boxes: 2 }, closes });
    await boxOf(poll, 1).cast(aBallot("one"));
    vi.useFakeTimers({ now: Date.parse(closes) + 1, toFake: ["Date"] });
    try {
      expect(await runDurableObjectAlarm(ledgerOf(poll))).toBe(true);
      expect((await ledgerOf(poll).view())?.tally.phase).toBe("closed");
    } finally {
      vi.useRealTimers();
    }
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", closed: true });
  });

  it("logs a withdrawal with its ballot, or in a later batch, and both lines stand", async () => {
    const poll = await openPoll({ rules: { boxes: 2 } });
    const origin = `localhost:8787/log/${poll.id}`;
    const lock = (name: string) => lockOf(sha256, origin, "pledge", bytes32(name));
    for (let i = 0; i < 40; i++) await boxOf(poll, i % 2).cast(aBallot("", { lock: lock(`voter ${i}`) }));
    await boxOf(poll, 1).withdraw({ question: "pledge", lock: lock("voter 3"), secret: bytes32("voter 3") });
    await ledgerOf(poll).seal();
    await boxOf(poll, 0).cast(aBallot("", { lock: lock("later") }));
    await ledgerOf(poll).seal();
    for (const i of [0, 17, 38])
      await boxOf(poll, i % 2).withdraw({
        question: "pledge",
        lock: lock(`voter ${i}`),
        secret: bytes32(`voter ${i}`),
      });
    await ledgerOf(poll).seal();
    const recounted = await archivedRecount(poll);
    expect(recounted).toMatchObject({ kind: "counted", seals: 4 });
    expect(recounted.kind === "counted" && recounted.counts.pledge).toMatchObject({
      ballots: { a: 41, c: 0 },
      withdrawn: { a: 4, c: 0 },
      options: { hour: { a: 37, c: 0 } },
    });
  });

  it("seals a batched poll only from 20 waiting ballots on, keeps 10 back, and shows the last seal", async () => {
    const poll = await openPoll({ rules: { boxes: 1, release: "batched" } });
    for (let i = 0; i < 19; i++) await boxOf(poll).cast(aBallot(`voter ${i}`));
    await ledgerOf(poll).seal();
    expect((await ledgerOf(poll).view())?.tally).toMatchObject({ sequence: 0, sealed: { ballots: 0 } });
    await boxOf(poll).cast(aBallot("the twentieth"));
    await ledgerOf(poll).seal();
    expect((await ledgerOf(poll).view())?.tally).toMatchObject({ sequence: 10, sealed: { ballots: 10 } });
    await ledgerOf(poll).close("done");
    expect((await ledgerOf(poll).view())?.tally).toMatchObject({ sequence: 20, sealed: { ballots: 20 } });
  });
});
