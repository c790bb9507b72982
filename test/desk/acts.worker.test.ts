import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { randomBytes } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { settleOpenActs } from "../../src/desk/acts/act.ts";
import { createPoll, openPoll, pausePoll, saveDraft } from "../../src/desk/acts/polls.ts";
import type { Acting } from "../../src/desk/context.ts";
import { readPoll } from "../../src/engine/index.ts";
import { parseDraft } from "../../src/engine/registry/drafts.ts";
import { written } from "../domain/a-definition.ts";
import { openPoll as anOpenPoll, ledgerOf } from "../engine/a-poll.ts";
import { firstBroken } from "./record-chain.ts";
import { accountOf, aMember, anOwner, staff } from "./visitor.ts";

let account: string;
beforeAll(async () => {
  await anOwner("Amina");
  account = await accountOf("Amina");
});
afterEach(() => vi.restoreAllMocks());

/** A call that is lost: on its way to the object, or its answer on the way back. */
type Loss = "call" | "answer";

/** The binding, whose objects lose the calls of one method. */
const losing = <T extends { getByName: (name: string) => object }>(binding: T, method: string, loss: Loss): T =>
  new Proxy(binding, {
    get: (namespace, property) =>
      property === "getByName"
        ? (name: string) =>
            new Proxy(binding.getByName(name), {
              get:
                (stub, called) =>
                async (...values: unknown[]) => {
                  const answer = called === method && loss === "call" ? undefined : await call(stub, called, values);
                  if (called === method) throw new Error("lost");
                  return answer;
                },
            })
        : Reflect.get(namespace, property),
  });

const call = (stub: object, method: string | symbol, values: unknown[]): unknown =>
  (stub as Record<string | symbol, (...values: unknown[]) => unknown>)[method]?.(...values);

/** A request of Amina's. */
const acting = (bindings: Partial<Env> = {}): Acting => ({
  env: { ...env, ...bindings },
  var: {
    member: { account: { id: account, name: "Amina", role: "owner" }, through: "a session" },
    request: crypto.randomUUID(),
  },
});

/** Acts and outcomes of a request, as the record has them. */
async function linesOf({ var: { request } }: Acting) {
  const entries = await staff().recordAfter(0, 1_000);
  expect(firstBroken(entries)).toBeUndefined();
  return entries.filter((each) => each.request === request).map(({ act, outcome }) => `${act} ${outcome}`);
}

/** A look at the record in two minutes. */
async function lookLater(): Promise<void> {
  const now = Date.now();
  const clock = vi.spyOn(Date, "now").mockReturnValue(now + 120_000);
  await settleOpenActs({ env });
  clock.mockRestore();
}

const view = async (id: string) => (await readPoll(env, id))!;
const isPaused = async (id: string) => (await env.LEDGER.getByName(id).view())!.poll.state.paused;
const newId = () => `t-${randomBytes(5).toString("hex")}`;

describe("an act of staff whose first step fails", () => {
  it("is not done where the record did not take the intent", async () => {
    const { id } = await anOpenPoll();
    const c = acting({ STAFF: losing(env.STAFF, "intendAct", "call") });
    await expect(pausePoll(c, await view(id))).rejects.toThrow("lost");
    await lookLater();
    expect([await isPaused(id), await linesOf(c)]).toEqual([false, []]);
  });

  it("is not done where the record took it, and the record says so", async () => {
    const { id } = await anOpenPoll();
    const c = acting({ STAFF: losing(env.STAFF, "intendAct", "answer") });
    await expect(pausePoll(c, await view(id))).rejects.toThrow("lost");
    expect(await linesOf(c)).toEqual(["poll-paused intended"]);
    await lookLater();
    expect([await isPaused(id), await linesOf(c)]).toEqual([false, ["poll-paused intended", "poll-paused not-done"]]);
  });
});

describe("an act of staff whose second step fails", () => {
  it("stands in the record as open, then as not done where the ledger did not hear of it", async () => {
    const { id } = await anOpenPoll();
    const c = acting({ LEDGER: losing(env.LEDGER, "pause", "call") });
    await expect(pausePoll(c, await view(id))).rejects.toThrow("lost");
    expect(await linesOf(c)).toEqual(["poll-paused intended"]);
    await lookLater();
    expect([await isPaused(id), await linesOf(c)]).toEqual([false, ["poll-paused intended", "poll-paused not-done"]]);
  });

  it("stands in the record as open, then as done where the ledger did it", async () => {
    const { id } = await anOpenPoll();
    const c = acting({ LEDGER: losing(env.LEDGER, "pause", "answer") });
    await expect(pausePoll(c, await view(id))).rejects.toThrow("lost");
    expect([await isPaused(id), await linesOf(c)]).toEqual([true, ["poll-paused intended"]]);
    await lookLater();
    expect(await linesOf(c)).toEqual(["poll-paused intended", "poll-paused done"]);
  });

  it("stays as the record closed it: a call that comes later than that does nothing", async () => {
    const { id } = await anOpenPoll();
    const c = acting({ LEDGER: losing(env.LEDGER, "pause", "call") });
    await expect(pausePoll(c, await view(id))).rejects.toThrow("lost");
    await lookLater();
    await runInDurableObject(env.LEDGER.getByName(id), async (ledger) => {
      await expect(ledger.pause("owner", c.var.request)).rejects.toThrow("after the record had closed it");
    });
    expect(await isPaused(id)).toBe(false);
  });

  it("is not looked at while its own request may still be under way", async () => {
    const { id } = await anOpenPoll();
    const c = acting({ LEDGER: losing(env.LEDGER, "pause", "call") });
    await expect(pausePoll(c, await view(id))).rejects.toThrow("lost");
    await settleOpenActs({ env });
    expect(await linesOf(c)).toEqual(["poll-paused intended"]);
  });

  it("stays open while the ledger does not answer, and the record is shown all the same", async () => {
    const { id } = await anOpenPoll();
    const c = acting({ LEDGER: losing(env.LEDGER, "pause", "answer") });
    await expect(pausePoll(c, await view(id))).rejects.toThrow("lost");
    const now = Date.now();
    vi.spyOn(Date, "now").mockReturnValue(now + 120_000);
    await settleOpenActs({ env: { ...env, LEDGER: losing(env.LEDGER, "settleAct", "call") } });
    vi.restoreAllMocks();
    expect(await linesOf(c)).toEqual(["poll-paused intended"]);
    const page = await (await (await aMember("editor")).get(`/en/desk/audit?poll=${id}`)).text();
    expect(page).toContain("Vote paused <b>outcome not known yet</b>");
  });
});

