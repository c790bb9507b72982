import { createExecutionContext } from "cloudflare:test";
import type { Context } from "hono";
import { afterEach, expect, it, vi } from "vitest";
import type { AppEnv } from "../../../src/web/http/env.ts";

afterEach(() => void vi.restoreAllMocks());

const NOON = Date.parse("2026-11-24T12:00:00Z");
const PICTURE = new Uint8Array([1, 2, 3]);

/** An isolate that has painted nothing yet; `at`: its clock, seconds after noon. */
async function isolate() {
  vi.resetModules();
  const { cachedPicture } = await import("../../../src/web/pictures/cache.ts");
  const c = { executionCtx: createExecutionContext() } as unknown as Context<AppEnv>;
  const life = crypto.randomUUID();
  return {
    at: (seconds: number) => void vi.spyOn(Date, "now").mockReturnValue(NOON + seconds * 1_000),
    ask: (name: string, { painted = true, make = async () => PICTURE } = {}) =>
      cachedPicture(c, { key: `${life}/${name}`, painted }, make),
  };
}

it("paints thirty pictures in a minute, and then says when the next may be painted", async () => {
  const { at, ask } = await isolate();
  for (let i = 0; i < 30; i++) {
    at(i);
    expect([i, (await ask(`picture ${i}`)).kind]).toEqual([i, "picture"]);
  }
  at(45.5);
  expect(await ask("another")).toEqual({ kind: "busy", retryAfterSeconds: 15 });
  at(59.999);
  expect(await ask("another")).toEqual({ kind: "busy", retryAfterSeconds: 1 });
  at(60);
  expect((await ask("another")).kind).toBe("picture");
  expect(await ask("one more")).toEqual({ kind: "busy", retryAfterSeconds: 1 });
});

it("refuses no picture that was painted, and none that is written as text", async () => {
  const { at, ask } = await isolate();
  at(0);
  for (let i = 0; i < 100; i++) expect((await ask(`text ${i}`, { painted: false })).kind).toBe("picture");
  for (let i = 0; i < 30; i++) expect((await ask(`picture ${i}`)).kind).toBe("picture");
  expect((await ask("picture 30")).kind).toBe("busy");
  expect((await ask("picture 7")).kind).toBe("picture");
  expect((await ask("text 101", { painted: false })).kind).toBe("picture");
});

it("paints once for a crowd that asks for one picture at the same time", async () => {
  const { ask } = await isolate();
  const make = vi.fn(async () => {
    await scheduler.wait(50);
    return PICTURE;
  });
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask("of the new seal", { make })));
  expect(answers.map(({ kind }) => kind)).toEqual(Array(40).fill("picture"));
  expect(make).toHaveBeenCalledTimes(1);
});

it("lets the next one paint where a painting failed", async () => {
  const { ask } = await isolate();
  const failing = async (): Promise<never> => {
    throw new Error("no paint");
  };
  await expect(ask("it", { make: failing })).rejects.toThrow("no paint");
  expect(await ask("it")).toEqual({ kind: "picture", bytes: PICTURE });
});

it("keeps eight megabytes of pictures at most, those asked for last", async () => {
  const { at, ask } = await isolate();
  const make = vi.fn(async () => new Uint8Array(1024 * 1024));
  for (let i = 0; i < 9; i++) {
    at(i);
    await ask(`picture ${i}`, { make, painted: false });
  }
  vi.spyOn(caches.default, "match").mockResolvedValue(undefined);
  await ask("picture 8", { make, painted: false });
  await ask("picture 1", { make, painted: false });
  expect(make).toHaveBeenCalledTimes(9);
  await ask("picture 0", { make, painted: false });
  expect(make).toHaveBeenCalledTimes(10);
});
