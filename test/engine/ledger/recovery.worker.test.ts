import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { sha256 } from "../../../src/engine/keys.ts";
import { KvStore } from "../../../src/engine/kv.ts";
import { encodeBundle } from "../../../src/log/bundle.ts";
import { checkpointOf } from "../../../src/log/checkpoint.ts";
import { leafHash } from "../../../src/log/hash.ts";
import { lockOf } from "../../../src/log/lock.ts";
import { appendLeaf, EMPTY_EDGE, rootOf } from "../../../src/log/tree.ts";
import {
  aBallot,
  archivedEntries,
  archivedLines,
  archivedRecount,
  boxOf,
  bytes32,
  evict,
  inTurns,
  ledgerOf,
  openPoll,
} from "../a-poll.ts";

const archive = new KvStore(env.ARCHIVE);
/** Every KV binding of this process, the ledger's too. */
const kv = Object.getPrototypeOf(env.ARCHIVE) as KVNamespace;

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function lose(poll: PollDefinition): Promise<void> {
  await evict(ledgerOf(poll));
  await runInDurableObject(ledgerOf(poll), async (_, state) => {
    await state.storage.deleteAlarm();
    for (const table of ["memory", "bundle", "tile", "seal", "gallery"]) state.storage.sql.exec(`DROP TABLE ${table}`);
  });
  await evict(ledgerOf(poll));
}

const recover = (poll: PollDefinition) => ledgerOf(poll).recover(poll.id);

const lockIn = (poll: PollDefinition, name: string) =>
  lockOf(sha256, `localhost:8787/log/${poll.id}`, "pledge", bytes32(name));
const cast = (poll: PollDefinition, box: number, name: string) =>
  boxOf(poll, box).cast(aBallot("", { lock: lockIn(poll, name) }));
const takeBack = (poll: PollDefinition, box: number, name: string) =>
  boxOf(poll, box).withdraw({ question: "pledge", lock: lockIn(poll, name), secret: bytes32(name) });

async function published(poll: PollDefinition) {
  const note = (await archive.readCheckpoint(poll.id)) ?? "";
  const checkpoint = checkpointOf(note);
  if (!checkpoint) throw new Error("no checkpoint");
  return checkpoint;
}

/** Does the archive's log begin with what was published earlier? */
async function growsFrom(poll: PollDefinition, earlier: Awaited<ReturnType<typeof published>>): Promise<boolean> {
  const entries = (await archivedEntries(poll)).slice(0, earlier.size);
  const edge = entries.reduce((grown, entry) => appendLeaf(sha256, grown, leafHash(sha256, entry)), EMPTY_EDGE);
  return edge.size === earlier.size && Buffer.compare(rootOf(sha256, edge), earlier.root) === 0;
}

const ballotsIn = (lines: string[]) =>
  lines
    .filter((line) => line.startsWith("ballot "))
    .map((line) => line.split(" ")[3])
    .sort();

/** A poll with three seals, withdrawals in the batch of their ballots and later, and ballots that wait. */
async function aBusyPoll(changes: object = {}) {
  const poll = await openPoll({ rules: { boxes: 2 }, ...changes });
  const names: string[] = [];
  const vote = async (box: number, name: string) => {
    await cast(poll, box, name);
    names.push(name);
  };
  const first = Array.from({ length: 300 }, (_, i) => i);
  await inTurns(first, (i) => vote(i % 2, `first ${i}`));
  await takeBack(poll, 1, "first 5");
  await ledgerOf(poll).seal();
  await takeBack(poll, 0, "first 8");
  await ledgerOf(poll).seal();
  for (let i = 0; i < 7; i++) await vote(1, `third ${i}`);
  await ledgerOf(poll).seal();
  for (let i = 0; i < 5; i++) await vote(0, `waiting ${i}`);
  return { poll, names, vote };
}

