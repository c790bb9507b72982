import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** Bytes that an isolate holds once all garbage is collected. */
export interface Heap {
  /** JavaScript's objects and strings. */
  objects: number;
  /** The runtime's own objects behind them: requests, streams, results of calls. */
  embedder: number;
  /** Contents of ArrayBuffers. */
  buffers: number;
}

const GIVE_UP_MS = 60_000;

/**
 * What an isolate of workerd holds, by the protocol of Chrome's developer tools: `HeapProfiler.collectGarbage`, then
 * `Runtime.getHeapUsage`. Without the first it says how lazy the collector is, and nothing of a leak. Twice: what the
 * first collection sets free may free more. `nudge` makes a request that enters the isolate, since workerd collects only
 * while it runs one. `isolate`: workerd's name for it.
 */
export async function heapOf(inspector: URL, isolate: string, nudge: () => Promise<unknown>): Promise<Heap> {
  const socket = new WebSocket(`ws://${inspector.host}/${isolate}`);
  await once(socket, "open");
  const answers = new Map<number, (result: Record<string, number>) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(String(data));
    answers.get(id)?.(result);
  });
  let asked = 0;
  const ask = (method: string) =>
    new Promise<Record<string, number>>((answer) => {
      answers.set(++asked, answer);
      socket.send(JSON.stringify({ id: asked, method }));
    });
  try {
    for (let time = 0; time < 2; time++) {
      let collected = false;
      void ask("HeapProfiler.collectGarbage").then(() => {
        collected = true;
      });
      for (const from = performance.now(); !collected; await wait(10)) {
        if (performance.now() - from > GIVE_UP_MS) throw new Error(`the garbage of ${isolate} is not collected`);
        await nudge();
      }
    }
    const usage = await ask("Runtime.getHeapUsage");
    return {
      objects: usage.usedSize ?? Number.NaN,
      embedder: usage.embedderHeapUsedSize ?? Number.NaN,
      buffers: usage.backingStorageSize ?? Number.NaN,
    };
  } finally {
    socket.close();
  }
}

/** Resident megabytes of a process. */
export function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kilobytes) / 1_024);
}
