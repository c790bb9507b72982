import { execFileSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** Stands before workerd: writes its process number down, then becomes workerd. */
const WRAPPER = fileURLToPath(new URL("./workerd.sh", import.meta.url));

/**
 * Lets every Miniflare of this process start workerd through the wrapper. Answers the environment by which the wrapper knows
 * one of them: Miniflare hands it on at each start, also after a crash, so that two in one process stay apart. Throws where
 * one of the programs may not be run: Miniflare would only say that a pipe broke.
 */
export function underWrapper(started: string): Record<string, string> {
  // Windows has no exec: see `noteOnWindows`.
  if (process.platform === "win32") return {};
  const given = process.env.MINIFLARE_WORKERD_PATH;
  if (given !== WRAPPER) {
    process.env.SAWT_WORKERD = given ?? packagedWorkerd();
    process.env.MINIFLARE_WORKERD_PATH = WRAPPER;
  }
  for (const program of [WRAPPER, process.env.SAWT_WORKERD ?? ""]) accessSync(program, constants.X_OK);
  return { SAWT_STARTED: started };
}

/** The one that Miniflare would start. */
function packagedWorkerd(): string {
  const miniflare = createRequire(import.meta.url).resolve("miniflare");
  const { default: program }: { default: string } = createRequire(miniflare)("workerd");
  return program;
}

/** A process as it was started. A number alone is not enough: the system hands it on after a death. */
interface StartedProcess {
  pid: number;
  /** The last arguments, or all. workerd's name a port that no other workerd was given. */
  args: readonly string[];
}

/** In a data folder, for one server each: what that server started. */
const STARTED = "workerd-";

/** There while new processes may be started for this folder. */
const OPEN = "open";

const POLL_MS = 5;

/** A new folder in which the wrapper notes each workerd of one server, a file each: its name is the number, its lines the arguments. */
export function newStarted(dataDir: string): string {
  const folder = mkdtempSync(join(dataDir, STARTED));
  writeFileSync(join(folder, OPEN), "");
  return folder;
}

/** What the wrapper does, for a number that somebody else learned. */
export const noteStarted = (started: string, pid: number, args: readonly string[]): void =>
  writeFileSync(join(started, String(pid)), args.map((each) => `${each}\n`).join(""));

/** Every folder of started processes in a data folder: of the server that runs, or those that killed servers left. */
export const startedIn = (dataDir: string): string[] =>
  readdirSync(dataDir)
    .filter((name) => name.startsWith(STARTED))
    .map((name) => join(dataDir, name));

/** The number of the workerd that now runs; 0 between two of them. */
export const workerdPid = (started: string): number => startedProcesses(started).find(isRunning)?.pid ?? 0;

/**
 * Ends every workerd of one server, waits until each is gone, so that its files and its port are free, and forgets them.
 * Answers the numbers of those that are still there after `patienceMs`. Several may do it at once.
 */
export async function endStarted(started: string, patienceMs: number): Promise<number[]> {
  // First: what is started from here on goes by itself.
  rmSync(join(started, OPEN), { force: true });
  const deadline = performance.now() + patienceMs;
  const left = await Promise.all(
    startedProcesses(started).map(async (it) => ((await ended(it, deadline)) ? [] : it.pid)),
  );
  if (left.flat().length === 0) rmSync(started, { recursive: true, force: true, maxRetries: 3 });
  return left.flat();
}

function startedProcesses(started: string): StartedProcess[] {
  try {
    return readdirSync(started).flatMap((name) => {
      const args = /^\d+$/.test(name) ? readFileSync(join(started, name), "utf8").split("\n").slice(0, -1) : [];
      return args.length > 0 ? [{ pid: Number(name), args }] : [];
    });
  } catch {
    // Somebody else ended them and took the folder away.
    return [];
  }
}

async function ended(it: StartedProcess, deadline: number): Promise<boolean> {
  while (isRunning(it)) {
    if (performance.now() > deadline) return false;
    kill(it.pid);
    await wait(POLL_MS);
  }
  return true;
}

/** True while this very process runs: a zombie does not, and neither does a stranger that inherited the number. */
function isRunning({ pid, args }: StartedProcess): boolean {
  try {
    switch (process.platform) {
      case "linux":
        return `\0${readFileSync(`/proc/${pid}/cmdline`, "utf8")}`.endsWith(`\0${args.join("\0")}\0`);
      case "win32": // without arguments: reading them takes PowerShell a second
        return execFileSync("tasklist", ["/NH", "/FO", "CSV", "/FI", `PID eq ${pid}`], { encoding: "utf8" }).includes(
          "workerd",
        );
      default:
        return ` ${psCommand(pid)}`.endsWith(` ${args.join(" ")}`);
    }
  } catch {
    return false;
  }
}

const psCommand = (pid: number): string =>
  execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trimEnd();

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It went by itself, or is not ours: the next look decides.
  }
}

/**
 * Windows alone: notes the workerd that this process has started. It serves by then, so that a server killed while it starts
 * leaves a workerd that nobody knows: there invariant 1 holds from the end of the start on.
 */
export function noteOnWindows(started: string): void {
  if (process.platform !== "win32") return;
  const children = `Get-CimInstance Win32_Process -Filter "ParentProcessId=${process.pid} AND Name='workerd.exe'"`;
  const pids = execFileSync("powershell", ["-NoProfile", "-Command", `(${children}).ProcessId`], { encoding: "utf8" });
  for (const pid of pids.match(/\d+/g) ?? []) noteStarted(started, Number(pid), ["workerd"]);
}
