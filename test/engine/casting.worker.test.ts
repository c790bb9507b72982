import { env } from "cloudflare:workers";
import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { app } from "../../src/app.ts";
import type { PollDefinition } from "../../src/domain/definition.ts";
import { boxOf, bytes32, openPoll } from "./a-poll.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** As the embedded server has it. All requests of a test are one to workerd: test/fault/together.server.test.ts has them apart. */
const { BURST_BRAKE: _, ...bindings } = env;
const EMBEDDED = { ...bindings, SHARED_CALLS: "yes" };

const cast = (poll: PollDefinition, voter: string, choice = "hour") =>
  app.request(
    `http://localhost:8787/api/v1/polls/${poll.id}/ballots`,
    {
      method: "POST",
      headers: { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" },
      body: JSON.stringify({ question: "pledge", choice: [choice], lock: bytes32(voter) }),
    },
    EMBEDDED,
  );

const leafOf = (voter: string, ballotClass: string): string =>
  createHash("sha256")
    .update(`\0ballot pledge ${ballotClass} ${bytes32(voter)} hour`)
    .digest("base64");

type Call = (...values: unknown[]) => Promise<unknown>;

/** Lets something else answer a method of every object; answers how often each method was called. */
function meddle(method: string, instead: (real: () => Promise<unknown>) => Promise<unknown>): Map<string, number> {
  const calls = new Map<string, number>();
  const proto: { getByName(name: string): object } = Object.getPrototypeOf(env.LEDGER);
  const real = proto.getByName;
  vi.spyOn(proto, "getByName").mockImplementation(function (this: unknown, name: string) {
    const stub = real.call(this, name) as Record<string, Call>;
    return new Proxy(stub, {
      get:
        (_, key: string) =>
        (...values: unknown[]) => {
          calls.set(key, (calls.get(key) ?? 0) + 1);
          const ask = async () => stub[key]?.(...values);
          return key === method ? instead(ask) : ask();
        },
    });
  });
  return calls;
}

const lost = () => Promise.reject(new Error("Network connection lost."));
const ballotsOf = async (poll: PollDefinition) => (await boxOf(poll).running()).counts.pledge?.ballots;
const ONE_BOX = { rules: { boxes: 1 } };
const VOTERS = Array.from({ length: 20 }, (_, i) => `voter ${i}`);

describe("ballots of the embedded server", () => {
  it("of a crowd share calls of doorkeeper and box, and each gets the answer to its own", async () => {
    const poll = await openPoll(ONE_BOX);
    await cast(poll, "first");
    const calls = meddle("none", (ask) => ask());
    const answers = await Promise.all(VOTERS.map((voter) => cast(poll, voter)));
    for (const [i, answer] of answers.entries()) {
      expect(answer.status).toBe(201);
      const { leaf } = await answer.json<{ leaf: string }>();
      expect([leafOf(VOTERS[i]!, "a"), leafOf(VOTERS[i]!, "c")]).toContain(leaf);
    }
    expect([calls.get("cast"), calls.get("admit")]).toEqual([undefined, undefined]);
    expect(calls.get("castAll")).toBeLessThan(VOTERS.length / 2);
    expect(calls.get("admitAll")).toBeLessThan(VOTERS.length / 2);
  });

  it("count once where a shared call's answer was lost after the box had counted them", async () => {
    const poll = await openPoll(ONE_BOX);
    const calls = meddle("castAll", async (ask) => {
      await ask();
      return lost();
    });
    const answers = await Promise.all(VOTERS.map((voter) => cast(poll, voter)));
    expect(answers.map(({ status }) => status)).toEqual(VOTERS.map(() => 200));
    expect(calls.get("cast")).toBe(VOTERS.length);
    expect((await boxOf(poll).running()).version).toBe(VOTERS.length);
  });

  it("are cast alone where a shared call fails before it reaches the box", async () => {
    const poll = await openPoll(ONE_BOX);
    meddle("castAll", lost);
    const answers = await Promise.all(VOTERS.map((voter) => cast(poll, voter)));
    expect(answers.map(({ status }) => status)).toEqual(VOTERS.map(() => 201));
    expect((await boxOf(poll).running()).version).toBe(VOTERS.length);
  });

  it("are cast alone where a box that is older than the Worker knows no shared call", async () => {
    const poll = await openPoll(ONE_BOX);
    meddle("castAll", () => Promise.reject(new TypeError('The RPC receiver does not implement the method "castAll".')));
    expect((await cast(poll, "one")).status).toBe(201);
  });

  it("are in class c, all of them, where no doorkeeper answers", async () => {
    const poll = await openPoll(ONE_BOX);
    meddle("admitAll", lost);
    const answers = await Promise.all(VOTERS.map((voter) => cast(poll, voter)));
    expect(answers.map(({ status }) => status)).toEqual(VOTERS.map(() => 201));
    expect(await ballotsOf(poll)).toEqual({ a: 0, c: VOTERS.length });
  });

  it("are told busy, and nothing is counted, where the box is overloaded", async () => {
    const poll = await openPoll(ONE_BOX);
    const calls = meddle("castAll", () => Promise.reject(Object.assign(new Error("overloaded"), { overloaded: true })));
    const answers = await Promise.all(VOTERS.map((voter) => cast(poll, voter)));
    expect(answers.map(({ status }) => status)).toEqual(VOTERS.map(() => 503));
    expect(calls.get("cast")).toBeUndefined();
    expect((await boxOf(poll).running()).version).toBe(0);
  });

  it("refuse one of a crowd and count the others", async () => {
    const poll = await openPoll(ONE_BOX);
    await cast(poll, "voter 3", "leave");
    const answers = await Promise.all(VOTERS.map((voter) => cast(poll, voter)));
    expect(answers.map(({ status }) => status)).toEqual(VOTERS.map((voter) => (voter === "voter 3" ? 409 : 201)));
  });
});
