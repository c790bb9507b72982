import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import type { BallotBox } from "../../../src/engine/box/box.ts";
import { aBallot, boxOf, bytes32, fill, ledgerOf, openPoll } from "../a-poll.ts";

describe("a ballot box", () => {
  it("counts a ballot and says which log entry it will be", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    expect(await boxOf(poll).cast(aBallot("one"))).toEqual({
      kind: "counted",
      entry: `ballot pledge a ${bytes32("one")} hour`,
      repeated: false,
    });
    expect((await boxOf(poll).running()).counts.pledge?.options.hour).toEqual({ a: 1, c: 0 });
  });

  it("counts a retried ballot once", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await boxOf(poll).cast(aBallot("one"));
    expect(await boxOf(poll).cast(aBallot("one"))).toMatchObject({ kind: "counted", repeated: true });
    expect((await boxOf(poll).running()).counts.pledge?.ballots).toEqual({ a: 1, c: 0 });
  });

  it("counts a ballot once that arrives many times at once", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => boxOf(poll).cast(aBallot("one"))));
    expect(outcomes.filter((each) => each.kind === "counted" && !each.repeated)).toHaveLength(1);
    expect(outcomes.every((each) => each.kind === "counted")).toBe(true);
    expect((await boxOf(poll).running()).version).toBe(1);
  });

  it("keeps the class of the first answer when a retry comes from a crowded network", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await boxOf(poll).cast(aBallot("one"));
    expect(await boxOf(poll).cast(aBallot("one", { class: "c" }))).toMatchObject({
      entry: `ballot pledge a ${bytes32("one")} hour`,
    });
  });

  it("refuses another answer under a lock already used", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await boxOf(poll).cast(aBallot("one"));
    expect(await boxOf(poll).cast(aBallot("one", { choice: ["leave"] }))).toEqual({ kind: "already-used" });
    expect(await boxOf(poll).cast(aBallot("one", { question: "hosting", choice: ["morocco"] }))).toEqual({
      kind: "already-used",
    });
    expect((await boxOf(poll).running()).version).toBe(1);
  });

  it("refuses a second ballot from a marked browser, and still answers its first", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await boxOf(poll).cast(aBallot("one"));
    expect(await boxOf(poll).cast(aBallot("two", { marked: true }))).toEqual({ kind: "already-voted" });
    expect(await boxOf(poll).cast(aBallot("one", { marked: true }))).toMatchObject({ kind: "counted", repeated: true });
  });

  it("remembers its ballots and locks after it was evicted", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    for (let i = 0; i < 30; i++) await boxOf(poll).cast(aBallot(`voter ${i}`));
    await evictDurableObject(boxOf(poll));
    expect((await boxOf(poll).running()).version).toBe(30);
    expect(await boxOf(poll).cast(aBallot("voter 7"))).toMatchObject({ kind: "counted", repeated: true });
    expect(await boxOf(poll).cast(aBallot("voter 7", { choice: ["same"] }))).toEqual({ kind: "already-used" });
  });

  it("takes no ballot before opening, while paused, and after closing; but answers an old one", async () => {
    const early = await openPoll({ rules: { boxes: 1 }, opens: "2099-01-01T00:00:00Z" });
    expect(await boxOf(early).cast(aBallot("one"))).toEqual({ kind: "not-open", phase: "scheduled" });

    const poll = await openPoll({ rules: { boxes: 1 } });
    await boxOf(poll).cast(aBallot("one"));
    expect(await ledgerOf(poll).pause()).toEqual({ kind: "done", phase: "paused" });
    expect(await boxOf(poll).cast(aBallot("two"))).toEqual({ kind: "not-open", phase: "paused" });
    expect(await boxOf(poll).cast(aBallot("one"))).toMatchObject({ kind: "counted", repeated: true });
    expect(await ledgerOf(poll).resume()).toEqual({ kind: "done", phase: "open" });
    expect(await boxOf(poll).cast(aBallot("two"))).toMatchObject({ kind: "counted" });

    expect(await ledgerOf(poll).close("test")).toEqual({ kind: "done", phase: "closed" });
    expect(await boxOf(poll).cast(aBallot("three"))).toMatchObject({ kind: "not-open" });
    expect(await boxOf(poll).cast(aBallot("one"))).toMatchObject({ kind: "counted", repeated: true });
  });

  it("refuses after the closing time although nobody told it to close", async () => {
    const poll = await openPoll({ rules: { boxes: 1 }, opens: "2020-01-01T00:00:00Z", closes: "2020-01-02T00:00:00Z" });
    expect(await boxOf(poll).cast(aBallot("late"))).toMatchObject({ kind: "not-open" });
  });

  it("writes many ballots of one moment as few rows", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await Promise.all(Array.from({ length: 500 }, (_, i) => boxOf(poll).cast(aBallot(`voter ${i}`))));
    const rows = await runInDurableObject(boxOf(poll), (_, state) =>
      state.storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM journal").one(),
    );
    expect((await boxOf(poll).running()).version).toBe(500);
    expect(rows.n).toBeLessThanOrEqual(100);
  });

  it("answers ballots that come at the same moment each as if it had come alone, and counts a lock once", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await boxOf(poll).cast(aBallot("one"));
    const outcomes = await Promise.all(
      [
        aBallot("two"),
        aBallot("two"),
        aBallot("one", { choice: ["leave"] }),
        aBallot("three", { marked: true }),
        aBallot("four", { class: "c", barred: { kind: "too-many", retryAfterSeconds: 9 } }),
        aBallot("five", { choice: ["leave"] }),
      ].map((ballot) => boxOf(poll).cast(ballot)),
    );
    expect(outcomes).toEqual([
      { kind: "counted", entry: `ballot pledge a ${bytes32("two")} hour`, repeated: false },
      { kind: "counted", entry: `ballot pledge a ${bytes32("two")} hour`, repeated: true },
      { kind: "already-used" },
      { kind: "already-voted" },
      { kind: "too-many", retryAfterSeconds: 9 },
      { kind: "counted", entry: `ballot pledge a ${bytes32("five")} leave`, repeated: false },
    ]);
    expect((await boxOf(poll).running()).counts.pledge?.ballots).toEqual({ a: 3, c: 0 });
  });

  it("hands over the same bytes for the same batch, however often it is asked and whatever came after", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await boxOf(poll).cast(aBallot("one"));
    const first = await boxOf(poll).batch(0, 0);
    await boxOf(poll).cast(aBallot("two"));
    await evictDurableObject(boxOf(poll));
    expect((await boxOf(poll).batch(0, 0)).batch).toEqual(first.batch);
    expect((await boxOf(poll).batch(1, 0)).batch?.ballots).toEqual([`ballot pledge a ${bytes32("two")} hour`]);
    expect((await boxOf(poll).batch(2, 0)).batch).toBeUndefined();
  });

  it("keeps back the newest ballots when asked to", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    for (let i = 0; i < 5; i++) await boxOf(poll).cast(aBallot(`voter ${i}`));
    expect((await boxOf(poll).batch(0, 2)).batch?.ballots).toHaveLength(3);
    expect((await boxOf(poll).running()).waiting).toBe(2);
  });

  it("hands over whole rows, at least one, however small its part of a seal is", async () => {
    const poll = await openPoll({ rules: { boxes: 64 } });
    await fill(boxOf(poll), 600);
    const sizes: number[] = [];
    for (let number = 0; number < 4; number++)
      sizes.push((await boxOf(poll).batch(number, 0)).batch?.ballots.length ?? 0);
    expect(sizes).toEqual([250, 250, 100, 0]);
  });
});

