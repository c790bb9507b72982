import { env, exports } from "cloudflare:workers";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { forget } from "../../src/engine/index.ts";
import { aBallot, boxOf, bytes32, ledgerOf, openPoll } from "../engine/a-poll.ts";
import { routes } from "./routes.ts";

const HOST = "https://vote.example";
let poll = "";
let down = false;

/** Every KV binding of this process: while it is down, each question of it fails. */
beforeAll(async () => {
  const kv: KVNamespace = Object.getPrototypeOf(env.ARCHIVE);
  for (const method of ["get", "list", "put"] as const) {
    const real: unknown = kv[method];
    vi.spyOn(kv, method).mockImplementation(async function (this: KVNamespace, ...all: unknown[]) {
      if (down) throw new Error(`KV ${method} failed: 500 Internal Server Error`);
      return Reflect.apply(real as (...values: unknown[]) => unknown, this, all);
    } as never);
  }
  // The default poll opens when it is first asked for.
  await exports.default.fetch(`${HOST}/`);
  const opened = await openPoll({ rules: { boxes: 1 } });
  poll = opened.id;
  await boxOf(opened).cast(aBallot("one"));
  await ledgerOf(opened).seal();
});
const told = vi.spyOn(console, "warn");
const failed = vi.spyOn(console, "error");
beforeEach(() => {
  down = true;
  for (const spy of [told, failed]) spy.mockReset().mockReturnValue();
});
afterAll(() => {
  vi.restoreAllMocks();
});

const ask = (address: string, headers: Record<string, string> = {}): Promise<Response> =>
  exports.default.fetch(new Request(`${HOST}${address}`, { headers, redirect: "manual" }));

/** What is read from the archive alone: the log, and whatever is made of a seal. Everything else is as ever. */
const OF_THE_ARCHIVE = /^(\/(fr|en))?(\/log\/|\/p\/:poll\/(at\/|chart\.|results\.|timeseries\.|datapackage))/;

describe.each([
  ["an isolate that knows the poll", false],
  ["one that knows nothing yet", true],
])("while the archive fails, %s", (_, cold) => {
  it.each(routes.filter(({ path }) => !path.includes("desk")))("answers $path as it can", async (route) => {
    const { surface, status = 200 } = route.expected ?? { surface: "page" };
    if (cold) forget(poll);
    const response = await ask(route.addressOf(poll), { Accept: surface === "page" ? "text/html" : "*/*" });
    const body = await response.arrayBuffer();
    if (!OF_THE_ARCHIVE.test(route.path) || status === 410) return expect(response.status).toBe(status);
    expect(response.status).toBe(503);
    const seconds = Number(response.headers.get("Retry-After"));
    expect(Number.isInteger(seconds) && seconds >= 2 && seconds <= 10).toBe(true);
    expect(response.headers.get("Cache-Control")).toContain("no-store");
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe(surface === "open" ? "*" : null);
    if (surface === "page") return expect(response.headers.get("Content-Type")).toBe("text/html; charset=UTF-8");
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    expect(JSON.parse(new TextDecoder().decode(body))).toMatchObject({ type: "/api/problems/busy", status: 503 });
  });
});

