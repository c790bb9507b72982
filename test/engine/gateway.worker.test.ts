import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { PollDefinition } from "../../src/domain/definition.ts";
import { aBallot, boxOf, bytes32, evict, ledgerOf, openPoll } from "./a-poll.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const HOST = "http://localhost:8787";

const post = (poll: PollDefinition, body: object) =>
  exports.default.fetch(`${HOST}/api/v1/polls/${poll.id}/ballots`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": "en" },
    body: JSON.stringify(body),
  });

const theBallot = { question: "pledge", choice: ["hour"], lock: bytes32("one") };

/** Changes the stubs of objects with such names, everywhere in this process. Answers the names asked for, in order. */
function meddle(names: RegExp, change: (stub: object) => object): string[] {
  const asked: string[] = [];
  const proto: { getByName(name: string): object } = Object.getPrototypeOf(env.LEDGER);
  const real = proto.getByName;
  vi.spyOn(proto, "getByName").mockImplementation(function (this: unknown, name: string) {
    const stub = real.call(this, name);
    if (!names.test(name)) return stub;
    asked.push(name);
    return change(stub);
  });
  return asked;
}

type Cast = () => Promise<unknown>;

/** Lets `cast` answer for every box; answers how often it was asked. The rest of a box stays as it is. */
function meddleWithCasting(cast: (real: Cast, attempt: number) => Promise<unknown>): { attempts: number } {
  const seen = { attempts: 0 };
  meddle(/\/\d$/, (stub) => ({
    castText: (ballot: string) => {
      seen.attempts += 1;
      return cast(() => (stub as ReturnType<typeof boxOf>).castText(ballot), seen.attempts);
    },
    running: () => (stub as ReturnType<typeof boxOf>).running(),
  }));
  return seen;
}

const overloaded = () =>
  Promise.reject(Object.assign(new Error("Durable Object is overloaded."), { overloaded: true }));
const lost = () => Promise.reject(new Error("Network connection lost."));

describe("casting through the Worker", () => {
  it("answers the leaf and a signed promise, the same ones again to a retry", async () => {
    const poll = await openPoll();
    const first = await post(poll, theBallot);
    expect(first.status).toBe(201);
    const answer = await first.json<{ status: string; leaf: string; promise: string }>();
    expect(answer.status).toBe("counted");
    expect(answer.promise.split("\n").slice(0, 4)).toEqual([
      `localhost:8787/log/${poll.id}/promise`,
      `leaf ${answer.leaf}`,
      "by close",
      "",
    ]);
    const second = await post(poll, theBallot);
    expect(second.status).toBe(200);
    expect(await second.json()).toEqual(answer);
  });

  it("sends a lock to the same box each time, and locks to all boxes alike", async () => {
    const poll = await openPoll();
    for (let i = 0; i < 80; i++) await post(poll, { ...theBallot, lock: bytes32(`voter ${i}`) });
    const counts = await Promise.all([0, 1, 2, 3].map(async (box) => (await boxOf(poll, box).running()).version));
    expect(counts.reduce((sum, each) => sum + each, 0)).toBe(80);
    expect(Math.min(...counts)).toBeGreaterThan(5);
  });

  it("tries again with a fresh stub when an answer is lost, and the ballot counts once", async () => {
    const poll = await openPoll();
    // The first time the box counts, and its answer is lost on the way.
    const seen = meddleWithCasting(async (real, attempt) => {
      const outcome = await real();
      return attempt === 1 ? lost() : outcome;
    });
    const response = await post(poll, theBallot);
    expect(response.status).toBe(200);
    expect(seen.attempts).toBe(2);
    vi.restoreAllMocks();
    const sums = await Promise.all([0, 1, 2, 3].map(async (box) => (await boxOf(poll, box).running()).version));
    expect(sums.reduce((sum, each) => sum + each, 0)).toBe(1);
  });

  it("says busy and when to come back where a box is overloaded, without asking it again", async () => {
    const poll = await openPoll();
    const seen = meddleWithCasting(overloaded);
    const response = await post(poll, theBallot);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get("Retry-After"))).toBeGreaterThanOrEqual(2);
    expect(Number(response.headers.get("Retry-After"))).toBeLessThanOrEqual(10);
    const problem = await response.json<{ type: string; detail: string }>();
    expect(problem.type).toMatch(/busy$/);
    expect(problem.detail).toContain("not counted");
    expect(seen.attempts).toBe(1);
  });

  it("gives up after three lost answers, and the same ballot counts once later", async () => {
    const poll = await openPoll();
    const seen = meddleWithCasting(lost);
    expect((await post(poll, theBallot)).status).toBe(503);
    expect(seen.attempts).toBe(3);
    vi.restoreAllMocks();
    expect((await post(poll, theBallot)).status).toBe(201);
  });
});