describe("a withdrawal", () => {
  it("takes a ballot back, once, and only with a ballot of that question", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    const [lock, secret] = [bytes32("one"), bytes32("secret")];
    await boxOf(poll).cast(aBallot("one"));
    expect(await boxOf(poll).withdraw({ question: "hosting", lock, secret })).toEqual({ kind: "not-found" });
    expect(await boxOf(poll).withdraw({ question: "pledge", lock, secret })).toEqual({
      kind: "withdrawn",
      repeated: false,
    });
    expect(await boxOf(poll).withdraw({ question: "pledge", lock, secret })).toEqual({
      kind: "withdrawn",
      repeated: true,
    });
    expect((await boxOf(poll).running()).counts.pledge).toMatchObject({
      ballots: { a: 1, c: 0 },
      withdrawn: { a: 1, c: 0 },
      options: { hour: { a: 0, c: 0 } },
    });
    await evictDurableObject(boxOf(poll));
    expect((await boxOf(poll).running()).version).toBe(2);
    expect(await boxOf(poll).withdraw({ question: "pledge", lock, secret })).toEqual({
      kind: "withdrawn",
      repeated: true,
    });
  });
});

describe("a ballot box whose storage fails", () => {
  /** Why casting failed, asked inside the object: a rejection that crosses RPC is reported as uncaught as well. */
  const failure = (poll: PollDefinition) =>
    runInDurableObject(boxOf(poll), (box: BallotBox) =>
      box.cast(aBallot("one")).then(
        () => "counted",
        (error: Error) => error.message,
      ),
    );

  it("goes down with a commit that failed although it was kept; the voter's retry counts once", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await boxOf(poll).cast(aBallot("before"));
    await runInDurableObject(boxOf(poll), (_, state) => {
      vi.spyOn(state.storage, "sync").mockRejectedValue(new Error("disk I/O error"));
    });
    await expect(failure(poll)).rejects.toThrow("a commit failed");
    expect(await boxOf(poll).cast(aBallot("one"))).toMatchObject({ kind: "counted" });
    expect((await boxOf(poll).running()).version).toBe(2);
  });

  it("counts nothing that it could not write, and takes the same ballot later", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await runInDurableObject(boxOf(poll), (_, state) => {
      const exec = state.storage.sql.exec.bind(state.storage.sql);
      let full = true;
      vi.spyOn(state.storage.sql, "exec").mockImplementation((query, ...bindings) => {
        if (full && query.startsWith("INSERT INTO journal")) {
          full = false;
          throw new Error("database or disk is full: SQLITE_FULL");
        }
        return exec(query, ...bindings);
      });
    });
    expect(await failure(poll)).toContain("SQLITE_FULL");
    expect((await boxOf(poll).running()).version).toBe(0);
    expect(await boxOf(poll).cast(aBallot("one"))).toMatchObject({ kind: "counted", repeated: false });
    expect((await boxOf(poll).running()).version).toBe(1);
  });
});
