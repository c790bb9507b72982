import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startedIn, workerdPid } from "../../src/server/workerd.ts";

export const START = fileURLToPath(new URL("../../src/server/start.ts", import.meta.url));
/** As entry: what `npm start` serves. */
export const THE_WORKER = "";
export const FIXTURE = fileURLToPath(new URL("./fixture/worker.js", import.meta.url));

/** As environment: the server bundles the Worker itself, as it does for its operator. */
export const BUNDLED_ANEW = { SAWT_BUNDLES: "" };

/** A real `node src/server/start.ts`, and what it said. */
export interface Launch {
  pid: number;
  url: string;
  dataDir: string;
  stdout: () => string;
  stderr: () => string;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
  /** Serving: the last line is printed. Rejects with what was said if it ends before. */
  ready: Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** To the launcher and its children at once, as Ctrl-C in a terminal does. */
  signalGroup(signal: NodeJS.Signals): void;
  workerdPid(): number;
}

const launches: Launch[] = [];
const folders: string[] = [];
const seen: number[] = [];

export function launch(
  dataDir: string,
  port: number,
  environment: Record<string, string> = {},
  entry = FIXTURE,
): Launch {
  const child = spawn(process.execPath, [START, ...(entry ? [entry] : [])], {
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, as a terminal gives it.
    detached: true,
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      DATA_DIR: dataDir,
      SAWT_BUNDLES: process.env.SAWT_BUNDLES,
      ...environment,
    },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const ended = once(child, "exit").then(([code, signal]) => code ?? signal);
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on("data", () => stdout.includes("\nData ") && resolve());
    child.once("close", () => reject(new Error(`It ended before it served: ${stdout}${stderr}`)));
  });
  ready.catch(() => {});
  const launched: Launch = {
    pid: child.pid!,
    url: `http://127.0.0.1:${port}`,
    dataDir,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    ready,
    signal: (signal) => void child.kill(signal),
    signalGroup: (signal) => void process.kill(-child.pid!, signal),
    workerdPid: () => workerdOn(dataDir),
  };
  launches.push(launched);
  return launched;
}

/** Serving already. */
export async function launched(...args: Parameters<typeof launch>): Promise<Launch> {
  const it = launch(...args);
  await it.ready;
  seen.push(...childrenOf(it.pid));
  return it;
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sawt-test-"));
  folders.push(folder);
  return folder;
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** For `afterEach`: ends all that this test started, also what outlived its launcher. */
export async function endAll(): Promise<void> {
  for (const it of launches.splice(0)) {
    seen.push(...childrenOf(it.pid), workerdOn(it.dataDir));
    it.signal("SIGKILL");
    await it.ended;
  }
  const started = new Set(seen.splice(0));
  // One look at the system for all of them: a hundred rounds of a fault test leave hundreds of numbers.
  const left = () => processes().filter((it) => started.has(it.pid) && isServer(it.command));
  for (const { pid } of left()) process.kill(pid, "SIGKILL");
  await until(() => left().length === 0);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Waits for a condition: true when it came within the time. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<boolean> {
  for (const deadline = performance.now() + withinMs; performance.now() < deadline; await wait(10)) {
    if (await condition()) return true;
  }
  return condition();
}

export const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

const processes = (): { pid: number; parent: number; command: string }[] =>
  execFileSync("ps", ["-ww", "-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .flatMap((row) => (row && !row[3]?.startsWith("Z") ? [row] : []))
    .map(([, pid, parent, , command = ""]) => ({ pid: Number(pid), parent: Number(parent), command }));

export const childrenOf = (parent: number): number[] =>
  processes().flatMap((it) => (it.parent === parent && isServer(it.command) ? [it.pid] : []));

export const watchdogOf = (parent: number): number =>
  processes().find((it) => it.parent === parent && it.command.includes("watchdog.ts"))?.pid ?? 0;

const isServer = (command: string): boolean => command.includes("watchdog.ts") || / serve --binary /.test(command);

export const isOurs = (pid: number): boolean => processes().some((it) => it.pid === pid && isServer(it.command));

/** The workerd that serves a data folder now; 0 where none does. */
export function workerdOn(dataDir: string): number {
  try {
    return startedIn(dataDir).map(workerdPid).find(Boolean) ?? 0;
  } catch {
    return 0;
  }
}
