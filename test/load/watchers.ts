import { AsyncLocalStorage } from "node:async_hooks";
import { type Live, live } from "../../src/client/live.ts";
import { percentile } from "../bench/throughput.ts";

/** How those whose sockets one fault took came back. */
export interface ComingBack {
  sockets: number;
  /** Milliseconds from the loss of a socket to the next try. */
  p50: number;
  p99: number;
  /** The share of all tries that the busiest tenth of a second held: 0.1 where they are spread evenly over one second. */
  busiestTenth: number;
}

interface Watcher {
  live: Live;
  lostAt?: number;
}

/** Fewer than this share of all sockets lost between two looks is nobody's fault: single ones come and go. */
const A_DROP = 0.5;

/** Sockets opened a second while the watchers come. */
const COME_PER_SECOND = 100;

/**
 * Watchers that run the results page's own code: its sockets, its waits, its asking where no socket passes. That code
 * lives in browsers, so it is given the few of their globals that it names.
 */
export class Watchers {
  readonly #watchers: Watcher[] = [];
  readonly #open = new Set<WebSocket>();
  readonly #whose = new AsyncLocalStorage<Watcher>();
  #cameBack: { at: number; wait: number }[] = [];
  /** Tallies that were shown, and times that a page said that its figures are old. */
  readonly shown = { tallies: 0, stale: 0 };

  constructor(url: string) {
    const { WebSocket: Native, fetch: nativeFetch } = globalThis;
    const opened = (socket: WebSocket) => this.#follow(socket);
    Object.assign(globalThis, {
      location: new URL(url),
      WebSocket: class extends Native {
        constructor(address: string | URL) {
          super(address);
          opened(this);
        }
      },
      fetch: (input: RequestInfo | URL, init?: RequestInit) =>
        nativeFetch(typeof input === "string" ? new URL(input, url) : input, init),
    });
  }

  async come(number: number): Promise<void> {
    for (let i = 1; i <= number; i++) {
      const updates = live(
        "/api/v1/polls/facebook-hour",
        () => (this.shown.tallies += 1),
        () => (this.shown.stale += 1),
      );
      const watcher: Watcher = { live: updates };
      this.#watchers.push(watcher);
      this.#whose.run(watcher, () => updates.start());
      if (i % COME_PER_SECOND === 0) await new Promise((resume) => setTimeout(resume, 1_000));
    }
  }

  get sockets(): number {
    return this.#open.size;
  }

  /** How sockets lost since the last call came back, where most were lost at once. */
  takeComingBack(): ComingBack | undefined {
    const cameBack = this.#cameBack;
    this.#cameBack = [];
    if (cameBack.length < this.#watchers.length * A_DROP) return undefined;
    const tenths = new Map<number, number>();
    for (const { at } of cameBack) {
      const tenth = Math.floor(at / 100);
      tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
    }
    const waits = cameBack.map(({ wait }) => wait);
    return {
      sockets: cameBack.length,
      p50: percentile(waits, 0.5),
      p99: percentile(waits, 0.99),
      busiestTenth: Math.max(...tenths.values()) / cameBack.length,
    };
  }

  stop(): void {
    for (const watcher of this.#watchers) watcher.live.stop();
  }

  #follow(socket: WebSocket): void {
    const watcher = this.#whose.getStore();
    if (watcher?.lostAt !== undefined) {
      const at = performance.now();
      this.#cameBack.push({ at, wait: at - watcher.lostAt });
      delete watcher.lostAt;
    }
    socket.addEventListener("open", () => this.#open.add(socket));
    socket.addEventListener("close", () => {
      if (this.#open.delete(socket) && watcher) watcher.lostAt = performance.now();
    });
  }
}
