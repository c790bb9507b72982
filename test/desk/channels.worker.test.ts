import { env } from "cloudflare:workers";
import { randomBytes } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type * as z from "zod/mini";
import type { PollDefinition } from "../../src/domain/definition.ts";
import { readChannels } from "../../src/engine/limiter/channels.ts";
import { SCHEMAS } from "../../src/web/api/schemas.ts";
import { bytes32, ledgerOf, openPoll } from "../engine/a-poll.ts";
import { ask, post } from "../web/api/ask.ts";
import { hidden, send } from "../web/pages/page.ts";
import { aMember, type Visitor } from "./visitor.ts";

let viewer: Visitor;
let token: string;
beforeAll(async () => {
  viewer = await aMember("viewer");
  const owner = await aMember("owner");
  const page = await owner.post("/en/desk/tokens", { name: "Script", days: "30", scope: "polls:read" });
  token = />([A-Za-z0-9_-]{51})<\/textarea>/.exec(await page.text())?.[1] ?? "";
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What the desk's API says. */
async function told({ id }: PollDefinition): Promise<z.infer<typeof SCHEMAS.Channels>> {
  const response = await ask(`/api/v1/desk/polls/${id}/channels`, { headers: { authorization: `Bearer ${token}` } });
  return SCHEMAS.Channels.parse(await response.json());
}
const linesOf = async (poll: PollDefinition): Promise<Record<string, number>> =>
  Object.fromEntries((await told(poll)).lines.map(({ channel, host, ballots }) => [host ?? channel, ballots]));

/** The words of the desk's page about a poll's channels, without tags. */
async function shown({ id }: PollDefinition, language: "" | "/fr" | "/en" = "/en"): Promise<string> {
  const page = await (await viewer.get(`${language}/desk/polls/${id}`)).text();
  const section = /<section aria-labelledby="channels-h">([\s\S]*?)<\/section>/.exec(page)?.[1] ?? "";
  return section
    .replace(/<\/?bdi>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** The form of a frame as an article's page of this address makes a browser ask for it. */
async function frameForm({ id }: PollDefinition, referer?: string, headers: Record<string, string> = {}) {
  const response = await ask(`/e/${id}?lang=en`, { headers: { ...headers, ...(referer && { referer }) } });
  const page = await response.text();
  const plain = (text = "") => text.replaceAll("&amp;", "&").replaceAll("&quot;", '"');
  return {
    response,
    page,
    action: plain(/<form method="post" action="([^"]*)"/.exec(page)?.[1]),
    ballots: (JSON.parse(plain(/data-say=(['"])(.*?)\1/.exec(page)?.[2]) || "{}") as { api?: string }).api ?? "",
    secret: hidden(page, "secret"),
  };
}

const inForm = (form: { action: string; secret: string }, choice = "hour") =>
  send(form.action, [
    ["question", "pledge"],
    ["choice", choice],
    ["secret", form.secret],
  ]);
const byScript = (
  address: string,
  lock = randomBytes(32).toString("base64url"),
  question = "pledge",
  choice = "hour",
) => post(address, { question, choice: [choice], lock }, { headers: { "sec-fetch-site": "same-origin" } });
const onPage = (poll: PollDefinition, lock?: string) => byScript(`/api/v1/polls/${poll.id}/ballots`, lock);
const times = async (n: number, act: (i: number) => Promise<Response>, status = 201) => {
  for (let i = 0; i < n; i++) expect((await act(i)).status).toBe(status);
};

describe("where votes came from", () => {
  it("is told by the page around a frame, and shown at the desk: by form, by script, and on the vote page", async () => {
    const poll = await openPoll();
    await times(10, async () => inForm(await frameForm(poll, "https://lakome.example/")), 303);
    const { ballots, action } = await frameForm(poll, "https://LAKOME.example:8443/an/article?id=7");
    expect(action).toBe(`/e/${poll.id}/vote?lang=en&host=lakome.example`);
    expect(ballots).toBe(`/api/v1/polls/${poll.id}/ballots?from=frame&host=lakome.example`);
    await times(13, () => byScript(ballots));
    await times(17, () => onPage(poll));
    expect(await told(poll)).toEqual({
      lines: [
        { channel: "page", ballots: 10 },
        { channel: "frame", host: "lakome.example", ballots: 20 },
      ],
      doorkeepers: 4,
      silent: 0,
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:00:00\.000Z$/),
    });
    expect(await shown(poll)).toMatch(
      /^Where votes came from Source Votes on the main question, rounded The vote page 10 Frame on lakome\.example 20 Rounded down/,
    );
    expect(await shown(poll, "/fr")).toContain("La page du vote 10 Cadre sur lakome.example 20");
    expect(await shown(poll, "")).toContain("صفحة التصويت 10 إطار في موقع lakome.example 20");
  });

  it("shows nothing of fewer than ten, and nothing new until ten more came", async () => {
    const poll = await openPoll();
    await times(9, () => onPage(poll));
    expect((await told(poll)).lines).toEqual([]);
    expect(await shown(poll)).toContain("Fewer than 10 votes were counted");
    await times(1, () => onPage(poll));
    expect(await linesOf(poll)).toEqual({ page: 10 });
    const { ballots } = await frameForm(poll, "https://lakome.example/");
    await times(9, () => byScript(ballots));
    expect(await linesOf(poll)).toEqual({ page: 10 });
    await times(1, () => byScript(ballots));
    expect(await linesOf(poll)).toEqual({ page: 10, "lakome.example": 10 });
  });

  it("counts new ballots on the main question alone: none twice, none that was refused, also long after", async () => {
    const poll = await openPoll();
    const path = `/api/v1/polls/${poll.id}/ballots`;
    const locks = Array.from({ length: 10 }, (_, i) => bytes32(`${poll.id} ${i}`));
    await times(10, (i) => onPage(poll, locks[i]));
    await times(10, (i) => onPage(poll, locks[i]), 200);
    await times(10, (i) => byScript(path, locks[i], "pledge", "leave"), 409);
    await times(10, () => byScript(path, undefined, "pledge", "none such"), 422);
    await times(10, () => byScript(path, undefined, "hosting", "morocco"));
    // The doorkeeper has forgotten these locks and counts them again; their box has not.
    vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ["Date"] });
    await times(10, (i) => byScript(path, locks[i], "pledge", "leave"), 409);
    vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ["Date"] });
    await times(10, (i) => onPage(poll, locks[i]), 200);
    expect(await linesOf(poll)).toEqual({ page: 10 });
    await ledgerOf(poll).pause();
    await times(10, () => onPage(poll), 409);
    await ledgerOf(poll).resume();
    const { ballots } = await frameForm(poll, "https://lakome.example/");
    await times(10, () => byScript(ballots));
    expect(await linesOf(poll)).toEqual({ page: 10, "lakome.example": 10 });
  });

  it("keeps the votes that were taken back: it says where readers came from", async () => {
    const poll = await openPoll();
    const forms = [];
    for (let i = 0; i < 10; i++) forms.push(await frameForm(poll, "https://lakome.example/"));
    for (const form of forms) expect((await inForm(form)).status).toBe(303);
    for (const { secret } of forms)
      expect((await post(`/api/v1/polls/${poll.id}/withdrawals`, { question: "pledge", secret })).status).toBe(200);
    expect(await linesOf(poll)).toEqual({ "lakome.example": 10 });
  });

  it("is no reader's: whoever is at the desk asks, and nobody else", async () => {
    const poll = await openPoll();
    const path = `/api/v1/desk/polls/${poll.id}/channels`;
    expect((await ask(path)).status).toBe(401);
    expect((await ask(path, { headers: { authorization: `Bearer ${"x".repeat(51)}` } })).status).toBe(401);
    expect(
      (await ask("/api/v1/desk/polls/none/channels", { headers: { authorization: `Bearer ${token}` } })).status,
    ).toBe(404);
  });
});

describe("the host of an article", () => {
  it.each([
    ["nothing was said", undefined, {}],
    ["a page of ours frames it", "http://localhost:8787/p/x/embed", {}],
    ["it was opened alone", "https://lakome.example/", { "sec-fetch-dest": "document" }],
    ["it is an address, perhaps the reader's own", "http://203.0.113.77/", {}],
    ["it is an address of the longer kind", "http://[2001:db8::77]/", {}],
    ["it is no address of a page", "lakome.example", {}],
  ])("is unknown where %s", async (_, referer, headers) => {
    const poll = await openPoll();
    const { action, ballots } = await frameForm(poll, referer, headers);
    expect([action, ballots]).toEqual([`/e/${poll.id}/vote?lang=en`, `/api/v1/polls/${poll.id}/ballots?from=frame`]);
  });

  it("is unknown where it was made up badly, counts all the same, and is never said back", async () => {
    const poll = await openPoll();
    const badly = ['"><script>alert(1)</script>', "x".repeat(300), "203.0.113.77", "LAKOME.example", "a b", ""];
    for (const host of badly) {
      const query = `from=frame&host=${encodeURIComponent(host)}`;
      await times(2, () => byScript(`/api/v1/polls/${poll.id}/ballots?${query}`));
      const again = await send(`/e/${poll.id}/vote?lang=en&${query}`, [["question", "pledge"]]);
      expect([again.status, (await again.text()).includes("host=")]).toEqual([422, false]);
    }
    expect(await linesOf(poll)).toEqual({ frames: 10 });
  });

  it("stays with a form that comes back, and nowhere else", async () => {
    const poll = await openPoll();
    const { action } = await frameForm(poll, "https://lakome.example/");
    const again = await (await send(action, [["question", "pledge"]])).text();
    expect(again).toContain(`action="/e/${poll.id}/vote?lang=en&amp;host=lakome.example"`);
    expect(again).toContain("from=frame&amp;host=lakome.example");
    expect(again.split("lakome").length - 1).toBe(2);
    const counted = await inForm(await frameForm(poll, "https://lakome.example/"));
    expect(counted.headers.get("location")).toBe(`/e/${poll.id}?lang=en&view=results&voted=pledge`);
    expect(counted.headers.get("set-cookie")).not.toContain("lakome");
  });

  it("is in no answer that a cache may share", async () => {
    const poll = await openPoll();
    const scheduled = await openPoll({ opens: "2090-07-30T20:00:00Z" });
    const { response } = await frameForm(poll, "https://lakome.example/");
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    for (const path of [`/e/${poll.id}?view=results&back=1`, `/e/${scheduled.id}`]) {
      const [plain, framed] = [await ask(path), await ask(path, { headers: { referer: "https://lakome.example/" } })];
      expect(framed.headers.get("cache-control")).toBe("public, max-age=1");
      expect(await framed.text()).toBe(await plain.text());
    }
  });

  it("is one of those that may frame the poll, where the poll names them", async () => {
    const poll = await openPoll({ frames: ["https://*.lakome.example"] });
    expect((await frameForm(poll, "https://www.lakome.example/")).action).toContain("host=www.lakome.example");
    expect((await frameForm(poll, "https://other.example/")).action).not.toContain("host=");
    const at = (host: string) => `/api/v1/polls/${poll.id}/ballots?from=frame&host=${host}`;
    await times(10, () => byScript(at("www.lakome.example")));
    await times(10, () => byScript(at("other.example")));
    expect(await linesOf(poll)).toEqual({ "www.lakome.example": 10, frames: 10 });
  });

  it("is one of fifty at most: the others are other frames, and a real one is not driven out", async () => {
    const poll = await openPoll();
    const at = (host: string) => `/api/v1/polls/${poll.id}/ballots?from=frame&host=${host}`;
    await times(20, () => byScript(at("lakome.example")));
    await times(70, (i) => byScript(at(`made-up-${i}.example`)));
    expect(await linesOf(poll)).toEqual({ "lakome.example": 20, frames: 70 });
    expect(await shown(poll)).toContain("Frame on lakome.example 20 Other frames 70");
  });
});

describe("doorkeepers", () => {
  /** Lets one of them be silent about channels. */
  function silence(name: string): void {
    const proto: { getByName(name: string): object } = Object.getPrototypeOf(env.DOORKEEPER);
    const real = proto.getByName;
    vi.spyOn(proto, "getByName").mockImplementation(function (this: unknown, asked: string) {
      if (asked !== name) return real.call(this, asked);
      return { channels: () => Promise.reject(new Error("Network connection lost.")) };
    });
  }

  it("are summed before anything is hidden, and one that is silent is said to be missing", async () => {
    const poll = await openPoll();
    const count = async (keeper: string, n: number, host: string) => {
      for (let i = 0; i < n; i++)
        await env.DOORKEEPER.getByName(keeper).admit({
          poll: poll.id,
          question: "pledge",
          lock: bytes32(`${poll.id} ${keeper} ${host} ${i}`),
          rules: poll.rules,
          prefixes: [{ size: "ipv4", text: "unknown" }],
          ceiling: false,
          unsaid: false,
          channel: { from: "frame", host },
        });
    };
    for (const keeper of ["0", "3"]) for (const host of ["a.example", "b.example"]) await count(keeper, 5, host);
    expect(await readChannels(env, poll.id)).toMatchObject({
      lines: [
        { host: "a.example", ballots: 10 },
        { host: "b.example", ballots: 10 },
      ],
      silent: 0,
    });
    silence("3");
    expect(await readChannels(env, poll.id)).toMatchObject({
      lines: [{ channel: "frames", ballots: 10 }],
      doorkeepers: 4,
      silent: 1,
    });
    expect(await shown(poll)).toContain("Counters that do not answer: 1 of 4.");
  });

  it("tell the ledger nothing of channels: what it stores names its fields", async () => {
    const told = await env.DOORKEEPER.getByName("0").counters("facebook-hour");
    expect(Object.keys(told).sort()).toEqual(["largestNetwork", "life", "refused", "restarts"]);
  });
});

it("the desk names seals that took in far more than usual", async () => {
  const poll = await openPoll({ rules: { boxes: 1 } });
  vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
  const sealed = async (ballots: number) => {
    await Promise.all(Array.from({ length: ballots }, () => onPage(poll)));
    vi.setSystemTime(Date.now() + 60_000);
    await ledgerOf(poll).seal();
  };
  for (let minute = 0; minute < 11; minute++) await sealed(2);
  const page = async () => (await (await viewer.get(`/en/desk/polls/${poll.id}`)).text()).replace(/<[^>]*>/g, "");
  expect(await page()).not.toContain("far above the usual rate");
  await sealed(40);
  vi.setSystemTime(Date.now() + 60_000);
  expect(await page()).toMatch(/Seals far above the usual rate\s+Seal 12 \(.*\): 40 votes, where 2 were usual\./);
});