describe("an act of staff whose last step fails", () => {
  for (const [loss, before] of [
    ["call", ["poll-paused intended"]],
    ["answer", ["poll-paused intended", "poll-paused done"]],
  ] as const)
    it(`is done and said so, and the record knows it at the next look: the ${loss} was lost`, async () => {
      vi.spyOn(console, "error").mockReturnValue();
      const { id } = await anOpenPoll();
      const c = acting({ STAFF: losing(env.STAFF, "concludeAct", loss) });
      expect(await pausePoll(c, await view(id))).toEqual({ kind: "done", phase: "paused" });
      expect(await linesOf(c)).toEqual(before);
      await lookLater();
      expect(await linesOf(c)).toEqual(["poll-paused intended", "poll-paused done"]);
    });
});

describe("acts of the registry", () => {
  for (const [loss, outcome] of [
    ["call", "not-done"],
    ["answer", "done"],
  ] as const)
    it(`are recorded in the same way where the ${loss} of one is lost`, async () => {
      const id = newId();
      const created = acting({ REGISTRY: losing(env.REGISTRY, "createDraft", loss) });
      await expect(createPoll(created, { id, draft: {}, how: "poll-created" })).rejects.toThrow("lost");
      await lookLater();
      expect(await linesOf(created)).toEqual(["poll-created intended", `poll-created ${outcome}`]);
      expect((await env.REGISTRY.getByName("registry").readDraft(id)) !== undefined).toBe(outcome === "done");

      const other = newId();
      await createPoll(acting(), { id: other, draft: {}, how: "poll-created" });
      const saved = acting({ REGISTRY: losing(env.REGISTRY, "saveDraft", loss) });
      await expect(saveDraft(saved, { id: other, draft: { title: { en: "Loaf" } }, base: 1 })).rejects.toThrow("lost");
      await lookLater();
      expect(await linesOf(saved)).toEqual(["poll-edited intended", `poll-edited ${outcome}`]);
    });

  it("of opening: the ledger is asked where its answer to the registry was lost", async () => {
    for (const [loss, outcome] of [
      ["call", "not-done"],
      ["answer", "done"],
    ] as const) {
      const id = newId();
      const draft = parseDraft(JSON.stringify({ ...written(), id }));
      await createPoll(acting(), { id, draft, how: "poll-created" });
      const registry = env.REGISTRY.getByName("registry");
      const c = acting();
      await runInDurableObject(registry, async (instance) => {
        const own: { env: Env } = instance as never;
        const before = own.env;
        own.env = { ...before, LEDGER: losing(before.LEDGER, "open", loss) };
        await expect(instance.openDraft(id, 1, c.var.request)).rejects.toThrow("lost");
        own.env = before;
      });
      await staff().intendAct({ act: "poll-opened", poll: id, by: { account, request: c.var.request } }, "editor");
      await lookLater();
      expect(await linesOf(c)).toEqual(["poll-opened intended", `poll-opened ${outcome}`]);
      expect((await readPoll(env, id)) !== undefined).toBe(outcome === "done");
    }
  });
});

it("an act that is not possible stands in the record as not done, and why", async () => {
  const { id } = await anOpenPoll();
  await ledgerOf({ id } as never).pause();
  const c = acting();
  expect(await pausePoll(c, await view(id))).toMatchObject({ kind: "not-possible", phase: "paused" });
  const entries = await staff().recordAfter(0, 1_000);
  expect(entries.at(-1)).toMatchObject({ act: "poll-paused", outcome: "not-done", name: "Amina" });
  expect(JSON.parse(entries.at(-1)?.after ?? "")).toEqual({ phase: "paused", why: "not-possible" });
});

it("an act of somebody whose role was taken away since the guard looked is not done", async () => {
  const { id } = await anOpenPoll();
  const viewer = `Viewer ${newId()}`;
  await aMember("viewer", viewer);
  const c = acting();
  const as: Acting = {
    ...c,
    var: {
      ...c.var,
      member: { account: { id: await accountOf(viewer), name: viewer, role: "editor" }, through: "a session" },
    },
  };
  expect(await pausePoll(as, await view(id))).toEqual({ kind: "forbidden" });
  expect([await isPaused(id), await linesOf(as)]).toEqual([false, []]);
});

it("opening is one act: nothing is open where all went well", async () => {
  const id = newId();
  const draft = parseDraft(JSON.stringify({ ...written(), id }));
  await createPoll(acting(), { id, draft, how: "poll-created" });
  const c = acting();
  expect(await openPoll(c, { id, draft, base: 1 })).toEqual({ kind: "opened", phase: "open" });
  expect(await linesOf(c)).toEqual(["poll-opened intended", "poll-opened done"]);
  expect(await staff().openActs(Date.now())).toEqual([]);
});
