import { backoff } from "./backoff.ts";

/** The log was not read to its end. That is no verdict on it. */
export type Failure = { kind: "unreadable"; why: string } | { kind: "stopped" };

export type Read = (address: string) => Promise<Uint8Array | Failure>;

const TIMEOUT_MS = 30_000;
/** A phone loses its network for some seconds; what is published does not change meanwhile. */
const TRIES = 3;
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 4_000;

/** Reads public files of a log until `stop` is aborted. Nothing of the reader goes along: no cookie, no referrer. */
export function reader(stop: AbortSignal): Read {
  return async (address) => {
    let why = "";
    for (let tried = 1; tried <= TRIES && !stop.aborted; tried++) {
      const answer = await once(address, stop);
      if (answer instanceof Uint8Array) return answer;
      why = `${address}: ${answer}`;
      if (typeof answer === "number" && answer < 500) break;
      if (tried < TRIES)
        await new Promise((resolve) =>
          setTimeout(resolve, backoff(tried, FIRST_WAIT_MS, MOST_WAIT_MS, 0.5 + Math.random() / 2)),
        );
    }
    return stop.aborted ? { kind: "stopped" } : { kind: "unreadable", why };
  };
}

/** The bytes, else the status, else what the browser says went wrong. */
async function once(address: string, stop: AbortSignal): Promise<Uint8Array | number | string> {
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
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : response.status;
  } catch (error) {
    return String(error);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", abort);
  }
}
