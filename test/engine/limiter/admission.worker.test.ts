import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { app } from "../../../src/app.ts";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { forget } from "../../../src/engine/index.ts";
import { KvStore } from "../../../src/engine/kv.ts";
import { amount } from "../../long.ts";
import { hidden } from "../../web/pages/page.ts";
import { archivedLines, boxOf, bytes32, ledgerOf, openPoll } from "../a-poll.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const HOUR_MS = 3_600_000;
const ONE_BOX = { rules: { boxes: 1 } };
const FOUR_BOXES = { rules: { boxes: 4 } };
const rulesWith = (ceiling: number) => ({
  rules: { boxes: 1, ceiling: { ipv4: ceiling, ipv6_64: 100, ipv6_56: 500, ipv6_48: 2_000 } },
});

/** Behind a proxy that passes addresses, on one's own machine: no burst brake stands there. */
const { BURST_BRAKE: _, ...bindings } = env;
const PROXIED = { ...bindings, CLIENT_ADDRESS_HEADER: "X-Reader" };

interface How {
  address?: string;
  headers?: Record<string, string>;
  choice?: string[];
  bindings?: object;
}

/** A ballot from one of our own pages. */
const cast = (
  poll: PollDefinition,
  lock: string,
  { address, headers = {}, choice = ["hour"], bindings = PROXIED }: How = {},
) =>
  app.request(
    `http://localhost:8787/api/v1/polls/${poll.id}/ballots`,
    {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Accept-Language": "en",
        "Sec-Fetch-Site": "same-origin",
        ...(address !== undefined && { "X-Reader": address }),
        ...headers,
      },
      body: JSON.stringify({ question: "pledge", choice, lock: bytes32(lock) }),
    },
    bindings,
  );

async function ballotsOf(poll: PollDefinition) {
  const sum = { a: 0, c: 0 };
  for (let box = 0; box < poll.rules.boxes; box++) {
    const { a = 0, c = 0 } = (await boxOf(poll, box).running()).counts.pledge?.ballots ?? {};
    sum.a += a;
    sum.c += c;
  }
  return sum;
}

const anHourLater = () => vi.useFakeTimers({ now: Date.now() + HOUR_MS + 1_000, toFake: ["Date"] });

/** Who counts networks: the box itself, or objects of their own where a poll has several boxes. */
const SHAPES = [
  ["one box", ONE_BOX],
  ["four boxes", FOUR_BOXES],
] as const;

/** Lets something else answer for every doorkeeper. */
function meddleWithDoorkeepers(admit: (real: () => Promise<unknown>) => Promise<unknown>) {
  const seen = { asked: 0, names: new Set<string>() };
  const proto: { getByName(name: string): object } = Object.getPrototypeOf(env.DOORKEEPER);
  const real = proto.getByName;
  vi.spyOn(proto, "getByName").mockImplementation(function (this: unknown, name: string) {
    const stub = real.call(this, name) as ReturnType<typeof env.DOORKEEPER.getByName>;
    if (!/^\d$/.test(name)) return stub;
    return {
      admit: (request: Parameters<typeof stub.admit>[0]) => {
        seen.asked += 1;
        seen.names.add(name);
        return admit(async () => stub.admit(request));
      },
    };
  });
  return seen;
}

const HONEST = amount(600, 2_900);

describe(`${HONEST} honest voters behind 3 addresses within an hour`, () => {
  it(`are all counted: 60 in class a, ${HONEST - 60} in class c`, { timeout: 120_000 }, async () => {
    const poll = await openPoll(ONE_BOX);
    const began = Date.now();
    for (let i = 0; i < HONEST; i += 50) {
      vi.setSystemTime(began + (i / HONEST) * HOUR_MS);
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, j) => cast(poll, `voter ${i + j}`, { address: `203.0.113.${(i + j) % 3}` })),
      );
      expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
    }
    expect(await ballotsOf(poll)).toEqual({ a: 60, c: HONEST - 60 });
  });
});

