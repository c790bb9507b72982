import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createPublicKey, verify as verifyEd25519 } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { FULL_SEALS_EVERY_MS, MAX_BALLOTS_PER_SEAL } from "../../../src/domain/numbers.ts";
import { BallotBox } from "../../../src/engine/box/box.ts";
import { sha256 } from "../../../src/engine/keys.ts";
import { KvStore } from "../../../src/engine/kv.ts";
import { type Checkpoint, openCheckpoint } from "../../../src/log/checkpoint.ts";
import { leafHash, nodeHash } from "../../../src/log/hash.ts";
import { lockOf } from "../../../src/log/lock.ts";
import { consistencyProof, verifyConsistency } from "../../../src/log/tree.ts";
import {
  aBallot,
  archivedEntries,
  archivedLines,
  archivedRecount,
  boxOf,
  bytes32,
  evict,
  fill,
  inTurns,
  ledgerOf,
  openPoll,
  voters,
} from "../a-poll.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Every KV binding of this process, the ledger's too. */
const kv = Object.getPrototypeOf(env.ARCHIVE) as KVNamespace;

const boxes = BallotBox.prototype;
const alarmOf = (poll: PollDefinition) => runInDurableObject(ledgerOf(poll), (_, { storage }) => storage.getAlarm());

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
    await inTurns(voters("voter", 260), (name) => boxOf(poll).cast(aBallot(name)));
    await ledgerOf(poll).seal();
    await boxOf(poll).cast(aBallot("later"));
    await ledgerOf(poll).seal();
    expect(put.mock.calls.map(([key]) => key)).toEqual([
      `log/${poll.id}/entries/000`,
      `log/${poll.id}/entries/001.p/7`,
      `log/${poll.id}/seal/263`,
      `tally/${poll.id}`,
      `checkpoint/${poll.id}`,
      `log/${poll.id}/entries/001.p/9`,
      `log/${poll.id}/seal/265`,
      `tally/${poll.id}`,
      `checkpoint/${poll.id}`,
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

  it("does not wait for the time of a seal where a full one waits, and takes no more than that at once", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await fill(boxOf(poll), MAX_BALLOTS_PER_SEAL + 1_300);
    await ledgerOf(poll).report(await boxOf(poll).running());
    const due = (await alarmOf(poll)) ?? 0;
    expect(due - Date.now()).toBeLessThanOrEqual(FULL_SEALS_EVERY_MS);
    vi.useFakeTimers({ now: due, toFake: ["Date"] });
    try {
      expect(await runDurableObjectAlarm(ledgerOf(poll))).toBe(true);
      expect((await ledgerOf(poll).view())?.tally.sealed.ballots).toBe(MAX_BALLOTS_PER_SEAL);
      // The rest fills no seal: it waits for its time.
      expect(((await alarmOf(poll)) ?? 0) - due).toBeGreaterThan(FULL_SEALS_EVERY_MS);
    } finally {
      vi.useRealTimers();
    }
    await ledgerOf(poll).seal();
    expect(await archivedRecount(poll)).toMatchObject({
      kind: "counted",
      size: MAX_BALLOTS_PER_SEAL + 1_304,
      seals: 3,
    });
  });

  it("asks a box that says it holds a full seal, and hands nothing over, with a pause in between", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await ledgerOf(poll).report({ ...(await boxOf(poll).running()), version: 1, waiting: MAX_BALLOTS_PER_SEAL });
    vi.spyOn(console, "warn").mockReturnValue();
    vi.spyOn(boxes, "batch").mockRejectedValue(new Error("no answer"));
    vi.useFakeTimers({ now: (await alarmOf(poll)) ?? 0, toFake: ["Date"] });
    try {
      expect(await runDurableObjectAlarm(ledgerOf(poll))).toBe(true);
      expect(((await alarmOf(poll)) ?? 0) - Date.now()).toBe(FULL_SEALS_EVERY_MS);
    } finally {
      vi.useRealTimers();
    }
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
    expect((await new KvStore(env.ARCHIVE).readTally(poll.id))?.sealed.seal).toBe(0);

    put.mockRestore();
    await evictDurableObject(ledgerOf(poll));
    expect(await runDurableObjectAlarm(ledgerOf(poll))).toBe(true);
    expect((await new KvStore(env.ARCHIVE).readTally(poll.id))?.sealed.seal).toBe(3);
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", size: 8, seals: 4 });
    for (const width of [2, 4, 6, 8])
      expect(await new KvStore(env.ARCHIVE).readBundle(poll.id, 0, width)).toBeDefined();
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
    expect(lines.at(-2)).toMatch(
      /^close \{"reason":"the newsroom ended it","at":"[^"]+","refused":\{"invalid":0,[^}]*\},"largestNetwork":0,"restarts":0\}$/,
    );
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", closed: true, size: 9, seals: 3 });
    expect(await ledgerOf(poll).close("again")).toEqual({ kind: "not-possible", phase: "closed" });
    await ledgerOf(poll).seal();
    expect(await archivedLines(poll)).toHaveLength(9);
    expect((await new KvStore(env.ARCHIVE).readPoll(poll.id))?.state.closedAt).toBeGreaterThan(0);
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

  it("finds the ballots of later withdrawals in a seal of several bundles", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    const lock = (i: number) => lockOf(sha256, `localhost:8787/log/${poll.id}`, "pledge", bytes32(`voter ${i}`));
    await Promise.all(Array.from({ length: 700 }, (_, i) => boxOf(poll).cast(aBallot("", { lock: lock(i) }))));
    await ledgerOf(poll).seal();
    for (let i = 0; i < 700; i += 50)
      await boxOf(poll).withdraw({ question: "pledge", lock: lock(i), secret: bytes32(`voter ${i}`) });
    await ledgerOf(poll).seal();
    const recounted = await archivedRecount(poll);
    expect(recounted).toMatchObject({ kind: "counted", seals: 3 });
    expect(recounted.kind === "counted" && recounted.counts.pledge?.withdrawn).toEqual({ a: 14, c: 0 });
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

describe("the signed log", () => {
  const archive = new KvStore(env.ARCHIVE);
  const verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
    verifyEd25519(
      null,
      message,
      createPublicKey({
        key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(publicKey).toString("base64url") },
        format: "jwk",
      }),
      signature,
    );

  async function checkpointOf(poll: PollDefinition): Promise<Checkpoint> {
    const vkey = (await archive.readPoll(poll.id))?.log.vkey ?? "";
    const opened = openCheckpoint(sha256, verify, vkey, (await archive.readCheckpoint(poll.id)) ?? "");
    if (opened.kind === "refused") throw new Error(opened.why);
    return opened.checkpoint;
  }

  /** The root over the entries that the archive alone holds, by no other code than the hash of a leaf and of a node. */
  const archivedRoot = async (poll: PollDefinition) => {
    const root = (hashes: Uint8Array[]): Uint8Array => {
      const [first, ...more] = hashes;
      if (!first || more.length === 0) return first ?? sha256(new Uint8Array(0));
      const split = 2 ** Math.floor(Math.log2(hashes.length - 1));
      return sha256(new Uint8Array([1, ...root(hashes.slice(0, split)), ...root(hashes.slice(split))]));
    };
    return new Uint8Array(root((await archivedEntries(poll)).map((entry) => sha256(new Uint8Array([0, ...entry])))));
  };

  it("has a checkpoint from the start, signed over the root of what the archive holds, and after every seal", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    expect(await checkpointOf(poll)).toEqual({
      origin: `localhost:8787/log/${poll.id}`,
      size: 2,
      root: await archivedRoot(poll),
    });
    for (const ballots of [1, 250, 3, 300, 7]) {
      await Promise.all(Array.from({ length: ballots }, (_, i) => boxOf(poll).cast(aBallot(`${ballots}/${i}`))));
      await ledgerOf(poll).seal();
      const { size, root } = await checkpointOf(poll);
      expect(root).toEqual(await archivedRoot(poll));
      expect((await archive.readSeal(poll.id, size))?.checkpoint).toBe(await archive.readCheckpoint(poll.id));
    }
    await ledgerOf(poll).close("done");
    expect((await checkpointOf(poll)).root).toEqual(await archivedRoot(poll));
  });

  it("grows only: each published checkpoint is a beginning of the next", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    let before = await checkpointOf(poll);
    for (let i = 0; i < 5; i++) {
      for (let k = 0; k <= i * 3; k++) await boxOf(poll).cast(aBallot(`${i}/${k}`));
      await evict(ledgerOf(poll));
      await ledgerOf(poll).seal();
      const after = await checkpointOf(poll);
      const hashes = (await archivedEntries(poll)).map((entry) => leafHash(sha256, entry));
      const node = (height: number, index: number): Uint8Array =>
        height === 0
          ? (hashes[index] ?? new Uint8Array(0))
          : nodeHash(sha256, node(height - 1, 2 * index), node(height - 1, 2 * index + 1));
      const proof = consistencyProof(sha256, node, before.size, after.size);
      const claim = { from: before.size, to: after.size, fromRoot: before.root, toRoot: after.root, proof };
      expect(verifyConsistency(sha256, claim)).toBe(true);
      before = after;
    }
  });

  it("is signed no more, for good, when the archive holds a later history", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    const poll = await openPoll({ rules: { boxes: 1 } });
    await boxOf(poll).cast(aBallot("one"));
    await ledgerOf(poll).seal();
    const ahead = await archive.readCheckpoint(poll.id);
    await runInDurableObject(ledgerOf(poll), (_, state) => {
      // As after a restore from an older copy.
      state.storage.sql.exec("DELETE FROM seal WHERE number = 1");
      state.storage.sql.exec("UPDATE memory SET json = json_set(json, '$.publishedSeal', 0)");
    });
    await evict(ledgerOf(poll));
    await boxOf(poll).cast(aBallot("two"));
    await ledgerOf(poll).seal();
    expect((await ledgerOf(poll).view())?.refused).toBe("archive-is-ahead");
    expect(await archive.readCheckpoint(poll.id)).toBe(ahead);
    await evict(ledgerOf(poll));
    await env.ARCHIVE.delete(`checkpoint/${poll.id}`);
    await ledgerOf(poll).seal();
    expect((await ledgerOf(poll).view())?.refused).toBe("archive-is-ahead");
    // Votes are still taken: they are safe in the box for whoever repairs the log.
    expect(await boxOf(poll).cast(aBallot("three"))).toMatchObject({ kind: "counted" });
  });

  it("is signed no more when the archive holds another history of the same size", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    const poll = await openPoll({ rules: { boxes: 1 } });
    const other = await openPoll({ rules: { boxes: 1 } });
    await env.ARCHIVE.put(`checkpoint/${poll.id}`, (await archive.readCheckpoint(other.id)) ?? "");
    await evict(ledgerOf(poll));
    await ledgerOf(poll).seal();
    expect((await ledgerOf(poll).view())?.refused).toBe("histories-differ");
  });

  it("publishes nothing of a log whose stored bytes are not those that were signed", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    const poll = await openPoll({ rules: { boxes: 1 } });
    await inTurns(voters("voter", 300), (name) => boxOf(poll).cast(aBallot(name)));
    const put = vi.spyOn(kv, "put").mockRejectedValue(new Error("KV is down"));
    await ledgerOf(poll).seal();
    await runInDurableObject(ledgerOf(poll), (_, state) => {
      const [row] = state.storage.sql.exec<{ data: ArrayBuffer }>("SELECT data FROM bundle WHERE number = 0").toArray();
      const data = new Uint8Array(row?.data ?? new ArrayBuffer(0));
      // A letter of a lock: the bundle can be read as before, and says something else.
      const letter = Buffer.from(data).lastIndexOf("ballot pledge a ") + 20;
      data[letter] = (data[letter] ?? 0) ^ 1;
      state.storage.sql.exec("UPDATE bundle SET data = ? WHERE number = 0", data);
    });
    put.mockRestore();
    await ledgerOf(poll).seal();
    expect((await ledgerOf(poll).view())?.refused).toBe("log-damaged");
    expect((await checkpointOf(poll)).size).toBe(2);
    expect(await archive.readSeal(poll.id, 303)).toBeUndefined();
  });

  it("is not begun anew by a ledger that lost everything", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await evict(ledgerOf(poll));
    await runInDurableObject(ledgerOf(poll), async (_, state) => {
      await state.storage.deleteAlarm();
      await state.storage.deleteAll();
    });
    await evict(ledgerOf(poll));
    expect(await env.REGISTRY.getByName("registry").open(poll.id)).toEqual({ kind: "refused", refusal: "ledger-lost" });
    expect(await ledgerOf(poll).view()).toBeUndefined();
    expect((await checkpointOf(poll)).size).toBe(2);
  });
});
