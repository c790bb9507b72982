import { env } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import { KvStore, Unreachable } from "../../src/engine/kv.ts";

afterEach(() => void vi.useRealTimers());

const archiveOf = (get: () => Promise<unknown>): KvStore =>
  new KvStore(new Proxy(env.ARCHIVE, { get: () => get }) as KVNamespace);

const thrownBy = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => "an answer",
    (error) => error,
  );

it("an archive that fails is unreachable, and says why to whoever runs the server", async () => {
  const failing = archiveOf(() => Promise.reject(new Error("KV GET failed: 500 Internal Server Error")));
  for (const asked of [
    failing.readCheckpoint("x"),
    failing.readTally("x"),
    failing.readBundle("x", 0, 1),
    failing.readSeals("x", [1]),
    failing.readIndexes("x", [{ span: 0, byte: "00" }]),
    failing.listSealSizes("x"),
  ]) {
    const error = await thrownBy(asked);
    expect(error).toBeInstanceOf(Unreachable);
    expect(String(error)).toBe("Error: the archive does not answer: Error: KV GET failed: 500 Internal Server Error");
  }
});

it("one that says nothing is unreachable after ten seconds, and not before", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let error: unknown;
  const asked = thrownBy(archiveOf(() => new Promise(() => {})).readCheckpoint("x")).then((thrown) => {
    error = thrown;
  });
  vi.advanceTimersByTime(9_999);
  await Promise.resolve();
  expect(error).toBeUndefined();
  vi.advanceTimersByTime(1);
  await asked;
  expect(error).toBeInstanceOf(Unreachable);
});

it("a value that is there and is no JSON is damage, which no later moment mends", async () => {
  const damaged = archiveOf(() => Promise.reject(new SyntaxError("Unexpected token")));
  expect(await thrownBy(damaged.readTally("x"))).toBeInstanceOf(SyntaxError);
});
