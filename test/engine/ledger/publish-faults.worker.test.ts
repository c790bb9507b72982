import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { sha256 } from "../../../src/engine/keys.ts";
import { LedgerStore } from "../../../src/engine/ledger/store.ts";
import { keysOf } from "../../../src/engine/poll-keys.ts";
import { encodeBundle } from "../../../src/log/bundle.ts";
import { formatCheckpoint } from "../../../src/log/checkpoint.ts";
import { signNote } from "../../../src/log/note.ts";
import { utf8 } from "../../../src/log/text.ts";
import { hashOfTile, tileOfBundle } from "../../../src/log/tiles.ts";
import { isLong } from "../../long.ts";
import {
  aBallot,
  archivedLines,
  archivedRecount,
  boxOf,
  bytes32,
  evict,
  inTurns,
  ledgerOf,
  loggedLocks,
  named,
  openPoll,
} from "../a-poll.ts";
import { BrokenArchive, type Fault, Onlooker } from "../broken-archive.ts";

const FAULTS: Fault[] = ["not persisted", "persisted, and the answer lost"];

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const vote = async (poll: PollDefinition, names: string[]): Promise<void> => {
  await inTurns(names, (name) => boxOf(poll).cast(aBallot(name)));
};

/**
 * Gives the ledger something to publish by `more` while the archive is down, then tends it again and again: each time a
 * write breaks, at the first place one way and the other, then at the second, until all went well. In between the ledger
 * is evicted as often as not.
 */
async function breakEverywhere(
  poll: PollDefinition,
  broken: BrokenArchive,
  more: () => Promise<void>,
): Promise<(string | undefined)[]> {
  const onlooker = new Onlooker(poll);
  const wrong = [await onlooker.look()];
  broken.goDown();
  await more();
  for (let place = 0, broke = true; broke; place++) {
    for (const fault of FAULTS) {
      broken.breakAfter(place, fault);
      await ledgerOf(poll).seal();
      await quiet(poll);
      broke = broken.mend();
      wrong.push(await onlooker.look());
      if (place % 2 === 1) await evict(ledgerOf(poll));
    }
  }
  return wrong.filter((each) => each !== undefined);
}

/** The ledger tries again by itself after a second: here the test alone says when. */
const quiet = (poll: PollDefinition) => runInDurableObject(ledgerOf(poll), (_, { storage }) => storage.deleteAlarm());

/** Makes the log one of so many full bundles, all alike: 65,536 real entries would take a minute. */
async function endInTile(poll: PollDefinition, bundles: number): Promise<void> {
  const note = utf8('note {"n":0}');
  const bundle = encodeBundle(Array.from({ length: 256 }, () => note));
  const checkpoint = await runInDurableObject(ledgerOf(poll), async (_, { storage }) => {
    const store = new LedgerStore(storage);
    const memory = store.recall();
    if (!memory) throw new Error("no memory");
    const hash = hashOfTile(sha256, tileOfBundle(sha256, bundle));
    storage.sql.exec("DELETE FROM bundle");
    for (let number = 0; number < bundles; number++)
      storage.sql.exec("INSERT INTO bundle (number, data) VALUES (?, ?)", number, bundle);
    const tile = Buffer.concat(Array.from({ length: bundles }, () => hash));
    storage.sql.exec("INSERT INTO tile (level, number, data) VALUES (1, 0, ?)", tile);
    const size = bundles * 256;
    const { checkpoint: signer } = await keysOf(env, poll, memory.poll.log);
    const text = formatCheckpoint({ origin: signer.name, size, root: store.log.rootAt(size) });
    const seal = { ...store.lastSeal(), size, checkpoint: signNote(sha256, signer, text) };
    storage.sql.exec("UPDATE seal SET size = ?, json = ?", size, JSON.stringify(seal));
    return seal.checkpoint;
  });
  await env.ARCHIVE.put(`checkpoint/${poll.id}`, checkpoint);
  await evict(ledgerOf(poll));
}

const inBothWays = (kinds: string[]) => kinds.flatMap((kind) => FAULTS.map((fault) => `${kind} ${fault}`)).sort();

