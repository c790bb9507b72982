import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { endStarted } from "./workerd.ts";

/**
 * The watchdog is a process of its own that outlives the server's launcher by less than a second, to end the workerd that
 * would otherwise go on serving. The end of its standard input is the launcher's death, of whatever cause. It is started in a
 * session of its own, so that what kills the launcher's group spares it.
 */
interface Watchdog {
  /** Only once workerd is gone. */
  stop(): Promise<void>;
}

const WATCHDOG = fileURLToPath(import.meta.url);

/** Somebody kills a watchdog once; one that dies this often cannot live here. */
const MOST_DEATHS = 4;
const MOST_DEATHS_WITHIN_MS = 10_000;

const END_WORKERD_MS = 5_000;

/** Starts the watchdog over a folder of started processes, and another one whenever it is killed. `onLost`: it cannot be kept alive. */
export async function startWatchdog(started: string, onLost: (reason: string) => void): Promise<Watchdog> {
  let stopping = false;
  let deaths: number[] = [];
  let watchdog = start();
  await once(watchdog, "spawn");

  function start(): ChildProcess {
    const child = spawn(process.execPath, [WATCHDOG, started], {
      stdio: ["pipe", "ignore", "inherit"],
      detached: true,
    });
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
    async stop() {
      stopping = true;
      if (watchdog.exitCode !== null || watchdog.signalCode !== null) return;
      const gone = once(watchdog, "exit");
      watchdog.stdin?.end();
      await gone;
    },
  };
}

/** The watchdog itself. */
async function watch(started: string): Promise<void> {
  // The pipe alone decides: a signal to all that belongs to the server must not end the watchdog before workerd.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  // A pipe that breaks has ended as well.
  await once(process.stdin.resume(), "end").catch(() => {});
  const left = await endStarted(started, END_WORKERD_MS);
  if (left.length === 0) return;
  console.error(`The server is gone, but its process ${left.join()} could not be ended. End it before the next start.`);
  process.exitCode = 1;
}

if (import.meta.main) await watch(process.argv[2] ?? "");