describe.each(SHAPES)("the class of a ballot in a poll of %s", (_, shape) => {
  it("follows the network and nothing else: a thousand cookies, agents and languages are one network", async () => {
    const poll = await openPoll(shape);
    for (let i = 0; i < 24; i++)
      await cast(poll, `voter ${i}`, {
        address: "203.0.113.1",
        headers: { Cookie: `other=${i}`, "User-Agent": `Agent ${i}`, "Accept-Language": i % 2 ? "fr" : "ar" },
      });
    expect(await ballotsOf(poll)).toEqual({ a: 20, c: 4 });
    await cast(poll, "elsewhere", { address: "203.0.113.2" });
    expect(await ballotsOf(poll)).toEqual({ a: 21, c: 4 });
  });

  it("follows the whole of an IPv6 network: whoever draws one /64 after the other of a /56 is one", async () => {
    const poll = await openPoll(shape);
    for (let i = 0; i < 24; i++)
      await cast(poll, `phone ${i}`, { address: `2001:db8:1:${(0x100 + i).toString(16)}::1` });
    expect(await ballotsOf(poll)).toEqual({ a: 20, c: 4 });
  });

  it("cannot be had by headers that anybody can send", async () => {
    const poll = await openPoll(shape);
    for (let i = 0; i < 30; i++)
      await cast(poll, `voter ${i}`, {
        headers: {
          "CF-Connecting-IP": `203.0.113.${i}`,
          "X-Forwarded-For": `203.0.113.${i}`,
          Forwarded: `for=203.0.113.${i}`,
        },
      });
    expect(await ballotsOf(poll)).toEqual({ a: 20, c: 10 });
  });

  it("is c for a request that does not say whose page it comes from", async () => {
    const poll = await openPoll(shape);
    const response = await cast(poll, "one", { address: "203.0.113.1", headers: { "Sec-Fetch-Site": "none" } });
    expect([response.status, await ballotsOf(poll)]).toEqual([201, { a: 0, c: 1 }]);
  });
});

describe("the limiters of a poll of several boxes", () => {
  it("share networks out, and each meets one of them", async () => {
    const poll = await openPoll(FOUR_BOXES);
    const seen = meddleWithDoorkeepers((real) => real());
    for (let i = 0; i < 24; i++)
      await cast(poll, `phone ${i}`, { address: `2001:db8:1:${(0x100 + i).toString(16)}::1` });
    expect(seen.names.size).toBe(1);
    for (let i = 0; i < 60; i++) await cast(poll, `house ${i}`, { address: `2001:db8:${(0x100 + i).toString(16)}::1` });
    expect(seen.names).toEqual(new Set(["0", "1", "2", "3"]));
  });

  it("are asked nothing by a poll of one box: its box counts networks, in the one call", async () => {
    const poll = await openPoll(ONE_BOX);
    const seen = meddleWithDoorkeepers((real) => real());
    await cast(poll, "one", { address: "203.0.113.1" });
    await ledgerOf(poll).seal();
    expect([seen.asked, await ballotsOf(poll)]).toEqual([0, { a: 1, c: 0 }]);
  });

  it("make a ballot class c, which counts, where they do not answer", async () => {
    const poll = await openPoll(FOUR_BOXES);
    const seen = meddleWithDoorkeepers(() => Promise.reject(new Error("Network connection lost.")));
    expect((await cast(poll, "one", { address: "203.0.113.1" })).status).toBe(201);
    expect([seen.asked, await ballotsOf(poll)]).toEqual([2, { a: 0, c: 1 }]);
  });

  it("count a ballot once, also where their first answer is lost on the way", async () => {
    const poll = await openPoll(FOUR_BOXES);
    let asked = 0;
    meddleWithDoorkeepers(async (real) => {
      const answer = await real();
      if (++asked === 1) throw new Error("Network connection lost.");
      return answer;
    });
    await cast(poll, "one", { address: "203.0.113.7" });
    vi.restoreAllMocks();
    anHourLater();
    for (let i = 0; i < 20; i++) await cast(poll, `more ${i}`, { address: "203.0.113.7" });
    expect(await ballotsOf(poll)).toEqual({ a: 20, c: 1 });
  });

  it("are asked by a ballot that can be new alone: not from a marked browser, not while paused", async () => {
    const poll = await openPoll(FOUR_BOXES);
    const cookie = `sawt-voted-${poll.id}.pledge=1`;
    await cast(poll, "one", { address: "203.0.113.1" });
    const seen = meddleWithDoorkeepers((real) => real());
    expect((await cast(poll, "one", { headers: { Cookie: cookie } })).status).toBe(200);
    expect((await cast(poll, "two", { headers: { Cookie: cookie } })).status).toBe(409);
    expect(seen.asked).toBe(0);
    await cast(poll, "three", { address: "203.0.113.1" });
    expect(seen.asked).toBe(1);
  });
});

