import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { KvStore } from "../../../src/engine/kv.ts";
import { aBallot, archivedLines, archivedRecount, boxOf, evict, ledgerOf, openPoll } from "../a-poll.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const archive = new KvStore(env.ARCHIVE);
const field = "questions[0].options[1].label";
const after = { en: "I would use it an hour a day less" };
const before = { en: "I would use it at least an hour less a day" };
const reason = { en: "A slip of the pen" };

describe("a correction of an open poll", () => {
  it("is shown at once, kept in the archive, and leaves the first wording in the log", async () => {
    const poll = await openPoll();
    expect(await ledgerOf(poll).correct({ field, after, reason }, "editor")).toMatchObject({
      kind: "published",
      logged: true,
      notice: { kind: "corrected", field, before, after, reason },
    });
    const shown = (await ledgerOf(poll).view())?.poll;
    expect(shown?.definition.questions[0]?.options[1]?.label.en).toBe(after.en);
    expect(shown?.notices).toHaveLength(1);
    expect(await archive.readPoll(poll.id)).toEqual(shown);
    await ledgerOf(poll).seal();
    const [open = "", , note = ""] = await archivedLines(poll);
    expect(JSON.parse(open.slice("open ".length)).definition).toEqual(poll);
    expect(JSON.parse(note.slice("note ".length))).toEqual({
      event: "corrected",
      by: "editor",
      field,
      before,
      after,
      reason,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  it("keeps every ballot, and the log recounts", async () => {
    const poll = await openPoll();
    await boxOf(poll).cast(aBallot("before"));
    await ledgerOf(poll).correct({ field, after, reason });
    await boxOf(poll).cast(aBallot("after"));
    await ledgerOf(poll).close("over", "editor");
    expect(await archivedRecount(poll)).toMatchObject({
      kind: "counted",
      closed: true,
      counts: { pledge: { options: { hour: { a: 2, c: 0 } } } },
    });
    const close = (await archivedLines(poll)).at(-2) ?? "";
    expect(close).toMatch(/^close \{"reason":"over","by":"editor","at":"/);
  });

  it("outlives the ledger's memory", async () => {
    const poll = await openPoll();
    await ledgerOf(poll).correct({ field, after, reason });
    await evict(ledgerOf(poll));
    expect((await ledgerOf(poll).view())?.poll.notices).toHaveLength(1);
  });

  it("is not undone by a box that takes the poll while it is made", async () => {
    const poll = await openPoll();
    const [paused, corrected] = await Promise.all([
      ledgerOf(poll).pause(),
      ledgerOf(poll).correct({ field, after, reason }),
    ]);
    expect([paused.kind, corrected.kind]).toEqual(["done", "published"]);
    const shown = (await ledgerOf(poll).view())?.poll;
    expect([shown?.state.paused, shown?.notices?.length]).toEqual([true, 1]);
  });

  it("cannot touch rules, dates or ids", async () => {
    const poll = await openPoll();
    for (const field of ["closes", "rules.results", "questions[0].id"])
      expect(await ledgerOf(poll).correct({ field, after, reason })).toEqual({ kind: "not-correctable" });
    expect((await ledgerOf(poll).view())?.poll).toMatchObject({ definition: poll });
  });

  it("stops where a poll has more notices than a page should carry", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    for (let i = 0; i < 50; i++) await ledgerOf(poll).correct({ field, after: { en: `Wording ${i}` }, reason });
    expect(await ledgerOf(poll).correct({ field, after, reason })).toEqual({ kind: "too-many" });
  });
});

describe("a poll that is declared void", () => {
  it("says so for good, in the log too, and keeps counting", async () => {
    const poll = await openPoll();
    expect(await ledgerOf(poll).declareVoid(reason, "owner")).toMatchObject({ kind: "published", logged: true });
    expect(await ledgerOf(poll).declareVoid({ en: "Again" })).toEqual({ kind: "unchanged" });
    expect((await boxOf(poll).cast(aBallot("later"))).kind).toBe("counted");
    await ledgerOf(poll).seal();
    expect((await archivedLines(poll))[2]).toMatch(/^note \{"event":"voided","by":"owner","reason":\{"en":"A slip/);
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted" });
  });

  it("can be so after its last seal, when the log takes no note any more", async () => {
    const poll = await openPoll();
    await ledgerOf(poll).close("over");
    const lines = await archivedLines(poll);
    expect(await ledgerOf(poll).declareVoid(reason)).toMatchObject({ kind: "published", logged: false });
    expect((await archive.readPoll(poll.id))?.notices).toMatchObject([{ kind: "voided", reason }]);
    await ledgerOf(poll).seal();
    expect(await archivedLines(poll)).toEqual(lines);
  });

  it("must say why", async () => {
    const poll = await openPoll();
    expect(await ledgerOf(poll).declareVoid({ en: " " })).toMatchObject({ kind: "invalid" });
  });
});

it("a role, never a name, stands behind a pause in the log", async () => {
  const poll = await openPoll();
  await ledgerOf(poll).pause("editor");
  await ledgerOf(poll).resume("owner");
  await ledgerOf(poll).seal();
  const notes = (await archivedLines(poll)).filter((line) => line.startsWith("note "));
  expect(notes.map((note) => JSON.parse(note.slice(5)))).toMatchObject([
    { event: "paused", by: "editor" },
    { event: "resumed", by: "owner" },
  ]);
});

describe("the health of a poll", () => {
  it("says what waits in each box, and how far log and archive are", async () => {
    const poll = await openPoll({ rules: { boxes: 2 } });
    await boxOf(poll, 0).cast(aBallot("one"));
    await boxOf(poll, 0).cast(aBallot("two"));
    expect(await ledgerOf(poll).health()).toMatchObject({
      seal: 0,
      size: 2,
      root: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      publishedSeal: 0,
      failures: 0,
      waiting: [2, 0],
      notes: 0,
      ordering: false,
    });
    await ledgerOf(poll).seal();
    expect(await ledgerOf(poll).health()).toMatchObject({ seal: 1, size: 5, publishedSeal: 1, waiting: [0, 0] });
  });

  it("says that the archive takes nothing", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    const poll = await openPoll();
    await boxOf(poll).cast(aBallot("one"));
    vi.spyOn(Object.getPrototypeOf(env.ARCHIVE) as KVNamespace, "put").mockRejectedValue(new Error("KV is down"));
    await ledgerOf(poll).seal();
    expect(await ledgerOf(poll).health()).toMatchObject({ seal: 1, publishedSeal: 0, failures: 1 });
  });

  it("is nothing where there is no such poll", async () => {
    expect(await env.LEDGER.getByName("never-opened").health()).toBeUndefined();
  });
});

it("tells the pace by seal and class, with the seal before as its start", async () => {
  const poll = await openPoll({ rules: { boxes: 1 } });
  await boxOf(poll).cast(aBallot("one"));
  await ledgerOf(poll).seal();
  const from = Date.now();
  await boxOf(poll).cast(aBallot("two", { class: "c" }));
  await ledgerOf(poll).seal();
  const pace = await ledgerOf(poll).pace(from);
  expect(pace.slice(-2).map(({ ballots }) => ballots)).toEqual([
    { a: 1, c: 0 },
    { a: 1, c: 1 },
  ]);
  expect(await ledgerOf(poll).pace(0)).toHaveLength(3);
});
