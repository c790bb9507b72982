import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { alarmsOf } from "../../src/desk/pages/polls/alarms.ts";
import type { PollDefinition } from "../../src/domain/definition.ts";
import { forget } from "../../src/engine/index.ts";
import { aBallot, archivedRecount, boxOf, bytes32, evict, ledgerOf, loggedLocks, named, openPoll } from "./a-poll.ts";
import { Onlooker } from "./broken-archive.ts";

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const HOST = "http://localhost:8787";
const post = (path: string, body: object, language = "en") =>
  exports.default.fetch(`${HOST}${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": language },
    body: JSON.stringify(body),
  });
const cast = (poll: PollDefinition, name: string, language?: string) =>
  post(`/api/v1/polls/${poll.id}/ballots`, { question: "pledge", choice: ["hour"], lock: bytes32(name) }, language);
const sendForm = (poll: PollDefinition, prefix: string, secret: string) =>
  exports.default.fetch(`${HOST}${prefix}/p/${poll.id}/vote`, {
    method: "POST",
    body: new URLSearchParams({ question: "pledge", choice: "less", secret }),
    redirect: "manual",
  });

describe("a box in which as many ballots wait as it lets wait", () => {
  /** More than a box lets wait, and the group whose commit is under way besides. */
  const CROWD = 2_000;

  /** Its disk stands still; nothing that waits is answered until `go`. */
  async function fullBox(before: (poll: PollDefinition) => Promise<unknown> = async () => {}) {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await before(poll);
    const disk = Promise.withResolvers<void>();
    const waiting: Promise<string>[] = [];
    await runInDurableObject(boxOf(poll), async (box, { storage }) => {
      const sync = storage.sync.bind(storage);
      vi.spyOn(storage, "sync").mockImplementation(async () => {
        await disk.promise;
        await sync();
      });
      for (const name of named("waiting", CROWD)) waiting.push(box.cast(aBallot(name)).then(({ kind }) => kind));
    });
    return {
      poll,
      go: async () => {
        disk.resolve();
        return Promise.all(waiting);
      },
    };
  }

  it("is busy in every language, and each is told another moment to come back", async () => {
    const { poll, go } = await fullBox();
    for (const [language, not] of [
      ["ar", "لم يُحتسب هذا الصوت."],
      ["fr", "Ce vote n’est pas compté."],
      ["en", "This vote was not counted."],
    ] as const) {
      const response = await cast(poll, "refused", language);
      expect(response.status).toBe(503);
      expect(response.headers.get("Content-Type")).toBe("application/problem+json");
      expect(response.headers.get("Cache-Control")).toBe("no-store");
      const problem = await response.json<{ type: string; status: number; detail: string; confirmed: boolean }>();
      expect(problem).toMatchObject({ type: "/api/problems/busy", status: 503, confirmed: true });
      expect(problem.detail).toContain(not);
    }
    const seconds = await Promise.all(
      named("refused", 60).map(async (name) => Number((await cast(poll, name)).headers.get("Retry-After"))),
    );
    // Nine values, drawn sixty times: all but certainly nearly all of them, and hardly any of them often.
    expect(seconds.every((each) => Number.isInteger(each) && each >= 2 && each <= 10)).toBe(true);
    expect(new Set(seconds).size).toBeGreaterThan(5);
    expect(Math.max(...[...Map.groupBy(seconds, (each) => each).values()].map((alike) => alike.length))).toBeLessThan(
      30,
    );
    await go();
  });

  it("gives a form back with its choice and its secret, in every language, and says not counted", async () => {
    const { poll, go } = await fullBox();
    for (const [prefix, not] of [
      ["", "لم يُحتسب صوتك بعد"],
      ["/fr", "Votre vote n’est pas encore compté"],
      ["/en", "Your vote is not counted yet"],
    ] as const) {
      const secret = bytes32(`form ${prefix}`);
      const response = await sendForm(poll, prefix, secret);
      expect(response.status).toBe(503);
      expect(Number(response.headers.get("Retry-After"))).toBeGreaterThan(1);
      expect(response.headers.get("Set-Cookie")).toBeNull();
      const page = await response.text();
      expect(page).toContain(not);
      expect(page).toMatch(/<input[^>]*value="less"[^>]*checked/);
      expect(page).toContain(`name="secret" value="${secret}"`);
    }
    await go();
    for (const prefix of ["", "/fr", "/en"]) {
      expect((await sendForm(poll, prefix, bytes32(`form ${prefix}`))).status).toBe(200);
      expect((await sendForm(poll, prefix, bytes32(`form ${prefix}`))).status).toBe(200);
    }
    expect((await boxOf(poll).running()).counts.pledge?.options.less).toMatchObject({ a: expect.any(Number) });
    const { less } = (await boxOf(poll).running()).counts.pledge?.options ?? {};
    expect((less?.a ?? 0) + (less?.c ?? 0)).toBe(3);
  });

  it("takes no ballot back, and says so; the same secret does later", async () => {
    const secret = bytes32("regret");
    const { poll, go } = await fullBox((poll) => sendForm(poll, "/en", secret));
    const withdraw = () => post(`/api/v1/polls/${poll.id}/withdrawals`, { question: "pledge", secret });
    const response = await withdraw();
    expect(response.status).toBe(503);
    const problem = await response.json<{ type: string; detail: string }>();
    expect(problem).toMatchObject({ type: "/api/problems/busy", confirmed: true });
    expect(problem.detail).toContain("No vote was taken back.");
    await go();
    expect((await withdraw()).status).toBe(200);
  });

  it("counts all that waited, takes ballots again by itself, and counts a refused one once when it comes again", async () => {
    const { poll, go } = await fullBox();
    expect((await cast(poll, "refused")).status).toBe(503);
    const told = await go();
    const counted = told.filter((kind) => kind === "counted").length;
    const busy = told.filter((kind) => kind === "busy").length;
    expect(counted).toBeGreaterThanOrEqual(1_500);
    expect(counted + busy).toBe(CROWD);
    expect((await cast(poll, "refused")).status).toBe(201);
    expect((await cast(poll, "refused")).status).toBe(200);
    expect((await boxOf(poll).running()).version).toBe(counted + 1);
  });
});

/** Every KV binding of this process, the ledger's too. */
const kv = Object.getPrototypeOf(env.ARCHIVE) as KVNamespace;

/** Whatever is asked of KV first goes through `gate`; answers the keys written, in order. */
function gateArchive(gate: () => Promise<void>): { asked: number; written: string[] } {
  const seen = { asked: 0, written: [] as string[] };
  const { get, put } = kv;
  vi.spyOn(kv, "get").mockImplementation(async function (this: KVNamespace, ...all: unknown[]) {
    seen.asked += 1;
    await gate();
    return Reflect.apply(get, this, all);
  } as typeof get);
  vi.spyOn(kv, "put").mockImplementation(async function (this: KVNamespace, ...all: Parameters<typeof put>) {
    seen.asked += 1;
    await gate();
    seen.written.push(all[0]);
    await put.apply(this, all);
  });
  return seen;
}

describe("an archive", () => {
  const MINUTE = 60_000;
  const SEAL_EVERY_MS = MINUTE;

  /** The poll's objects seal each minute, as a deployment's do; this file's tests are told another period. */
  async function sealEachMinute(poll: PollDefinition): Promise<void> {
    for (const stub of [boxOf(poll), ledgerOf(poll)])
      await runInDurableObject<Rpc.DurableObjectBranded, void>(stub, (object) => {
        Reflect.set(Reflect.get(object, "env"), "SEAL_EVERY_SECONDS", String(SEAL_EVERY_MS / 1_000));
      });
  }

  const alarmOf = (stub: Parameters<typeof runDurableObjectAlarm>[0]) =>
    runInDurableObject(stub, (_, { storage }) => storage.getAlarm());

  /** Lets so much time pass: every alarm of the poll's box and ledger goes off when it is due. */
  async function pass(poll: PollDefinition, ms: number, each: () => Promise<void> = async () => {}): Promise<void> {
    const end = Date.now() + ms;
    const stubs = [boxOf(poll), ledgerOf(poll)];
    for (;;) {
      const due = await Promise.all(stubs.map(alarmOf));
      const next = Math.min(...due.map((at) => at ?? Number.POSITIVE_INFINITY));
      if (next > end) break;
      vi.setSystemTime(Math.max(Date.now(), next));
      for (const [i, stub] of stubs.entries())
        if ((due[i] ?? Number.POSITIVE_INFINITY) <= next) await runDurableObjectAlarm(stub);
      await each();
    }
    vi.setSystemTime(end);
  }

  const alarms = async (poll: PollDefinition) =>
    alarmsOf(await ledgerOf(poll).health(), { now: Date.now(), sealEveryMs: SEAL_EVERY_MS, batched: false }).map(
      ({ kind }) => kind,
    );

  it("that fails for ten minutes holds up no vote, is not hammered, and gets all that waited, in order, once it answers", async () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
    const poll = await openPoll({ rules: { boxes: 1 } });
    await sealEachMinute(poll);
    await exports.default.fetch(`${HOST}/p/${poll.id}`);
    const onlooker = new Onlooker(poll);
    expect(await onlooker.look()).toBeUndefined();
    let down = true;
    const archive = gateArchive(async () => {
      if (down) throw new Error("KV failed: 500 Internal Server Error");
    });

    let voters = 0;
    const statuses = new Set<number>();
    const vote = async () => {
      statuses.add((await cast(poll, `voter ${voters++}`)).status);
    };
    await vote();
    await pass(poll, 5 * MINUTE, vote);
    // Told to whoever is at the desk for as long as it lasts.
    expect(await alarms(poll)).toEqual(expect.arrayContaining(["archive", "failing"]));
    // In the middle of it the ledger is moved to another machine, and votes come to an isolate that knows nothing.
    await evict(ledgerOf(poll));
    forget(poll.id);
    await sealEachMinute(poll);
    await pass(poll, 5 * MINUTE, vote);
    expect([...statuses]).toEqual([201]);
    expect(voters).toBeGreaterThan(10);
    // A failed step is tried again at growing pauses, up to a minute: some sixty questions in ten minutes, not thousands.
    expect(archive.asked).toBeLessThan(100);
    expect(archive.written).toEqual([]);

    down = false;
    await pass(poll, 3 * MINUTE);
    expect(await onlooker.look()).toBeUndefined();
    expect(await loggedLocks(poll)).toEqual(named("voter", voters).map(bytes32).sort());
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted" });
    const seals = archive.written
      .filter((key) => key.includes("/seal/"))
      .map((key) => Number(key.slice(key.lastIndexOf("/") + 1)));
    expect(seals.length).toBeGreaterThan(4);
    expect(seals).toEqual(seals.toSorted((a, b) => a - b));
    expect(archive.written.at(-1)).toBe(`checkpoint/${poll.id}`);
    expect(await alarms(poll)).toEqual([]);
  });

  it("that takes as long as it likes for each call holds up no vote, and is told of at the desk", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await exports.default.fetch(`${HOST}/p/${poll.id}`);
    const release = Promise.withResolvers<void>();
    gateArchive(() => release.promise);
    expect((await cast(poll, "before")).status).toBe(201);
    const sealing = ledgerOf(poll).seal();
    await vi.waitFor(async () => expect((await ledgerOf(poll).health())?.seal).toBe(1));
    // The seal stands in the ledger, and its first write to the archive is under way.
    for (const name of named("meanwhile", 20)) expect((await cast(poll, name)).status).toBe(201);
    expect((await exports.default.fetch(`${HOST}/p/${poll.id}`)).status).toBe(200);
    expect((await exports.default.fetch(`${HOST}/api/v1/polls/${poll.id}/tally`)).status).toBe(200);
    // An isolate that knows nothing waits for the archive no longer than a reader does.
    forget(poll.id);
    expect((await cast(poll, "from afar")).status).toBe(201);
    vi.useFakeTimers({ now: Date.now() + MINUTE, toFake: ["Date"] });
    expect(await alarms(poll)).toEqual(["archive"]);
    vi.useRealTimers();

    release.resolve();
    await sealing;
    await ledgerOf(poll).seal();
    expect(await loggedLocks(poll)).toEqual(["before", ...named("meanwhile", 20), "from afar"].map(bytes32).sort());
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted" });
  });
});

describe("objects that are started anew while people vote", () => {
  const restart = (stub: Parameters<typeof evict>[0]) =>
    runInDurableObject(stub, (_, state) => state.abort("moved to another machine")).catch(() => undefined);

  it("acknowledge every ballot once, however often it has to be sent", async () => {
    const poll = await openPoll({ rules: { boxes: 2 } });
    const objects = [
      boxOf(poll, 0),
      boxOf(poll, 1),
      ledgerOf(poll),
      env.DOORKEEPER.getByName("0"),
      env.REGISTRY.getByName("registry"),
    ];
    const voters = named("voter", 60);
    const first = new Map<string, number>();
    for (const [turn, object] of [...objects, ...objects].entries()) {
      const crowd = voters.slice(turn * 6, turn * 6 + 6);
      const casting = Promise.all(
        crowd.map(async (name) => {
          for (let tries = 0; tries < 5; tries++) {
            const { status } = await cast(poll, name);
            if (status === 201 || status === 200) return first.set(name, status);
            expect(status).toBe(503);
          }
          throw new Error(`${name} was never counted`);
        }),
      );
      // The first round in the middle of casting, the second between two crowds.
      if (turn < objects.length) await restart(object);
      await casting;
      if (turn >= objects.length) await evict(object);
    }
    expect(first.size).toBe(60);
    for (const name of voters) expect((await cast(poll, name)).status).toBe(200);
    await ledgerOf(poll).seal();
    expect(await loggedLocks(poll)).toEqual(voters.map(bytes32).sort());
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted" });
  });

  it("lose their watchers, who are told the tally at once when they come back, and then as it moves", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await boxOf(poll).cast(aBallot("one"));
    // A fresh stub each time: one whose object was taken away is broken.
    const gallery = () => env.GALLERY.getByName(`${poll.id}/0`);
    const watch = async () => {
      const { webSocket } = await gallery().fetch("http://gallery/", { headers: { Upgrade: "websocket" } });
      if (!webSocket) throw new Error("no socket");
      const closed = new Promise<void>((resolve) => webSocket.addEventListener("close", () => resolve()));
      const told: string[] = [];
      webSocket.addEventListener("message", ({ data }) => told.push(String(data)));
      webSocket.accept();
      await vi.waitFor(() => expect(told).not.toEqual([]));
      return { closed, told, close: () => webSocket.close(1000) };
    };
    const hour = (a: number) => ({ questions: { pledge: { options: { hour: { a, c: 0 } } } } });
    const watchers = await Promise.all([watch(), watch(), watch()]);
    await restart(gallery());
    await Promise.all(watchers.map(({ closed }) => closed));
    // Before anybody is back, the ledger hears that nobody is left in this gallery, and tells it nothing more.
    await boxOf(poll).cast(aBallot("two"));
    const listed = () =>
      runInDurableObject(ledgerOf(poll), (_, { storage }) => storage.sql.exec("SELECT * FROM gallery").toArray());
    await vi.waitFor(async () => expect(await listed()).toEqual([]), 5_000);
    const back = await watch();
    expect(JSON.parse(back.told[0] ?? "")).toMatchObject(hour(2));
    await boxOf(poll).cast(aBallot("three"));
    await vi.waitFor(() => expect(JSON.parse(back.told.at(-1) ?? "")).toMatchObject(hour(3)), 5_000);
    back.close();
  });
});

/** Makes the objects with such names unreachable, everywhere in this process; answers the names asked for. */
function unreachable(names: RegExp): string[] {
  const asked: string[] = [];
  const proto: { getByName(name: string): object } = Object.getPrototypeOf(env.LEDGER);
  const real = proto.getByName;
  vi.spyOn(proto, "getByName").mockImplementation(function (this: unknown, name: string) {
    if (!names.test(name)) return real.call(this, name);
    asked.push(name);
    return new Proxy({}, { get: () => () => Promise.reject(new Error("Network connection lost.")) });
  });
  return asked;
}

describe("while registry and ledger are unreachable", () => {
  it.each([
    ["an isolate that knows the poll", { knows: true, archive: "sound" }],
    ["one that knows the poll while the archive fails too", { knows: true, archive: "failing" }],
    ["one that has to ask the archive", { knows: false, archive: "sound" }],
  ])("%s shows the vote page and counts votes, by script and by form", async (_, { knows, archive }) => {
    vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
    const poll = await openPoll({ rules: { boxes: 1 } });
    expect((await cast(poll, "before")).status).toBe(201);
    await ledgerOf(poll).seal();
    const asked = unreachable(new RegExp(`^(registry|${poll.id})$`));
    if (archive === "failing")
      gateArchive(async () => {
        throw new Error("KV failed: 500 Internal Server Error");
      });
    if (!knows) forget(poll.id);
    // What it knows is too old to be shown without asking.
    vi.setSystemTime(Date.now() + 90_000);
    const page = await exports.default.fetch(`${HOST}/en/p/${poll.id}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('value="hour"');
    const response = await cast(poll, "meanwhile");
    expect(response.status).toBe(201);
    expect((await response.json<{ promise: string }>()).promise).toContain(`/log/${poll.id}/promise`);
    expect((await sendForm(poll, "/en", bytes32("meanwhile, by form"))).status).toBe(200);
    const results = await exports.default.fetch(`${HOST}/en/p/${poll.id}/results`);
    expect(results.status).toBe(200);
    expect(asked).toContain(poll.id);
    vi.restoreAllMocks();
    expect((await boxOf(poll).running()).version).toBe(3);
  });
});

describe("a crowd that comes to an isolate which knows nothing yet", () => {
  it("asks the ledger once for all, and not each for itself", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    forget(poll.id);
    const view = vi.fn();
    const proto: { getByName(name: string): object } = Object.getPrototypeOf(env.LEDGER);
    const real = proto.getByName;
    vi.spyOn(proto, "getByName").mockImplementation(function (this: unknown, name: string) {
      const stub = real.call(this, name);
      if (name !== poll.id) return stub;
      return {
        view: () => {
          view();
          return (stub as ReturnType<typeof ledgerOf>).view();
        },
        report: (running: Parameters<ReturnType<typeof ledgerOf>["report"]>[0]) =>
          (stub as ReturnType<typeof ledgerOf>).report(running),
      };
    });
    const pages = await Promise.all(
      Array.from({ length: 200 }, () => exports.default.fetch(`${HOST}/p/${poll.id}`).then(({ status }) => status)),
    );
    expect(new Set(pages)).toEqual(new Set([200]));
    // Once a second at most, for as long as two hundred pages take.
    expect(view.mock.calls.length).toBeLessThan(20);
  });
});