describe("beyond the ceiling", () => {
  it("a new ballot is refused, not counted, and told when to come back; and counts when it does", async () => {
    const poll = await openPoll(rulesWith(10));
    // The bucket drains by the second: on the real clock a slow machine would be told to come back sooner.
    vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
    for (let i = 0; i < 10; i++) await cast(poll, `voter ${i}`, { address: "203.0.113.1" });
    const refused = await cast(poll, "late", { address: "203.0.113.1" });
    expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "360"]);
    expect(await refused.json()).toMatchObject({
      type: "/api/problems/too-many",
      detail:
        "Too many votes from this network in a short time. Wait a little and try again. This vote was not counted.",
    });
    expect(await ballotsOf(poll)).toEqual({ a: 10, c: 0 });
    vi.setSystemTime(Date.now() + 360_000);
    expect((await cast(poll, "late", { address: "203.0.113.1" })).status).toBe(201);
  });

  it("a replayed ballot gets its first answer and counts once, and another choice is still refused as such", async () => {
    const poll = await openPoll(rulesWith(3));
    const first = await (await cast(poll, "voter 0", { address: "203.0.113.1" })).json();
    for (let i = 1; i < 3; i++) await cast(poll, `voter ${i}`, { address: "203.0.113.1" });
    // Past the doorkeeper's memory of locks, which would answer for itself.
    vi.useFakeTimers({ now: Date.now() + 1_300_000, toFake: ["Date"] });
    for (let i = 3; i < 7; i++) await cast(poll, `voter ${i}`, { address: "203.0.113.1" });
    const again = await cast(poll, "voter 0", { address: "203.0.113.1" });
    expect([again.status, await again.json()]).toEqual([200, first]);
    expect((await cast(poll, "voter 0", { address: "203.0.113.1", choice: ["leave"] })).status).toBe(409);
    expect((await cast(poll, "voter 99", { address: "203.0.113.1" })).status).toBe(429);
    expect(await ballotsOf(poll)).toMatchObject({ a: 4, c: 0 });
  });

  it("nobody is refused whose network is unknown or may be everybody's", async () => {
    const poll = await openPoll(rulesWith(2));
    for (const address of [undefined, "10.0.0.1"])
      for (let i = 0; i < 4; i++) {
        const answer = await cast(poll, `voter ${address} ${i}`, address === undefined ? {} : { address });
        expect([address, i, answer.status]).toEqual([address, i, 201]);
      }
  });

  it("a form comes back with the choice and the words that it was not counted", async () => {
    const poll = await openPoll(rulesWith(1));
    await cast(poll, "one", { address: "203.0.113.1" });
    const body = new URLSearchParams({ question: "pledge", choice: "leave", secret: bytes32("secret"), website: "" });
    const response = await app.request(
      `http://localhost:8787/fr/p/${poll.id}/vote`,
      { method: "POST", body, headers: { "Sec-Fetch-Site": "same-origin", "X-Reader": "203.0.113.1" } },
      PROXIED,
    );
    const page = await response.text();
    expect([response.status, Number(response.headers.get("Retry-After")) > 0]).toEqual([429, true]);
    expect(page).toContain("votre vote n’est pas compté. Votre choix est gardé");
    expect(page).toMatch(/value="leave"[^>]* checked/);
    expect(hidden(page, "secret")).toBe(bytes32("secret"));
  });
});

