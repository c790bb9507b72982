import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { KnownProcess } from "./process.ts";

/** The launcher's end of the watchdog. */
export interface Guard {
  /** From here on, this is the workerd to end when the launcher dies. Written before it returns. */
  watch(workerd: KnownProcess): void;
  /** Only once workerd is gone. */
  stop(): Promise<void>;
}

const WATCHDOG = fileURLToPath(new URL("./watchdog.ts", import.meta.url));

/** Somebody kills a watchdog once; one that dies this often cannot live here. */
const MOST_DEATHS = 4;
const MOST_DEATHS_WITHIN_MS = 10_000;

/** Starts the watchdog, and another one whenever somebody kills it. `onLost`: it cannot be kept alive. */
export async function startGuard(onLost: (reason: string) => void): Promise<Guard> {
  let watched: KnownProcess | undefined;
  let stopping = false;
  let deaths: number[] = [];
  let watchdog = start();
  await once(watchdog, "spawn");

  function start(): ChildProcess {
    // A successor is born knowing whom to end: between its start and a first line to it this process could be killed.
    const inherited = watched ? [JSON.stringify(watched)] : [];
    const child = spawn(process.execPath, [WATCHDOG, ...inherited], {
      stdio: ["pipe", "ignore", "inherit"],
      detached: true,
    });
    // A watchdog that died shows as its exit, and its successor is told anew.
    child.stdin?.on("error", () => {});
    child.once("error", (error) => onLost(error.message));
    child.once("exit", () => {
      if (stopping) return;
      const now = performance.now();
      deaths = [...deaths.filter((death) => now - death < MOST_DEATHS_WITHIN_MS), now];
      if (deaths.length === MOST_DEATHS) return onLost("it keeps ending");
      watchdog = start();
    });
    return child;
  }

  return {
    watch(workerd) {
      watched = workerd;
      watchdog.stdin?.write(`${JSON.stringify(workerd)}\n`);
    },
    async stop() {
      stopping = true;
      if (watchdog.exitCode !== null || watchdog.signalCode !== null) return;
      const gone = once(watchdog, "exit");
      watchdog.stdin?.end();
      await gone;
    },
  };
}
