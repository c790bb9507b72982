import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_RULES } from "../../../src/domain/numbers.ts";
import { type Network, WINDOW_S } from "../../../src/engine/limiter/allowance.ts";
import type { AdmissionRequest } from "../../../src/engine/rpc.ts";
import { networkOf } from "../../../src/web/http/address.ts";
import { bytes32, evict } from "../a-poll.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const HOUR_MS = 3_600_000;
const jump = (ms: number) => vi.useFakeTimers({ now: Date.now() + ms, toFake: ["Date"] });

/** A doorkeeper of its own for one test. */
const aDoorkeeper = () => env.DOORKEEPER.getByName(`test ${randomBytes(8).toString("hex")}`);
type Doorkeeper = ReturnType<typeof aDoorkeeper>;

/** One whose strict first hour is over. */
async function anOldDoorkeeper(): Promise<Doorkeeper> {
  const doorkeeper = aDoorkeeper();
  await doorkeeper.counters("wake");
  jump(HOUR_MS + 1_000);
  return doorkeeper;
}

const from = (address: string, unsaid = false): Network => ({
  ...networkOf({ platform: "self", trustedHeader: "X-Reader", header: () => address }),
  unsaid,
});

let ballots = 0;
const aRequest = (address: string, changes: Partial<AdmissionRequest> = {}): AdmissionRequest => ({
  poll: "facebook-hour",
  question: "pledge",
  lock: bytes32(`ballot ${++ballots}`),
  rules: DEFAULT_RULES,
  network: from(address),
  ...changes,
});

/** What a doorkeeper answers to so many ballots. */
async function burst(doorkeeper: Doorkeeper, times: number, address: string, changes: Partial<AdmissionRequest> = {}) {
  const got = { a: 0, c: 0, refused: 0 };
  for (let i = 0; i < times; i++) {
    const answer = await doorkeeper.admit(aRequest(address, changes));
    got[answer.kind === "admitted" ? answer.class : "refused"] += 1;
  }
  return got;
}

/** As a deploy or a crash does. Eviction would wait for the timer that keeps it awake, for ever. */
const takeDown = (doorkeeper: Doorkeeper) =>
  runInDurableObject(env.DOORKEEPER.get(doorkeeper.id), (_, state) => state.abort("taken down")).catch(() => undefined);

const restartsOf = async (doorkeeper: Doorkeeper) => (await doorkeeper.counters("facebook-hour")).restarts;