describe("the burst brake", () => {
  /** Lets so many through of each key, whatever the clock says, and remembers what it was told. */
  function brakeAfter(most: number) {
    const keys: string[] = [];
    const limit = async ({ key }: { key: string }) => {
      keys.push(key);
      return { success: keys.filter((each) => each === key).length <= most };
    };
    return { keys, bindings: { ...PROXIED, BURST_BRAKE: { limit } } };
  }

  it("refuses a new ballot with too-many, not counted, for a minute; a known one is answered all the same", async () => {
    const poll = await openPoll(ONE_BOX);
    const { bindings } = brakeAfter(2);
    const how = { address: "203.0.113.250", bindings };
    expect([(await cast(poll, "one", how)).status, (await cast(poll, "two", how)).status]).toEqual([201, 201]);
    const refused = await cast(poll, "three", how);
    expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "60"]);
    expect(await refused.json()).toMatchObject({ type: "/api/problems/too-many" });
    expect((await cast(poll, "one", how)).status).toBe(200);
    expect((await cast(poll, "other", { address: "203.0.113.251", bindings })).status).toBe(201);
    const { a = 0, c = 0 } = (await ballotsOf(poll)) ?? {};
    expect(a + c).toBe(3);
  });

  it("spares the doorkeeper what it stops", async () => {
    const poll = await openPoll(FOUR_BOXES);
    const { bindings } = brakeAfter(1);
    const seen = meddleWithDoorkeepers((real) => real());
    for (const voter of ["one", "two", "three"]) await cast(poll, voter, { address: "203.0.113.250", bindings });
    expect(seen.asked).toBe(1);
  });

  it("knows a network by a keyed hash that is another for each poll and day, and never by its address", async () => {
    const [poll, another] = [await openPoll(ONE_BOX), await openPoll(ONE_BOX)];
    const { keys, bindings } = brakeAfter(10);
    vi.useFakeTimers({ now: Date.parse("2026-11-24T23:59:59.999Z"), toFake: ["Date"] });
    await cast(poll, "one", { address: "203.0.113.250", bindings });
    await cast(poll, "two", { address: "203.0.113.250", bindings });
    // A phone's whole /64 is one network, however often it draws itself another address in it.
    await cast(poll, "three", { address: "2001:db8:1:2::1", bindings });
    await cast(poll, "four", { address: "2001:db8:1:2::ffff", bindings });
    await cast(another, "one", { address: "203.0.113.250", bindings });
    await cast(poll, "neighbour", { address: "2001:db8:1:3::1", bindings });
    vi.setSystemTime(Date.now() + 1);
    await cast(poll, "five", { address: "203.0.113.250", bindings });
    const [first, second, third, fourth, ofAnother, neighbour, nextDay] = keys;
    expect([second, fourth]).toEqual([first, third]);
    expect(new Set([first, third, ofAnother, neighbour, nextDay]).size).toBe(5);
    for (const key of keys) expect(key).toMatch(/^[\w-]{43}$/);
  });

  it("does not stand before a network that may be everybody, known or not", async () => {
    const poll = await openPoll(ONE_BOX);
    const { keys, bindings } = brakeAfter(0);
    expect((await cast(poll, "one", { address: "10.0.0.1", bindings })).status).toBe(201);
    expect((await cast(poll, "two", { bindings })).status).toBe(201);
    expect(keys).toEqual([]);
  });

  it("is the platform's: it lets 300 of one key through in a minute, and no more", { timeout: 60_000 }, async () => {
    // Its minutes are the clock's: 601 at once lie in two of them at most, each of which takes 300.
    const asked = Array.from({ length: 601 }, () => env.BURST_BRAKE.limit({ key: "of this test alone" }));
    const taken = (await Promise.all(asked)).filter(({ success }) => success).length;
    expect([taken >= 300, taken <= 600]).toEqual([true, true]);
  });
});

describe("a form field that no person sees", () => {
  it("is on the page, unseen and without a place among the tab stops; filled in, nothing is counted", async () => {
    const poll = await openPoll(ONE_BOX);
    const page = await (
      await app.request(`http://localhost:8787/en/p/${poll.id}/vote?choice=leave`, {}, PROXIED)
    ).text();
    expect(page).toContain('<label hidden>Leave empty <input name="website"></label>');
    for (const [prefix, words] of [
      ["", "لم يُحتسب صوتك"],
      ["/fr", "votre vote n’est pas compté"],
      ["/en", "your vote was not counted"],
    ]) {
      const body = new URLSearchParams({ question: "pledge", choice: "leave", website: "https://spam.example" });
      const response = await app.request(
        `http://localhost:8787${prefix}/p/${poll.id}/vote`,
        { method: "POST", body, headers: { "Sec-Fetch-Site": "same-origin" } },
        PROXIED,
      );
      expect([response.status, response.headers.get("Set-Cookie")]).toEqual([422, null]);
      expect(await response.text()).toContain(words);
    }
    expect(await ballotsOf(poll)).toEqual({ a: 0, c: 0 });
  });
});

