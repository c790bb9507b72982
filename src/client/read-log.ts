import type { Read } from "../log/audit.ts";
import { backoff } from "./backoff.ts";

const TIMEOUT_MS = 30_000;
/** A phone loses its network for some seconds; what is published does not change meanwhile. */
const TRIES = 3;
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 4_000;
/** A server that asks for more is waited for no longer than this. */
const MOST_ASKED_MS = 10_000;

/** Reads public files of a log until `stop` is aborted. Nothing of the reader goes along: no cookie, no referrer. */
export function reader(stop: AbortSignal): Read {
  return async (address) => {
    let why = "";
    for (let tried = 1; tried <= TRIES && !stop.aborted; tried++) {
      const answer = await once(address, stop);
      if (answer instanceof Uint8Array) return answer;
      why = `${address}: ${answer.why}`;
      if (answer.isFinal) break;
      const ownWaitMs = backoff(tried, FIRST_WAIT_MS, MOST_WAIT_MS, 0.5 + Math.random() / 2);
      if (tried < TRIES) await wait(Math.max(ownWaitMs, Math.min(MOST_ASKED_MS, answer.askedMs)), stop);
    }
    return stop.aborted ? { kind: "stopped" } : { kind: "unreadable", why };
  };
}

/** Milliseconds, or until `stop` is aborted. */
const wait = (ms: number, stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    stop.addEventListener("abort", done);
    function done(): void {
      clearTimeout(timer);
      stop.removeEventListener("abort", done);
      resolve();
    }
  });

interface Refused {
  /** The status, else what the browser says went wrong. */
  why: string;
  /** Asked again, it will be the same. */
  isFinal: boolean;
  /** `Retry-After` in milliseconds; 0: the server asks for none. */
  askedMs: number;
}

async function once(address: string, stop: AbortSignal): Promise<Uint8Array | Refused> {
  const request = new AbortController();
  const abort = () => request.abort();
  const timer = setTimeout(abort, TIMEOUT_MS);
  stop.addEventListener("abort", abort);
  try {
    const response = await fetch(address, {
      signal: request.signal,
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    const { status, headers } = response;
    return { why: String(status), isFinal: status < 500, askedMs: Number(headers.get("Retry-After")) * 1_000 || 0 };
  } catch (error) {
    return { why: String(error), isFinal: false, askedMs: 0 };
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", abort);
  }
}
