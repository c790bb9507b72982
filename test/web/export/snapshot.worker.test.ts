import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sha256, verifyEd25519 } from "../../../src/engine/keys.ts";
import { KvStore } from "../../../src/engine/kv.ts";
import { openCheckpoint } from "../../../src/log/checkpoint.ts";
import { newestSnapshot, type Snapshot, type SnapshotOutcome, snapshotAt } from "../../../src/web/export/snapshot.ts";
import { aBallot, boxOf, ledgerOf, openPoll } from "../../engine/a-poll.ts";
import { viewOf } from "./a-view.ts";

const archive = new KvStore(env.ARCHIVE);

afterEach(() => {
  vi.restoreAllMocks();
});

function found(outcome: SnapshotOutcome): Snapshot {
  if (outcome.kind !== "snapshot") throw new Error(outcome.kind);
  return outcome.snapshot;
}

describe("a snapshot", () => {
  it("states the newest sealed tally, not the live one, with the checkpoint and root that cover it", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await boxOf(poll).cast(aBallot("one"));
    await ledgerOf(poll).seal();
    await boxOf(poll).cast(aBallot("two"));
    const view = await viewOf(poll);
    const snapshot = found(await newestSnapshot(archive, view));
    expect(snapshot).toMatchObject({ seal: 1, size: 4, final: false, phase: "open", origin: view.log.origin });
    expect(snapshot.counts.pledge).toMatchObject({ ballots: { a: 1, c: 0 }, options: { hour: { a: 1, c: 0 } } });
    const opened = openCheckpoint(sha256, verifyEd25519, view.log.vkey, snapshot.checkpoint);
    if (opened.kind === "refused") throw new Error(opened.why);
    expect(opened.checkpoint.size).toBe(4);
    expect(Buffer.from(opened.checkpoint.root).toString("base64")).toBe(snapshot.root);
    expect(Math.abs(Date.now() - snapshot.asOf)).toBeLessThan(60_000);
  });

  it("of an earlier seal stays what it was while the log grows; a size that no seal has is none", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await boxOf(poll).cast(aBallot("one"));
    await ledgerOf(poll).seal();
    const early = found(await newestSnapshot(archive, await viewOf(poll)));
    await boxOf(poll).cast(aBallot("two"));
    await ledgerOf(poll).seal();
    const view = await viewOf(poll);
    expect(found(await snapshotAt(archive, view, 4))).toEqual(early);
    expect(found(await snapshotAt(archive, view, 2)).counts.pledge?.ballots).toEqual({ a: 0, c: 0 });
    expect(await snapshotAt(archive, view, 3)).toEqual({ kind: "no-such-seal" });
    expect(await snapshotAt(archive, view, 7)).toEqual({ kind: "no-such-seal" });
  });

  it("asks the archive for no key that the checkpoint does not reach", async () => {
    const poll = await openPoll();
    const view = await viewOf(poll);
    const kv: KVNamespace = Object.getPrototypeOf(env.ARCHIVE);
    const asked = vi.spyOn(kv, "get");
    expect(await snapshotAt(archive, view, 1_000)).toEqual({ kind: "no-such-seal" });
    expect(asked.mock.calls.map(([key]) => key)).toEqual([`checkpoint/${poll.id}`]);
  });

  it.each(["after-close", "after-vote"] as const)(
    "of a poll whose results show %s is hidden from the public until close, at every size, and open to the desk",
    async (results) => {
      const poll = await openPoll({ rules: { boxes: 1, results } });
      const kv: KVNamespace = Object.getPrototypeOf(env.ARCHIVE);
      const asked = vi.spyOn(kv, "get");
      const open = await viewOf(poll);
      expect(await newestSnapshot(archive, open)).toEqual({ kind: "hidden" });
      expect(await snapshotAt(archive, open, 2)).toEqual({ kind: "hidden" });
      expect(asked).not.toHaveBeenCalled();
      expect(found(await newestSnapshot(archive, open, "desk")).size).toBe(2);
      expect(found(await snapshotAt(archive, open, 2, "desk")).size).toBe(2);

      await ledgerOf(poll).close("done");
      const closed = await viewOf(poll);
      const last = found(await newestSnapshot(archive, closed));
      expect(last).toMatchObject({ phase: "closed", final: true, asOf: closed.closedAt });
      expect(found(await snapshotAt(archive, closed, 2))).toMatchObject({ phase: "closed", final: false });
    },
  );
});