describe("whichever write of a publication breaks, either way,", () => {
  it("a batch over several bundles is published in the end, and the public never sees anything half", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    const broken = new BrokenArchive();
    const wrong = await breakEverywhere(poll, broken, async () => {
      await vote(poll, named("voter", 300));
      await ledgerOf(poll).seal();
    });
    expect(wrong).toEqual([]);
    expect(broken.overwritten).toEqual([]);
    expect([...broken.broke].sort()).toEqual(inBothWays(["bundle", "seal record", "tally", "checkpoint"]));
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", size: 303, seals: 2 });
    expect(await loggedLocks(poll)).toEqual(named("voter", 300).map(bytes32).sort());
  });

  it("a pause and a backlog of three seals are published in the end", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    const broken = new BrokenArchive();
    const wrong = await breakEverywhere(poll, broken, async () => {
      for (const each of ["one", "two", "three"]) {
        await vote(poll, [each]);
        await ledgerOf(poll).seal();
      }
      await ledgerOf(poll).pause();
    });
    expect(wrong).toEqual([]);
    expect(broken.overwritten).toEqual([]);
    expect([...broken.broke].sort()).toEqual(inBothWays(["bundle", "seal record", "poll", "tally", "checkpoint"]));
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", size: 10, seals: 5 });
    expect(await loggedLocks(poll)).toEqual(["one", "two", "three"].map(bytes32).sort());
  });

  it("a closing poll is closed in the end, and nothing follows its last seal", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    const broken = new BrokenArchive();
    const wrong = await breakEverywhere(poll, broken, async () => {
      await vote(poll, named("voter", 9));
      await ledgerOf(poll).close("done");
    });
    expect(wrong).toEqual([]);
    expect(broken.overwritten).toEqual([]);
    expect([...broken.broke].sort()).toEqual(inBothWays(["bundle", "seal record", "poll", "tally", "checkpoint"]));
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", closed: true });
    expect(await loggedLocks(poll)).toHaveLength(9);
  });

  it("a full tile above the bundles is published in the end", { timeout: 240_000 }, async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await endInTile(poll, 255);
    const broken = new BrokenArchive();
    broken.goDown();
    await vote(poll, named("voter", 300));
    // The 256 index files of the full span stand between the tile and the seal record, all alike: the writes around them
    // are broken one by one, and of the files the first and the last.
    for (const place of isLong ? [0, 1, 2, 3, 4, 257, 258, 259, 260, 261, 262] : [0, 2, 3, 259, 260, 261]) {
      for (const fault of FAULTS) {
        broken.breakAfter(place, fault);
        await ledgerOf(poll).seal();
        await quiet(poll);
        broken.mend();
        if (place % 2 === 1) await evict(ledgerOf(poll));
      }
    }
    await ledgerOf(poll).seal();
    expect(broken.overwritten).toEqual([]);
    expect([...broken.broke].sort()).toEqual(
      inBothWays(["bundle", "tile", "index file", "seal record", "tally", "checkpoint"]),
    );
    const tile = await env.ARCHIVE.get(`log/${poll.id}/tile/1/000`, "arrayBuffer");
    const bundle = await env.ARCHIVE.get(`log/${poll.id}/entries/255`, "arrayBuffer");
    expect(tile?.byteLength).toBe(8_192);
    expect(new Uint8Array(tile ?? []).subarray(-32)).toEqual(
      new Uint8Array(hashOfTile(sha256, tileOfBundle(sha256, new Uint8Array(bundle ?? [])))),
    );
  });
});

