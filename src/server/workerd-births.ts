import { AsyncLocalStorage } from "node:async_hooks";
import { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";

/**
 * Called with a workerd that exists but has not yet been given its configuration, so that it has opened neither data nor port.
 * Without a `pid` the system could not start it; its "error" event then says why.
 */
export type WorkerdBirth = (workerd: ChildProcess) => void;

/** Follows a Miniflare through its restarts, and keeps two of them in one process apart. */
const births = new AsyncLocalStorage<WorkerdBirth>();

/** Runs `start`, which makes a Miniflare; `tell` hears of every workerd that this Miniflare spawns, then or after a crash. */
export function withWorkerdBirths<T>(tell: WorkerdBirth, start: () => T): T {
  return births.run(tell, start);
}

/**
 * Node announces a child before spawning it and sets `pid` while spawning, and Miniflare writes workerd's configuration right after,
 * so the setter of `pid` is the one moment at which workerd can be recorded before it can do anything. The "spawn" event comes
 * later: a launcher killed in between would leave a workerd that nobody knows of.
 */
subscribe("child_process", (message) => {
  const tell = births.getStore();
  if (tell === undefined || typeof message !== "object" || message === null || !("process" in message)) return;
  const child = message.process;
  if (!(child instanceof ChildProcess)) return;
  Object.defineProperty(child, "pid", {
    configurable: true,
    get: () => undefined,
    set(pid: number | undefined) {
      Object.defineProperty(child, "pid", { configurable: true, enumerable: true, writable: true, value: pid });
      if (isWorkerd(child)) tell(child);
    },
  });
});

const isWorkerd = (child: ChildProcess): boolean => child.spawnargs[1] === "serve";