describe("reading through the Worker", () => {
  it("serves the page and the sealed tally from the archive alone while every object is unreachable", async () => {
    const poll = await openPoll();
    await boxOf(poll).cast(aBallot("one"));
    await ledgerOf(poll).seal();
    meddle(/./, () => new Proxy({}, { get: () => lost }));
    const page = await exports.default.fetch(`${HOST}/p/${poll.id}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("سأغادر فايسبوك نهائيا");
    const tally = await exports.default.fetch(`${HOST}/api/v1/polls/${poll.id}/tally`);
    expect(await tally.json()).toMatchObject({
      sequence: 1,
      sealed: { seal: 1, ballots: 1 },
      questions: { pledge: { options: { hour: { a: 1, c: 0 } } } },
    });
  });

  it("shows a reader their own vote at once, however many vote at the same time", async () => {
    const poll = await openPoll();
    const readers = Array.from({ length: 12 }, async (_, i) => {
      const form = new URLSearchParams({ question: "pledge", choice: "leave", secret: bytes32(`secret ${i}`) });
      const voted = await exports.default.fetch(`${HOST}/en/p/${poll.id}/vote`, {
        method: "POST",
        body: form,
        redirect: "manual",
      });
      const cookie = voted.headers.get("Set-Cookie")?.split(";")[0] ?? "";
      const cast = (
        await Promise.all([0, 1, 2, 3].map(async (box) => (await boxOf(poll, box).running()).version))
      ).reduce((a, b) => a + b, 0);
      const page = await exports.default.fetch(`${HOST}/en/p/${poll.id}/voted`, {
        headers: { Cookie: cookie },
      });
      const shown = Number(/Total: (?:<bdi>)?(\d+)/.exec(await page.text())?.[1]);
      expect(shown).toBeGreaterThanOrEqual(cast);
    });
    await Promise.all(readers);
  });

  it("says on the results page, on the page that recounts and in the API when a log is signed no more", async () => {
    const poll = await openPoll();
    await runInDurableObject(ledgerOf(poll), (_, state) => {
      state.storage.sql.exec("UPDATE memory SET json = json_set(json, '$.refused', 'log-damaged')");
    });
    await evict(ledgerOf(poll));
    await vi.waitFor(async () => {
      const response = await exports.default.fetch(`${HOST}/api/v1/polls/${poll.id}`);
      expect((await response.json<{ log: object }>()).log).toMatchObject({ refused: "log-damaged" });
    }, 4_000);
    for (const [path, sentence] of [
      [`/p/${poll.id}/results`, "توقّف توقيع سجل هذا التصويت"],
      [`/fr/p/${poll.id}/results`, "n’est plus signé"],
      [`/en/p/${poll.id}/results`, "is signed no more"],
      [`/en/p/${poll.id}/verify`, "is signed no more"],
    ] as const)
      expect(await (await exports.default.fetch(`${HOST}${path}`)).text()).toContain(sentence);
  });

  it("asks neither ledger nor archive again and again for polls that do not exist", async () => {
    const asked = meddle(/^no-such-poll/, (stub) => stub);
    for (let i = 0; i < 5; i++) expect((await exports.default.fetch(`${HOST}/p/no-such-poll`)).status).toBe(404);
    expect(asked).toEqual([]);
  });
});