describe("a seal whose transaction fails", () => {
  const tables = ["bundle", "tile", "seal", "memory", "gallery"];
  const contents = (poll: PollDefinition) =>
    runInDurableObject(ledgerOf(poll), (_, state) =>
      tables.map((table) =>
        state.storage.sql
          .exec(`SELECT * FROM ${table}`)
          .toArray()
          .map((row) =>
            Object.values(row).map((value) =>
              value instanceof ArrayBuffer ? Buffer.from(value).toString("base64") : value,
            ),
          ),
      ),
    );
  const sql = (poll: PollDefinition, statement: string) =>
    runInDurableObject(ledgerOf(poll), (_, state) => void state.storage.sql.exec(statement));

  it.each(["bundle", "tile", "seal", "memory"])(
    "at the %s table leaves nothing half, and is made again",
    async (table) => {
      const poll = await openPoll({ rules: { boxes: 1 } });
      await vote(poll, named("first", 200));
      await ledgerOf(poll).seal();
      await ledgerOf(poll).pause();
      await ledgerOf(poll).resume();
      await vote(poll, named("second", 300));
      const before = await contents(poll);
      await sql(
        poll,
        `CREATE TRIGGER broken BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END`,
      );
      for (let i = 0; i < 3; i++)
        await ledgerOf(poll)
          .seal()
          .catch(() => undefined);
      await evict(ledgerOf(poll));
      expect(await contents(poll)).toEqual(before);
      await sql(poll, "DROP TRIGGER broken");
      await ledgerOf(poll).seal();
      expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", seals: 3, size: 506 });
      expect(await loggedLocks(poll)).toEqual([...named("first", 200), ...named("second", 300)].map(bytes32).sort());
    },
  );

  it("while the poll closes leaves it closing, until the last seal stands", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await vote(poll, named("voter", 5));
    await sql(poll, "CREATE TRIGGER broken BEFORE INSERT ON seal BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END");
    expect(await ledgerOf(poll).close("done")).toEqual({ kind: "done", phase: "closing" });
    await evict(ledgerOf(poll));
    await sql(poll, "DROP TRIGGER broken");
    expect(await runDurableObjectAlarm(ledgerOf(poll))).toBe(true);
    expect((await ledgerOf(poll).view())?.tally.phase).toBe("closed");
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", closed: true });
    expect(await loggedLocks(poll)).toHaveLength(5);
  });
});

describe("an alarm", () => {
  const HOUR = 3_600_000;
  const jumpTo = (ms: number) => vi.useFakeTimers({ now: Date.now() + ms, toFake: ["Date"] });

  it("that comes hours late seals and publishes as if it had come in time", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await vote(poll, named("voter", 3));
    jumpTo(30 * HOUR);
    expect(await runDurableObjectAlarm(boxOf(poll))).toBe(true);
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", size: 6, seals: 2 });
  });

  it("that comes twice, at both objects and at the same time, seals once", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await vote(poll, named("voter", 3));
    jumpTo(2 * HOUR);
    await Promise.all([
      runInDurableObject(boxOf(poll), (box) => Promise.all([box.alarm(), box.alarm()])),
      runInDurableObject(ledgerOf(poll), (ledger) => Promise.all([ledger.alarm(), ledger.alarm()])),
    ]);
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", size: 6, seals: 2 });
    expect(await loggedLocks(poll)).toHaveLength(3);
  });

  it("that never comes at the ledger is made good by the box's", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    const broken = new BrokenArchive();
    broken.breakAfter(0, "not persisted");
    await vote(poll, named("voter", 3));
    await ledgerOf(poll).seal();
    await runInDurableObject(ledgerOf(poll), (_, state) => state.storage.deleteAlarm());
    expect((await archivedLines(poll)).length).toBe(2);
    jumpTo(2 * HOUR);
    expect(await runDurableObjectAlarm(boxOf(poll))).toBe(true);
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", size: 6 });
  });

  it("that never comes at a box is set again by its next ballot, or by a restart", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await vote(poll, ["one"]);
    const lost = () => runInDurableObject(boxOf(poll), (_, state) => state.storage.deleteAlarm());
    await lost();
    jumpTo(2 * HOUR + 1);
    await vote(poll, ["two"]);
    expect(await runInDurableObject(boxOf(poll), (_, state) => state.storage.getAlarm())).toBeGreaterThan(
      Date.now() - 1,
    );
    await lost();
    await evict(boxOf(poll));
    await boxOf(poll).running();
    expect(await runDurableObjectAlarm(boxOf(poll))).toBe(true);
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted", size: 5 });
  });
});
