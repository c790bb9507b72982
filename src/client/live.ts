import type { PublicTally } from "../domain/disclosure.ts";
import { PING, PONG } from "../domain/numbers.ts";
import { backoff } from "./backoff.ts";

const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 30_000;
/** After this many connections in a row that brought nothing, asking takes the place of listening. */
const FAILURES = 3;
const ASK_EVERY_MS = 20_000;
/** Proxies close a connection that was silent for a minute. The answer also tells a socket from one whose other end is gone. */
const PING_EVERY_MS = 25_000;
/** The share of askings in whose place a socket is tried again: after an outage most pages ask, and sockets are kinder. */
const LISTEN_AGAIN = 0.25;

export interface Live {
  start(): void;
  stop(): void;
}

/**
 * Brings tallies for as long as it is started: by a socket, or where sockets do not pass, by asking every 20 s.
 * `stale`: told when neither way gets through.
 */
export function live(api: string, apply: (tally: PublicTally) => void, stale: () => void): Live {
  let running = false;
  let failures = 0;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const later = (act: () => void, ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
  const next = () => {
    if (running) failures < FAILURES || Math.random() < LISTEN_AGAIN ? listen() : void ask();
  };

  function listen(): void {
    const current = new WebSocket(`${location.origin.replace(/^http/, "ws")}${api}/live`);
    // The first message comes unasked.
    let heard = false;
    socket = current;
    current.onmessage = ({ data }) => {
      heard = true;
      if (data === PONG) return;
      failures = 0;
      apply(JSON.parse(data));
    };
    // `error` is always followed by `close`.
    current.onclose = lost;
    later(ping, PING_EVERY_MS);

    function ping(): void {
      if (heard) {
        heard = false;
        current.send(PING);
        later(ping, PING_EVERY_MS);
      } else {
        stale();
        lost();
        // Its `close` event comes when the handshake has run out of time: nobody waits for it.
        current.close();
      }
    }

    function lost(): void {
      if (socket !== current || !running) return;
      socket = undefined;
      failures += 1;
      later(next, backoff(failures, FIRST_WAIT_MS, MOST_WAIT_MS, Math.random()));
    }
  }

  async function ask(): Promise<void> {
    try {
      // The browser asks with the tag of the answer that it holds, and hands that out again where it still stands.
      const response = await fetch(`${api}/tally`, { cache: "no-cache" });
      if (!response.ok) throw response;
      apply(await response.json());
      failures = FAILURES;
    } catch {
      failures += 1;
      stale();
    }
    // Half to one and a half times: readers who lost the socket together ask apart.
    if (running) later(next, ASK_EVERY_MS * (0.5 + Math.random()) * Math.min(4, failures - FAILURES + 1));
  }

  return {
    start() {
      if (running) return;
      running = true;
      next();
    },
    stop() {
      running = false;
      clearTimeout(timer);
      socket?.close();
      socket = undefined;
    },
  };
}
