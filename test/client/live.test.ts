import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoff } from "../../src/client/backoff.ts";
import { type Live, live } from "../../src/client/live.ts";
import type { PublicTally } from "../../src/domain/disclosure.ts";
import { Chance } from "../load/chance.ts";

/** A socket as far as the page looks at it; it connects to nothing. */
class FakeSocket {
  static opened: { socket: FakeSocket; at: number }[] = [];
  onmessage: ((event: { data: string }) => void) | undefined;
  onclose: (() => void) | undefined;
  /** Its other end is still there. */
  isHeard = true;
  constructor() {
    FakeSocket.opened.push({ socket: this, at: Date.now() });
  }
  send(message: string): void {
    if (this.isHeard && message === "ping") setTimeout(() => this.onmessage?.({ data: "pong" }), 50);
  }
  close(): void {}
}

const TALLY = '{"sequence":7}';
const PAGES = 1_000;

let asked: number[] = [];
let answers = true;
let pages: Live[] = [];
const shown: PublicTally[] = [];
let stale = 0;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  const chance = new Chance(7);
  vi.spyOn(Math, "random").mockImplementation(() => chance.next());
  vi.stubGlobal("location", { origin: "https://sawt.example" });
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", async () => {
    asked.push(Date.now());
    if (!answers) throw new TypeError("Failed to fetch");
    return new Response(TALLY);
  });
});
afterEach(() => {
  for (const page of pages.splice(0)) page.stop();
  FakeSocket.opened = [];
  asked = [];
  shown.length = 0;
  stale = 0;
  answers = true;
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const watch = (number: number): void => {
  pages = Array.from({ length: number }, () =>
    live(
      "/api/v1/polls/p",
      (tally) => shown.push(tally),
      () => (stale += 1),
    ),
  );
  for (const page of pages) page.start();
  for (const { socket } of FakeSocket.opened) socket.onmessage?.({ data: TALLY });
};

/** A deploy: every socket that is open is closed at the same moment. */
const dropAll = (): void => {
  for (const { socket } of FakeSocket.opened.splice(0)) socket.onclose?.();
};

/** No socket gets through: each is closed as soon as it is tried. */
const refuseSockets = () =>
  vi.stubGlobal(
    "WebSocket",
    class extends FakeSocket {
      constructor() {
        super();
        setTimeout(() => this.onclose?.());
      }
    },
  );

const mostInATenth = (moments: readonly number[]): number => {
  const tenths = new Map<number, number>();
  for (const at of moments) tenths.set(Math.floor(at / 100), (tenths.get(Math.floor(at / 100)) ?? 0) + 1);
  return Math.max(...tenths.values());
};

describe("the wait before a try", () => {
  it("is anything from nothing to a bound that doubles, up to the longest", () => {
    const bounds = (random: number) => [1, 2, 3, 4, 5, 6, 20].map((attempt) => backoff(attempt, 1_000, 30_000, random));
    expect(bounds(1)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(bounds(0.25)).toEqual([250, 500, 1_000, 2_000, 4_000, 7_500, 7_500]);
    expect(bounds(0)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

describe("a socket on which nothing is said", () => {
  it("is kept open by a word every half minute, and its figures are not called old", async () => {
    watch(1);
    const send = vi.spyOn(FakeSocket.prototype, "send");
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(send.mock.calls.length).toBeGreaterThanOrEqual(20);
    expect(FakeSocket.opened).toHaveLength(1);
    expect([stale, shown.length]).toEqual([0, 1]);
  });

  it("whose other end is gone is given up within a minute: the page says so and connects anew", async () => {
    watch(1);
    for (const { socket } of FakeSocket.opened) socket.isHeard = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stale).toBe(1);
    expect(FakeSocket.opened).toHaveLength(2);
    const [first, second] = FakeSocket.opened;
    second?.socket.onmessage?.({ data: TALLY });
    // The handshake of the first runs out of time at last.
    first?.socket.onclose?.();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.opened, "nobody listens twice").toHaveLength(2);
    expect([stale, shown.length]).toEqual([1, 2]);
  });

  it("is left alone once the page stops", async () => {
    watch(1);
    pages[0]?.stop();
    const send = vi.spyOn(FakeSocket.prototype, "send");
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect([send.mock.calls.length, stale, FakeSocket.opened.length]).toEqual([0, 0, 1]);
  });
});

describe("a thousand pages whose sockets a deploy closes at one moment", () => {
  it("come back within a second, and no tenth of it sees more than a seventh of them", async () => {
    watch(PAGES);
    dropAll();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(FakeSocket.opened).toHaveLength(PAGES);
    expect(mostInATenth(FakeSocket.opened.map(({ at }) => at))).toBeLessThan(PAGES / 7);
    expect(asked).toEqual([]);
  });

  it("spread ever wider while nothing answers, and say meanwhile that what they show is old", async () => {
    watch(PAGES);
    answers = false;
    refuseSockets();
    dropAll();
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    const tries = [...FakeSocket.opened.map(({ at }) => at), ...asked];
    const inMinute = (minute: number) => tries.filter((at) => Math.floor(at / 60_000) === minute);
    expect(mostInATenth(tries.filter((at) => at >= 2_000))).toBeLessThan(PAGES / 10);
    for (const minute of [4, 5, 6, 7, 8, 9]) {
      expect(inMinute(minute).length).toBeLessThan(2 * PAGES);
      expect(mostInATenth(inMinute(minute))).toBeLessThan(PAGES / 50);
    }
    expect(stale).toBeGreaterThan(PAGES);
    expect(shown).toHaveLength(PAGES);
  });

  it("ask where sockets do not pass, half a minute apart at most, each at its own moment", async () => {
    watch(PAGES);
    refuseSockets();
    dropAll();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stale).toBe(0);
    expect(shown.length).toBeGreaterThan(2 * PAGES);
    expect(mostInATenth(asked)).toBeLessThan(PAGES / 20);
  });

  it("listen again once sockets pass, after an outage that made them ask", async () => {
    watch(PAGES);
    answers = false;
    refuseSockets();
    dropAll();
    await vi.advanceTimersByTimeAsync(60_000);
    answers = true;
    vi.stubGlobal(
      "WebSocket",
      class extends FakeSocket {
        constructor() {
          super();
          setTimeout(() => this.onmessage?.({ data: TALLY }));
        }
      },
    );
    FakeSocket.opened = [];
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(FakeSocket.opened).toHaveLength(PAGES);
    expect(mostInATenth(FakeSocket.opened.map(({ at }) => at))).toBeLessThan(PAGES / 50);
  });
});
