import { describe, expect, it } from "vitest";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { sha256 } from "../../../src/engine/keys.ts";
import { lockOf } from "../../../src/log/lock.ts";
import { countedResponse, withdrawnResponse } from "../../../src/web/api/schemas.ts";
import { bytes32, ledgerOf, openPoll } from "../../engine/a-poll.ts";
import { ask, post, refusal } from "./ask.ts";

const secretOf = (name: string) => bytes32(`secret of ${name}`);
const lockFor = (poll: PollDefinition, name: string, question = "pledge") =>
  lockOf(sha256, `localhost:8787/log/${poll.id}`, question, secretOf(name));

const cast = (poll: PollDefinition, name: string, body: object = {}, headers: Record<string, string> = {}) =>
  post(
    `/api/v1/polls/${poll.id}/ballots`,
    { question: "pledge", choice: ["hour"], lock: lockFor(poll, name), ...body },
    { headers: { "accept-language": "en", ...headers } },
  );

const withdraw = (poll: PollDefinition, name: string, question = "pledge") =>
  post(
    `/api/v1/polls/${poll.id}/withdrawals`,
    { question, secret: secretOf(name) },
    { headers: { "accept-language": "en" } },
  );

describe("casting a ballot", () => {
  it("is answered with the promise that it will be in the log", async () => {
    const poll = await openPoll();
    const response = await cast(poll, "a");
    expect(response.status).toBe(201);
    const answer = countedResponse.parse(await response.json());
    expect(answer.promise).toContain(`— localhost:8787/log/${poll.id}/promise `);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("again gives the first answer, and counts once", async () => {
    const poll = await openPoll();
    const first = await (await cast(poll, "a")).json();
    const again = await cast(poll, "a");
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(first);
    await expect
      .poll(async () => (await ledgerOf(poll).view())?.tally.counts.pledge?.ballots, { timeout: 5_000 })
      // A program that does not say whose page it comes from: class c.
      .toEqual({ a: 0, c: 1 });
  });

  it("with several answers takes them in any order", async () => {
    const poll = await openPoll();
    const body = (choice: string[]) => ({ question: "concern", choice, lock: lockFor(poll, "a", "concern") });
    expect((await cast(poll, "a", body(["ethics", "privacy"]))).status).toBe(201);
    expect((await cast(poll, "a", body(["privacy", "ethics"]))).status).toBe(200);
  });

  it("marks the browser, with a constant", async () => {
    const poll = await openPoll();
    expect((await cast(poll, "a")).headers.get("set-cookie")).toBe(
      `sawt-voted-${poll.id}.pledge=1; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax`,
    );
  });

  it("with the lock of another answer is refused, and marks nothing", async () => {
    const poll = await openPoll();
    await cast(poll, "a");
    const response = await cast(poll, "a", { choice: ["leave"] });
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(await refusal(response)).toEqual([
      409,
      "/api/problems/already-used",
      "This code (lock) was already used for another vote. This vote was not counted.",
    ]);
  });

  it("from a browser that voted is refused, and its first ballot still answered", async () => {
    const poll = await openPoll();
    const cookie = `sawt-voted-${poll.id}.pledge=1`;
    await cast(poll, "a");
    expect((await cast(poll, "a", {}, { cookie })).status).toBe(200);
    expect(await refusal(await cast(poll, "b", {}, { cookie }))).toEqual([
      409,
      "/api/problems/already-voted",
      "A vote was already recorded from this browser. One vote per browser. It can be taken back, to vote again. This vote was not counted.",
    ]);
  });

  it("before opening is refused, naming the phase", async () => {
    const poll = await openPoll({ opens: "2036-01-01T00:00:00Z" });
    const response = await cast(poll, "a");
    expect(await response.clone().json()).toMatchObject({ phase: "scheduled" });
    expect(await refusal(response)).toEqual([
      409,
      "/api/problems/not-open",
      "Voting has not opened yet. This vote was not counted.",
    ]);
  });

  it("after closing is refused", async () => {
    const poll = await openPoll({ opens: "2020-01-01T00:00:00Z", closes: "2020-01-02T00:00:00Z" });
    expect(await refusal(await cast(poll, "a"))).toEqual([
      409,
      "/api/problems/not-open",
      "Voting is closed. This vote was not counted.",
    ]);
  });

  it("from another site's page is refused, and counts for nothing", async () => {
    const poll = await openPoll();
    const response = await cast(poll, "a", {}, { "sec-fetch-site": "cross-site", origin: "https://evil.example" });
    expect(await refusal(response)).toEqual([
      403,
      "/api/problems/forbidden",
      "This request is only taken from the pages of this site. This vote was not counted.",
    ]);
    expect((await cast(poll, "a")).status).toBe(201);
  });

  it("from our own page is taken, and no other site may read the answer", async () => {
    const poll = await openPoll();
    const response = await cast(poll, "a", {}, { "sec-fetch-site": "same-origin", origin: "http://localhost:8787" });
    expect(response.status).toBe(201);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("taking a ballot back", () => {
  it("is done by its secret, and again gives the same answer", async () => {
    const poll = await openPoll();
    await cast(poll, "a");
    for (let i = 0; i < 2; i++) {
      const response = await withdraw(poll, "a");
      expect(response.status).toBe(200);
      expect(withdrawnResponse.parse(await response.json())).toEqual({ status: "withdrawn" });
    }
  });

  it("frees the browser to vote again", async () => {
    const poll = await openPoll();
    await cast(poll, "a");
    expect((await withdraw(poll, "a")).headers.get("set-cookie")).toBe(
      `sawt-voted-${poll.id}.pledge=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax`,
    );
  });

  it("by a code that no ballot has is refused", async () => {
    const poll = await openPoll();
    expect(await refusal(await withdraw(poll, "nobody"))).toEqual([
      404,
      "/api/problems/not-found",
      "No vote has this code. No vote was taken back.",
    ]);
  });

  it("of a question that the poll does not ask names the field", async () => {
    const poll = await openPoll();
    const response = await withdraw(poll, "a", "weather");
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      errors: [{ field: "question", code: "unknown-question", message: "This vote has no such question." }],
    });
  });

  it("after closing is refused", async () => {
    const poll = await openPoll();
    await cast(poll, "a");
    await ledgerOf(poll).close("test");
    expect(await refusal(await withdraw(poll, "a"))).toEqual([
      409,
      "/api/problems/not-open",
      "Voting is closed. No vote was taken back.",
    ]);
  });

  it("while paused is done, when no ballot is taken", async () => {
    const poll = await openPoll();
    await cast(poll, "a");
    await ledgerOf(poll).pause();
    expect(await refusal(await cast(poll, "b"))).toEqual([
      409,
      "/api/problems/not-open",
      "Voting is paused. This vote was not counted.",
    ]);
    expect((await withdraw(poll, "a")).status).toBe(200);
  });
});

describe("the tally", () => {
  it("moves by each ballot and back by its withdrawal", async () => {
    const poll = await openPoll();
    await cast(poll, "a");
    await cast(poll, "b", { choice: ["leave"], lock: lockFor(poll, "b") });
    await withdraw(poll, "b");
    await expect
      .poll(
        async () => (await (await ask(`/api/v1/polls/${poll.id}/tally`)).json<Record<string, object>>()).questions,
        {
          timeout: 5_000,
        },
      )
      .toMatchObject({
        pledge: {
          ballots: { a: 0, c: 2 },
          withdrawn: { a: 0, c: 1 },
          options: { leave: { a: 0, c: 0 }, hour: { a: 0, c: 1 } },
        },
      });
  });
});