describe("a lost ledger", () => {
  it("is rebuilt from archive and boxes: no ballot lost, none twice, the log goes on where it was", async () => {
    const { poll, names, vote } = await aBusyPoll();
    const before = await published(poll);
    const lines = await archivedLines(poll);
    await lose(poll);
    expect(await recover(poll)).toEqual({
      kind: "recovered",
      from: "ledger-lost",
      size: before.size,
      seals: 4,
      ballots: 307,
      sealed: { seal: 4, size: before.size + 7 },
      noted: true,
    });
    const after = await archivedLines(poll);
    expect(after.slice(0, before.size)).toEqual(lines);
    expect(JSON.parse(after[before.size]?.slice("note ".length) ?? "")).toEqual({
      event: "recovered",
      cause: "ledger-lost",
      size: before.size,
      at: expect.any(String),
    });
    expect(await growsFrom(poll, before)).toBe(true);

    // A withdrawal of a ballot from before the loss finds its index, and a retry is the same ballot.
    expect(await takeBack(poll, 0, "first 20")).toMatchObject({ kind: "withdrawn" });
    expect(await cast(poll, 1, "third 3")).toMatchObject({ kind: "counted", repeated: true });
    await vote(1, "after");
    await ledgerOf(poll).seal();
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", seals: 6 });
    expect(ballotsIn(await archivedLines(poll))).toEqual(names.map((name) => lockIn(poll, name)).sort());
    expect((await ledgerOf(poll).view())?.tally.counts.pledge).toMatchObject({
      ballots: { a: 313, c: 0 },
      withdrawn: { a: 3, c: 0 },
    });
  });

  it("is left alone when it is rebuilt already, and the note stands once", async () => {
    const { poll } = await aBusyPoll();
    await lose(poll);
    expect((await recover(poll)).kind).toBe("recovered");
    expect(await recover(poll)).toEqual({ kind: "not-needed" });
    await evict(ledgerOf(poll));
    expect(await recover(poll)).toEqual({ kind: "not-needed" });
    expect((await archivedLines(poll)).filter((line) => line.includes('"recovered"'))).toHaveLength(1);
  });

  it("is rebuilt alike after a recovery that broke off half way", async () => {
    const { poll, names } = await aBusyPoll();
    await lose(poll);
    const get = kv.get;
    let asked = 0;
    vi.spyOn(kv, "get").mockImplementation(function (this: KVNamespace, ...all: unknown[]) {
      if (String(all[0]).includes("/entries/") && ++asked === 2) throw new Error("KV GET failed: 500");
      return Reflect.apply(get, this, all);
    });
    expect(await recover(poll)).toEqual({
      kind: "refused",
      why: "it was interrupted (Error: KV GET failed: 500); try again",
    });
    expect(await ledgerOf(poll).view()).toBeUndefined();
    expect((await recover(poll)).kind).toBe("recovered");
    expect(ballotsIn(await archivedLines(poll))).toEqual(names.map((name) => lockIn(poll, name)).sort());
  });

  it("adopts a seal that was stored and that no head names yet: what was signed is never contradicted", async () => {
    const { poll, names } = await aBusyPoll();
    const put = kv.put;
    vi.spyOn(kv, "put").mockImplementation(function (this: KVNamespace, ...all: unknown[]) {
      if (/^(tally|checkpoint)\//.test(String(all[0]))) throw new Error("KV PUT failed: 500");
      return Reflect.apply(put, this, all);
    });
    await ledgerOf(poll).seal();
    const before = await published(poll);
    const signed = (await archive.listSealSizes(poll.id)).at(-1) ?? 0;
    const sealed = await archive.readSeal(poll.id, signed);
    expect(signed).toBeGreaterThan(before.size);
    vi.mocked(kv.put).mockRestore();
    await lose(poll);
    expect(await recover(poll)).toMatchObject({ kind: "recovered", size: signed, ballots: 312 });
    expect(await archive.readSeal(poll.id, signed)).toEqual(sealed);
    expect(await growsFrom(poll, before)).toBe(true);
    expect(ballotsIn(await archivedLines(poll))).toEqual(names.map((name) => lockIn(poll, name)).sort());
  });

  it("seals again what only the lost ledger had sealed", async () => {
    const { poll, names } = await aBusyPoll();
    const put = vi.spyOn(kv, "put").mockRejectedValue(new Error("KV is down"));
    await ledgerOf(poll).seal();
    // It would try again by itself after a second.
    await runInDurableObject(ledgerOf(poll), (_, { storage }) => storage.deleteAlarm());
    put.mockRestore();
    await lose(poll);
    expect(await recover(poll)).toMatchObject({ kind: "recovered", ballots: 307 });
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted" });
    expect(ballotsIn(await archivedLines(poll))).toEqual(names.map((name) => lockIn(poll, name)).sort());
  });

  it("keeps a pause that only the boxes still know", async () => {
    const { poll } = await aBusyPoll();
    await ledgerOf(poll).pause();
    await lose(poll);
    await recover(poll);
    expect((await ledgerOf(poll).view())?.tally.phase).toBe("paused");
    expect(await ledgerOf(poll).resume()).toEqual({ kind: "done", phase: "open" });
    expect(await cast(poll, 0, "after the pause")).toMatchObject({ kind: "counted" });
  });

  it("of a closed poll is rebuilt without a word: nothing may follow the closing seal", async () => {
    const { poll } = await aBusyPoll();
    await ledgerOf(poll).close("done");
    const before = await published(poll);
    await lose(poll);
    expect(await recover(poll)).toMatchObject({ kind: "recovered", size: before.size, noted: false });
    expect(await published(poll)).toEqual(before);
    expect((await ledgerOf(poll).view())?.tally.phase).toBe("closed");
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", closed: true });
    expect(await cast(poll, 0, "too late")).toEqual({ kind: "not-open", phase: "closed" });
  });

  it("goes on closing where it was closing", async () => {
    const { poll, names } = await aBusyPoll();
    const put = vi.spyOn(kv, "put").mockRejectedValue(new Error("KV is down"));
    await ledgerOf(poll).close("the newsroom ended it");
    put.mockRestore();
    await lose(poll);
    expect(await recover(poll)).toMatchObject({ kind: "recovered", ballots: 307 });
    expect((await ledgerOf(poll).view())?.tally.phase).toBe("closed");
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", closed: true });
    expect(ballotsIn(await archivedLines(poll))).toEqual(names.map((name) => lockIn(poll, name)).sort());
  });
});

describe("a ledger that fell behind its archive", () => {
  async function fallBehind(poll: PollDefinition, seal: number): Promise<void> {
    await runInDurableObject(ledgerOf(poll), (_, state) => {
      state.storage.sql.exec("DELETE FROM seal WHERE number > ?", seal);
      state.storage.sql.exec("UPDATE memory SET json = json_set(json, '$.publishedSeal', ?)", seal);
    });
    await evict(ledgerOf(poll));
  }

  it("is rebuilt, and signs again", async () => {
    const { poll, names } = await aBusyPoll();
    const before = await published(poll);
    await fallBehind(poll, 1);
    await ledgerOf(poll).seal();
    expect((await ledgerOf(poll).view())?.refused).toBe("archive-is-ahead");
    expect(await recover(poll)).toMatchObject({ kind: "recovered", from: "archive-is-ahead", size: before.size });
    expect((await ledgerOf(poll).view())?.refused).toBeUndefined();
    expect(await growsFrom(poll, before)).toBe(true);
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted" });
    expect(ballotsIn(await archivedLines(poll))).toEqual(names.map((name) => lockIn(poll, name)).sort());
  });

  it("is left refusing where it signed something that the archive does not hold", async () => {
    const { poll } = await aBusyPoll();
    await fallBehind(poll, 1);
    await runInDurableObject(ledgerOf(poll), (_, state) => {
      state.storage.sql.exec("UPDATE seal SET json = json_set(json, '$.checkpoint', 'another') WHERE number = 1");
    });
    await evict(ledgerOf(poll));
    const refused = await recover(poll);
    expect(refused).toEqual({ kind: "refused", why: "the ledger itself signed another history at size 304" });
    expect((await ledgerOf(poll).view())?.refused).toBe("archive-is-ahead");
  });
});

describe("a recovery is refused, and changes nothing,", () => {
  async function refusal(poll: PollDefinition): Promise<string> {
    const before = await env.ARCHIVE.get(`checkpoint/${poll.id}`);
    const outcome = await recover(poll);
    expect(await env.ARCHIVE.get(`checkpoint/${poll.id}`)).toBe(before);
    expect(await ledgerOf(poll).view()).toBeUndefined();
    return outcome.kind === "refused" ? outcome.why : outcome.kind;
  }

  it("where an archived entry was changed", async () => {
    const { poll } = await aBusyPoll();
    const entries = await archivedEntries(poll);
    entries[40] = new TextEncoder().encode(`ballot pledge a ${bytes32("a stranger")} leave`);
    await env.ARCHIVE.put(`log/${poll.id}/entries/000`, encodeBundle(entries.slice(0, 256)));
    await lose(poll);
    expect(await refusal(poll)).toMatch(/^the archived log is false: /);
  });

  it("where the archive misses a bundle", async () => {
    const { poll } = await aBusyPoll();
    await env.ARCHIVE.delete(`log/${poll.id}/entries/000`);
    await lose(poll);
    expect(await refusal(poll)).toBe("the archive misses entry bundle 0 of width 256");
  });

  it("where the record of a seal is gone, or is another one's", async () => {
    const { poll } = await aBusyPoll();
    const record = await env.ARCHIVE.get(`log/${poll.id}/seal/306`);
    await env.ARCHIVE.delete(`log/${poll.id}/seal/306`);
    await lose(poll);
    expect(await refusal(poll)).toBe("the archive has no record of a seal at size 306");
    const other = await env.ARCHIVE.get(`log/${poll.id}/seal/304`);
    await env.ARCHIVE.put(`log/${poll.id}/seal/306`, other?.replace('"size":304', '"size":306') ?? "");
    expect(await refusal(poll)).toBe("the checkpoint that was signed for seal 2 is not that of the log's entries");
    await env.ARCHIVE.put(`log/${poll.id}/seal/306`, record ?? "");
    expect((await recover(poll)).kind).toBe("recovered");
  });

  it("where a box lost ballots that are in the log", async () => {
    const { poll } = await aBusyPoll();
    await lose(poll);
    await evict(boxOf(poll, 1));
    await runInDurableObject(boxOf(poll, 1), (_, state) => {
      state.storage.sql.exec("DELETE FROM batch");
      state.storage.sql.exec("DELETE FROM journal");
    });
    await evict(boxOf(poll, 1));
    expect(await refusal(poll)).toBe("the boxes and seal 1 disagree: 151 of its ballots and withdrawals are in no box");
  });

  it("where a box's batch went into the log only in part", async () => {
    const { poll } = await aBusyPoll();
    await lose(poll);
    await runInDurableObject(boxOf(poll, 0), (_, state) => {
      state.storage.sql.exec("UPDATE batch SET last = (SELECT max(id) FROM journal) WHERE number = 0");
    });
    expect(await refusal(poll)).toBe(
      "the boxes and seal 1 disagree: 6 lines of batch 0 of box 0 are not with the rest of it",
    );
  });

  it("where nothing is archived, and where the poll has other rules than its log", async () => {
    const { poll } = await aBusyPoll();
    await lose(poll);
    const stored = await archive.readPoll(poll.id);
    if (!stored) throw new Error("no poll");
    await env.ARCHIVE.put(
      `poll/${poll.id}`,
      JSON.stringify({ ...stored, definition: { ...poll, rules: { ...poll.rules, boxes: 3 } } }),
    );
    expect(await refusal(poll)).toBe("the archive's poll has other rules than the log's open entry");
    expect(await env.LEDGER.getByName("never-opened").recover("never-opened")).toEqual({
      kind: "refused",
      why: "the archive knows no poll never-opened",
    });
  });

  it("where the server's key is not the log's", async () => {
    const { poll } = await aBusyPoll();
    await lose(poll);
    const stored = await archive.readPoll(poll.id);
    if (!stored) throw new Error("no poll");
    const log = { ...stored.log, vkey: stored.log.promiseVkey };
    await env.ARCHIVE.put(`poll/${poll.id}`, JSON.stringify({ ...stored, log }));
    expect(await refusal(poll)).toBe(
      "the key of this server is not the log's: LOG_SEED must be the one the poll was opened with",
    );
  });
});

it("brings back a correction that the archive's record of the poll missed, from the log", async () => {
  const poll = await openPoll({ rules: { boxes: 1 } });
  const before = await archive.readPoll(poll.id);
  const field = "questions[0].options[1].label";
  await ledgerOf(poll).correct({ field, after: { en: "An hour less" }, reason: { en: "A slip" } }, "editor");
  await ledgerOf(poll).seal();
  await archive.writePoll(before!);
  await lose(poll);
  expect(await recover(poll)).toMatchObject({ kind: "recovered" });
  const shown = (await ledgerOf(poll).view())?.poll;
  expect(shown?.notices).toMatchObject([{ kind: "corrected", field, after: { en: "An hour less" } }]);
  expect(shown?.definition.questions[0]?.options[1]?.label.en).toBe("An hour less");
  expect(await archive.readPoll(poll.id)).toEqual(shown);
});