describe("the doorkeeper", () => {
  it("gives class a within a network's allowance and class c beyond it", async () => {
    const doorkeeper = await anOldDoorkeeper();
    expect(await burst(doorkeeper, 22, "203.0.113.1")).toEqual({ a: 20, c: 2, refused: 0 });
    expect(await burst(doorkeeper, 7, "2001:db8:1:1::1")).toEqual({ a: 5, c: 2, refused: 0 });
  });

  it("gives class c to a request that does not say whose page it comes from, and keeps the allowance for those that do", async () => {
    const doorkeeper = await anOldDoorkeeper();
    expect(await burst(doorkeeper, 3, "203.0.113.1", { network: from("203.0.113.1", true) })).toEqual({
      a: 0,
      c: 3,
      refused: 0,
    });
    expect(await burst(doorkeeper, 21, "203.0.113.1")).toEqual({ a: 20, c: 1, refused: 0 });
  });

  it("draws 32 random bytes to hash by at its start, and others every day", async () => {
    const drawn = vi.spyOn(crypto, "getRandomValues");
    const salts = () => drawn.mock.results.map(({ value }) => value).filter((each) => each?.length === 32);
    const doorkeeper = await anOldDoorkeeper();
    await burst(doorkeeper, 1, "203.0.113.1");
    expect(salts().length).toBe(1);
    jump(WINDOW_S * 1_000);
    await burst(doorkeeper, 1, "203.0.113.1");
    const [first, second] = salts().map((salt) => Buffer.from(salt).toString("hex"));
    expect([salts().length, first === second, /^0+$/.test(first ?? "")]).toEqual([2, false, false]);
  });

  it("counts each poll and each question apart", async () => {
    const doorkeeper = await anOldDoorkeeper();
    await burst(doorkeeper, 20, "203.0.113.1");
    expect(await burst(doorkeeper, 1, "203.0.113.1")).toEqual({ a: 0, c: 1, refused: 0 });
    expect(await burst(doorkeeper, 1, "203.0.113.1", { question: "change" })).toEqual({ a: 1, c: 0, refused: 0 });
    expect(await burst(doorkeeper, 1, "203.0.113.1", { poll: "another" })).toEqual({ a: 1, c: 0, refused: 0 });
  });

  it("counts many /64 of one /56, and many /56 of one /48, together", async () => {
    const doorkeeper = await anOldDoorkeeper();
    const sum = { a: 0, c: 0 };
    for (let i = 0; i < 30; i++) {
      const { a, c } = await burst(doorkeeper, 1, `2001:db8:1:${(0x100 + i).toString(16)}::1`);
      sum.a += a;
      sum.c += c;
    }
    expect(sum).toEqual({ a: 20, c: 10 });
  });

  it("gives the same lock the same answer, and counts it once", async () => {
    const doorkeeper = await anOldDoorkeeper();
    const request = aRequest("203.0.113.1");
    for (let i = 0; i < 30; i++) expect(await doorkeeper.admit(request)).toEqual({ kind: "admitted", class: "a" });
    expect(await burst(doorkeeper, 20, "203.0.113.1")).toEqual({ a: 19, c: 1, refused: 0 });
    expect(await doorkeeper.admit(request)).toEqual({ kind: "admitted", class: "a" });
  });

  it("counts a lock that comes again on another question or poll: that is another ballot", async () => {
    const doorkeeper = await anOldDoorkeeper();
    const { lock } = aRequest("203.0.113.1");
    await burst(doorkeeper, 20, "203.0.113.1");
    expect(await burst(doorkeeper, 1, "203.0.113.9", { lock })).toEqual({ a: 1, c: 0, refused: 0 });
    expect(await burst(doorkeeper, 1, "203.0.113.1", { lock, poll: "another" })).toEqual({ a: 1, c: 0, refused: 0 });
    expect(await burst(doorkeeper, 20, "203.0.113.1", { poll: "another" })).toEqual({ a: 19, c: 1, refused: 0 });
  });

  it("gives a lock on another question the class of that question's ballots, not the one that it was given before", async () => {
    const doorkeeper = await anOldDoorkeeper();
    const request = aRequest("203.0.113.1");
    expect(await doorkeeper.admit(request)).toEqual({ kind: "admitted", class: "a" });
    await burst(doorkeeper, 20, "203.0.113.1", { question: "change" });
    expect(await doorkeeper.admit({ ...request, question: "change" })).toEqual({ kind: "admitted", class: "c" });
  });

  it("still knows a lock after ten minutes, when its network is full", async () => {
    const doorkeeper = await anOldDoorkeeper();
    const rules = { ...DEFAULT_RULES, ceiling: { ...DEFAULT_RULES.ceiling, ipv4: 3 } };
    const request = aRequest("203.0.113.1", { rules });
    await doorkeeper.admit(request);
    jump(600_000);
    await burst(doorkeeper, 5, "203.0.113.1", { rules });
    expect(await doorkeeper.admit(request)).toEqual({ kind: "admitted", class: "a" });
  });

  it("refuses beyond the ceiling, says when to come back, and then takes the ballot", async () => {
    const doorkeeper = await anOldDoorkeeper();
    const rules = { ...DEFAULT_RULES, ceiling: { ...DEFAULT_RULES.ceiling, ipv4: 60 } };
    expect(await burst(doorkeeper, 62, "203.0.113.1", { rules })).toEqual({ a: 20, c: 40, refused: 2 });
    const refused = aRequest("203.0.113.1", { rules });
    expect(await doorkeeper.admit(refused)).toEqual({ kind: "too-many", retryAfterSeconds: 60 });
    jump(60_000);
    expect(await doorkeeper.admit(refused)).toEqual({ kind: "admitted", class: "c" });
  });

  it("refuses nobody of an unknown network", async () => {
    const doorkeeper = await anOldDoorkeeper();
    const rules = { ...DEFAULT_RULES, ceiling: { ...DEFAULT_RULES.ceiling, ipv4: 30 } };
    expect(await burst(doorkeeper, 50, "no address", { rules })).toEqual({ a: 20, c: 30, refused: 0 });
  });
});

/** One that has just lost what it counted. */
async function aForgetfulDoorkeeper(): Promise<Doorkeeper> {
  const doorkeeper = aDoorkeeper();
  await burst(doorkeeper, 1, "198.51.100.1");
  await takeDown(doorkeeper);
  return env.DOORKEEPER.get(doorkeeper.id);
}

