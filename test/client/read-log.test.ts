import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { reader } from "../../src/client/read-log.ts";

const asked = vi.fn<typeof fetch>();
const ADDRESS = "https://vote.example/log/x/checkpoint";
const away = (seconds?: number) =>
  new Response("", { status: 503, headers: seconds === undefined ? {} : { "Retry-After": String(seconds) } });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", asked.mockReset());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("comes back when the server asks it to, and not before", async () => {
  asked.mockResolvedValueOnce(away(7)).mockResolvedValueOnce(new Response("bytes"));
  const reading = reader(new AbortController().signal)(ADDRESS);
  await vi.advanceTimersByTimeAsync(6_999);
  expect(asked).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await reading).toEqual(new TextEncoder().encode("bytes"));
});

it("is asked to wait for an hour, and waits ten seconds", async () => {
  asked.mockResolvedValueOnce(away(3_600)).mockResolvedValueOnce(new Response("bytes"));
  const reading = reader(new AbortController().signal)(ADDRESS);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await reading).toBeInstanceOf(Uint8Array);
});

it("gives up after three tries without a verdict, and names the status", async () => {
  asked.mockImplementation(async () => away());
  const reading = reader(new AbortController().signal)(ADDRESS);
  await vi.runAllTimersAsync();
  expect(await reading).toEqual({ kind: "unreadable", why: `${ADDRESS}: 503` });
  expect(asked).toHaveBeenCalledTimes(3);
});

it("asks once where the answer will stay the same", async () => {
  asked.mockImplementation(async () => new Response("", { status: 404 }));
  expect(await reader(new AbortController().signal)(ADDRESS)).toEqual({ kind: "unreadable", why: `${ADDRESS}: 404` });
  expect(asked).toHaveBeenCalledTimes(1);
});

it("waits no more once it is stopped", async () => {
  asked.mockResolvedValue(away(9));
  const stopping = new AbortController();
  const reading = reader(stopping.signal)(ADDRESS);
  await vi.advanceTimersByTimeAsync(100);
  stopping.abort();
  expect(await reading).toEqual({ kind: "stopped" });
  expect(asked).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});