describe("while neither the archive nor any object answers", () => {
  beforeEach(() => {
    const proto: { getByName(name: string): object } = Object.getPrototypeOf(env.LEDGER);
    const lost = () => Promise.reject(new Error("Network connection lost."));
    const gone = vi.spyOn(proto, "getByName").mockReturnValue(new Proxy({}, { get: () => lost }));
    forget(poll);
    return () => gone.mockRestore();
  });

  it("pages, frames and the API turn readers away for a moment", async () => {
    for (const [address, words] of [
      [`/en/p/${poll}`, "Not available right now"],
      [`/e/${poll}?lang=fr`, "Indisponible pour le moment"],
      [`/api/v1/polls/${poll}/tally`, "/api/problems/busy"],
    ] as const) {
      const response = await ask(address);
      expect([address, response.status]).toEqual([address, 503]);
      expect(Number(response.headers.get("Retry-After"))).toBeGreaterThanOrEqual(2);
      expect(await response.text()).toContain(words);
    }
  });

  it("a vote and a withdrawal are not confirmed, and whoever sent them is told so", async () => {
    const send = (address: string, body: string | URLSearchParams, headers: Record<string, string> = {}) =>
      exports.default.fetch(`${HOST}${address}`, { method: "POST", body, headers: { Origin: HOST, ...headers } });
    const json = { "Content-Type": "application/json", "Accept-Language": "en" };
    const regret = { question: "pledge", secret: bytes32("x") };
    const act = { question: "pledge", choice: ["hour"], lock: bytes32("x") };
    for (const [answered, words] of [
      [send(`/api/v1/polls/${poll}/ballots`, JSON.stringify(act), json), "take this vote as not counted"],
      [send(`/api/v1/polls/${poll}/withdrawals`, JSON.stringify(regret), json), "take the vote as not taken back"],
      [send(`/en/p/${poll}/vote`, new URLSearchParams(act as never)), "We had no confirmation of your vote."],
      [send(`/e/${poll}/vote?lang=en`, new URLSearchParams(act as never)), "We had no confirmation of your vote."],
    ] as const) {
      const response = await answered;
      expect(response.status).toBe(503);
      expect(Number(response.headers.get("Retry-After"))).toBeGreaterThanOrEqual(2);
      expect(await response.text()).toContain(words);
    }
  });
});

describe("whoever is kept waiting by the archive", () => {
  it("is told so in their language, and that it is no verdict on the log", async () => {
    for (const [language, words] of [
      ["ar", "ليس حكما على مضمونها. المرجو إعادة المحاولة بعد قليل."],
      ["fr", "ce n’est pas un verdict sur leur contenu. Réessayez dans un instant."],
      ["en", "that is no verdict on what it keeps. Try again shortly."],
    ] as const) {
      const asked = await Promise.all(
        [`/log/${poll}/checkpoint`, `/log/${poll}/tile/entries/000.p/4`, `/p/${poll}/results.csv`].map((address) =>
          ask(address, { "Accept-Language": language }).then((response) => response.json<{ detail: string }>()),
        ),
      );
      for (const { detail } of asked) expect(detail).toContain(words);
      const prefix = language === "ar" ? "" : `/${language}`;
      for (const [address, headers] of [
        [`${prefix}/p/${poll}/at/2`, {}],
        [`/p/${poll}/results.csv`, { Accept: "text/html", "Accept-Language": language }],
      ] as const) {
        const page = await (await ask(address, headers)).text();
        expect(page).toContain(`lang="${language}"`);
        expect(page).toContain(
          { ar: "غير متاح حاليا", fr: "Indisponible pour le moment", en: "Not available right now" }[language],
        );
      }
    }
  });

  it("parts from the others: each is told another moment to come back", async () => {
    const seconds = await Promise.all(
      Array.from({ length: 60 }, async () => Number((await ask(`/log/${poll}/checkpoint`)).headers.get("Retry-After"))),
    );
    expect(new Set(seconds).size).toBeGreaterThan(5);
  });

  it("is served again as soon as it answers", async () => {
    expect((await ask(`/log/${poll}/checkpoint`)).status).toBe(503);
    down = false;
    expect((await ask(`/log/${poll}/checkpoint`)).status).toBe(200);
    expect((await ask(`/p/${poll}/results.csv`)).status).toBe(200);
  });

  it("is no bug of ours, and the operator is told what does not answer", async () => {
    await ask(`/log/${poll}/checkpoint`);
    expect(failed).not.toHaveBeenCalled();
    expect(told.mock.calls.map(([line]) => JSON.parse(line))).toContainEqual({
      event: "unreachable",
      route: expect.stringContaining("checkpoint"),
      error: expect.stringContaining("KV get failed"),
    });
  });
});