describe("what was seen at the door", () => {
  it("is noted in the log with the next seal, shown by the API and the method page, and stated at the close", async () => {
    const poll = await openPoll(rulesWith(40));
    for (let i = 0; i < 42; i++) await cast(poll, `voter ${i}`, { address: "203.0.113.1" });
    await cast(poll, "voter 0", { choice: ["leave"] });
    await cast(poll, "new", { headers: { Cookie: `sawt-voted-${poll.id}.pledge=1` } });
    await cast(poll, "wrong", { choice: ["leave", "hour"] });
    await cast(poll, "foreign", { headers: { "Sec-Fetch-Site": "cross-site" } });
    await cast(poll, "bringer", { address: "203.0.113.2" });
    await ledgerOf(poll).seal();
    const seen = {
      refused: { invalid: 1, foreign: 1, trap: 0, "not-open": 0, "already-used": 1, "already-voted": 1, "too-many": 2 },
      largestNetwork: 40,
      restarts: 0,
    };
    const notes = async () => (await archivedLines(poll)).filter((line) => line.startsWith('note {"event":"counters"'));
    expect(JSON.parse((await notes())[0]?.slice(5) ?? "")).toMatchObject(seen);
    expect((await ledgerOf(poll).view())?.counters).toEqual(seen);

    // Nothing changed: the next seal notes nothing, and a refusal alone makes no seal.
    await cast(poll, "another", { address: "203.0.113.3" });
    await ledgerOf(poll).seal();
    const size = (await archivedLines(poll)).length;
    await cast(poll, "voter 0", { choice: ["leave"] });
    await ledgerOf(poll).seal();
    expect([(await notes()).length, (await archivedLines(poll)).length]).toEqual([1, size]);

    await ledgerOf(poll).close("done");
    const close = (await archivedLines(poll)).find((line) => line.startsWith("close ")) ?? "";
    expect(JSON.parse(close.slice(6))).toMatchObject({
      reason: "done",
      refused: { "already-used": 2, "too-many": 2 },
      largestNetwork: 40,
    });
    // The Worker's view of a poll may be a second old; the last ballot renewed it before the close.
    forget(poll.id);
    const ofApi = await app.request(`http://localhost:8787/api/v1/polls/${poll.id}`, {}, PROXIED);
    expect((await ofApi.json<{ counters: object }>()).counters).toMatchObject({ largestNetwork: 40 });
    const wordsOf = async (path: string) =>
      (await (await app.request(`http://localhost:8787${path}`, {}, PROXIED)).text()).replace(/<[^>]*>/g, "");
    const sentence = "Most votes from one network on one question within 24 hours: 40";
    expect(await wordsOf(`/en/p/${poll.id}/method`)).toContain(sentence);
    const line = "Votes refused: 7 · largest network: 40 · allowances forgotten: 0";
    for (const page of [`/en/p/${poll.id}/results`, `/en/p/${poll.id}/at/${(await archivedLines(poll)).length}`]) {
      expect([page, await wordsOf(page)]).toEqual([page, expect.stringContaining(line)]);
      expect([page, await wordsOf(page)]).toEqual([page, expect.stringContaining(sentence)]);
    }
    expect(await wordsOf(`/e/${poll.id}?lang=en&view=results`)).toContain(line);
  });

  it("is kept with each seal as it stood then, and goes along with the files of that seal", async () => {
    const poll = await openPoll(ONE_BOX);
    const sealAfterRefusals = async (count: number, voter: string) => {
      for (let i = 0; i < count; i++) await cast(poll, "foreign", { headers: { "Sec-Fetch-Site": "cross-site" } });
      await cast(poll, voter, { address: "203.0.113.1" });
      await ledgerOf(poll).seal();
      return (await archivedLines(poll)).length;
    };
    const sizes = [2, await sealAfterRefusals(1, "one"), await sealAfterRefusals(2, "two")];
    const archive = new KvStore(env.ARCHIVE);
    const foreign = async (size: number) => (await archive.readSeal(poll.id, size))?.counters?.refused.foreign;
    expect(await Promise.all(sizes.map(foreign))).toEqual([0, 1, 3]);
    const inFile = async (size: number) => {
      const file = await app.request(`http://localhost:8787/p/${poll.id}/at/${size}/results.json`, {}, PROXIED);
      return (await file.json<{ counters: { refused: { foreign: number } } }>()).counters.refused.foreign;
    };
    forget(poll.id);
    expect(await Promise.all(sizes.map(inFile))).toEqual([0, 1, 3]);
  });
});