describe("a doorkeeper that has forgotten", () => {
  it("is strict for an hour, and one that had nothing to forget is not", async () => {
    expect(await burst(aDoorkeeper(), 22, "203.0.113.1")).toEqual({ a: 20, c: 2, refused: 0 });
    const doorkeeper = await aForgetfulDoorkeeper();
    expect(await burst(doorkeeper, 7, "203.0.113.1")).toEqual({ a: 5, c: 2, refused: 0 });
    expect(await burst(doorkeeper, 3, "2001:db8:1:1::1")).toEqual({ a: 1, c: 2, refused: 0 });
    jump(HOUR_MS + 1_000);
    expect(await burst(doorkeeper, 20, "203.0.113.1")).toEqual({ a: 15, c: 5, refused: 0 });
  });

  it("is strict to the end of that hour, and not a second longer", async () => {
    const began = Date.parse("2026-11-24T12:00:00Z");
    vi.useFakeTimers({ now: began, toFake: ["Date"] });
    const doorkeeper = await aForgetfulDoorkeeper();
    await burst(doorkeeper, 5, "203.0.113.1");
    vi.setSystemTime(began + HOUR_MS - 1_000);
    expect(await burst(doorkeeper, 1, "203.0.113.1")).toEqual({ a: 0, c: 1, refused: 0 });
    vi.setSystemTime(began + HOUR_MS);
    expect(await burst(doorkeeper, 1, "203.0.113.1")).toEqual({ a: 1, c: 0, refused: 0 });
  });

  it("has forgotten, is strict, and says that it restarted: each of five times is published", async () => {
    const doorkeeper = await anOldDoorkeeper();
    expect(await burst(doorkeeper, 25, "203.0.113.1")).toEqual({ a: 20, c: 5, refused: 0 });
    for (let restart = 1; restart <= 5; restart++) {
      await takeDown(doorkeeper);
      const anew = env.DOORKEEPER.get(doorkeeper.id);
      expect(await burst(anew, 7, "203.0.113.1")).toEqual({ a: 5, c: 2, refused: 0 });
      expect(await restartsOf(anew)).toBe(restart);
    }
  });

  it("that had counted nothing has lost nothing: no restart is published", async () => {
    const doorkeeper = aDoorkeeper();
    expect(await restartsOf(doorkeeper)).toBe(0);
    await evict(doorkeeper);
    expect(await restartsOf(doorkeeper)).toBe(0);

    // Neither is one that only follows upon another, before anything was counted.
    await burst(doorkeeper, 1, "203.0.113.1");
    await takeDown(doorkeeper);
    const anew = env.DOORKEEPER.get(doorkeeper.id);
    expect(await restartsOf(anew)).toBe(1);
    await evict(anew);
    expect(await restartsOf(env.DOORKEEPER.get(doorkeeper.id))).toBe(1);
  });
});

describe("a doorkeeper stays awake", () => {
  const alarmOf = (doorkeeper: Doorkeeper) => runInDurableObject(doorkeeper, (_, state) => state.storage.getAlarm());

  it("with an alarm a minute for as long as it counts anything, and not after", async () => {
    const doorkeeper = aDoorkeeper();
    await doorkeeper.counters("facebook-hour");
    expect(await alarmOf(doorkeeper)).toBeNull();
    await burst(doorkeeper, 1, "203.0.113.1");
    for (let minute = 0; minute < 3; minute++) {
      expect(await alarmOf(doorkeeper)).toBeGreaterThan(Date.now());
      expect(await alarmOf(doorkeeper)).toBeLessThanOrEqual(Date.now() + 60_000);
      expect(await runDurableObjectAlarm(doorkeeper)).toBe(true);
    }
    for (const day of [1, 2]) {
      jump(WINDOW_S * 1_000 + 1_000);
      expect(await runDurableObjectAlarm(doorkeeper), `day ${day}`).toBe(true);
    }
    expect(await alarmOf(doorkeeper)).toBeNull();
    await evict(doorkeeper);
    expect(await restartsOf(doorkeeper)).toBe(0);
  });

  it("keeps nothing in storage but how often it forgot and whether it counts", async () => {
    const doorkeeper = aDoorkeeper();
    await burst(doorkeeper, 30, "203.0.113.77");
    const rows = await runInDurableObject(doorkeeper, (_, { storage: { sql } }) =>
      sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
        )
        .toArray()
        .map(({ name }) => [name, sql.exec(`SELECT * FROM ${name}`).toArray()]),
    );
    expect(rows).toEqual([["doorkeeper", [{ only: 1, restarts: 0, counting: 1 }]]]);
  });
});

describe("what a doorkeeper tells of a poll", () => {
  it("is the most ballots that one network cast on one question, and what the Worker refused", async () => {
    const doorkeeper = await anOldDoorkeeper();
    await burst(doorkeeper, 40, "203.0.113.1");
    await burst(doorkeeper, 10, "203.0.113.2", { refused: { foreign: 1, trap: 2 } });
    await burst(doorkeeper, 30, "203.0.113.1", { question: "change" });
    const { life, ...told } = await doorkeeper.counters("facebook-hour");
    expect(told).toMatchObject({ largestNetwork: 40, restarts: 0, refused: { foreign: 10, trap: 20, invalid: 0 } });
    expect(JSON.stringify(told)).not.toMatch(/203|cb0071/);
    expect((await doorkeeper.counters("another")).largestNetwork).toBe(0);
  });
});
