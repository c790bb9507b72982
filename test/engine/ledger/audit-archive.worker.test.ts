import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { archiveKeys, KvStore } from "../../../src/engine/kv.ts";
import { auditArchive } from "../../../src/engine/ledger/auditor.ts";
import { aBallot, boxOf, ledgerOf, openPoll } from "../a-poll.ts";

const archive = new KvStore(env.ARCHIVE);

async function pollWith(ballots: number, rules: object = {}) {
  const poll = await openPoll({ rules: { boxes: 1, ...rules } });
  await Promise.all(Array.from({ length: ballots }, (_, i) => boxOf(poll).cast(aBallot(`voter ${i}`))));
  await ledgerOf(poll).seal();
  return poll;
}

it("finds a log true that the archive holds whole, and every poll that it holds", async () => {
  const poll = await pollWith(3);
  expect(await auditArchive(archive, poll.id)).toEqual({
    kind: "true",
    poll: poll.id,
    size: 6,
    seals: 2,
    ballots: 3,
    checkpoint: await archive.readCheckpoint(poll.id),
    hidden: false,
  });
  expect(await archive.listPolls()).toContain(poll.id);
});

it("says of a poll whose results are hidden that its archive is not public, until it is closed", async () => {
  const poll = await pollWith(1, { results: "after-close" });
  expect(await auditArchive(archive, poll.id)).toMatchObject({ kind: "true", hidden: true });
  await ledgerOf(poll).close("done");
  expect(await auditArchive(archive, poll.id)).toMatchObject({ kind: "true", hidden: false });
});

it("finds out a changed line, a lost bundle, and a log that lacks what a kept checkpoint covers", async () => {
  const poll = await pollWith(3);
  const key = archiveKeys.bundle(poll.id, 0, 6);
  const bundle = await env.ARCHIVE.get(key, "arrayBuffer");
  const text = new TextDecoder("latin1").decode(bundle ?? new ArrayBuffer());
  const changed = Uint8Array.from(text.replace(" a ", " c "), (letter) => letter.charCodeAt(0));
  for (const damage of [changed, new Uint8Array([0, 9, 1])]) {
    await env.ARCHIVE.put(key, damage);
    expect(await auditArchive(archive, poll.id)).toMatchObject({ kind: "false", poll: poll.id });
  }
  await env.ARCHIVE.delete(key);
  expect(await auditArchive(archive, poll.id)).toEqual({
    kind: "false",
    poll: poll.id,
    fault: { kind: "missing", what: "entry" },
  });

  const other = await pollWith(1);
  const early = await archive.readCheckpoint(other.id);
  await boxOf(other).cast(aBallot("later"));
  await ledgerOf(other).seal();
  expect((await auditArchive(archive, other.id, early)).kind).toBe("true");
  const late = await archive.readCheckpoint(other.id);
  await archive.writeCheckpoint(other.id, early ?? "");
  expect(await auditArchive(archive, other.id, late)).toMatchObject({
    kind: "false",
    fault: expect.objectContaining({ kind: "shrank", what: "smaller" }),
  });
  expect(await auditArchive(archive, "no-such-poll")).toMatchObject({ kind: "unknown" });
});
