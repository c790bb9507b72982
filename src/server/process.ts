import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** A process as it was started. A pid alone is not enough: the system hands the number on after a death. */
export interface KnownProcess {
  pid: number;
  /** The program and its arguments. workerd's name a port that no other workerd was given. */
  command: readonly string[];
}

const POLL_MS = 5;

/** True while this very process runs: a zombie does not, and neither does a stranger that inherited the pid. */
export function isRunning({ pid, command }: KnownProcess): boolean {
  try {
    switch (process.platform) {
      case "linux":
        return readFileSync(`/proc/${pid}/cmdline`, "utf8") === command.map((part) => `${part}\0`).join("");
      case "win32": // without arguments: reading them takes PowerShell a second
        return execFileSync("tasklist", ["/NH", "/FO", "CSV", "/FI", `PID eq ${pid}`], { encoding: "utf8" }).includes(
          "workerd",
        );
      default:
        return psCommand(pid) === command.join(" ");
    }
  } catch {
    return false;
  }
}

/** Kills the process and waits until it is gone, so that its files and its port are free. False: it was still there after `patienceMs`. */
export async function endProcess(known: KnownProcess, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (isRunning(known)) {
    if (performance.now() > deadline) return false;
    kill(known.pid);
    await wait(POLL_MS);
  }
  return true;
}

/** Reads what one of our own processes wrote as JSON: undefined if it is anything else, or was cut short by a kill. */
export function parseKnownProcess(json: string): KnownProcess | undefined {
  try {
    return knownProcess(JSON.parse(json));
  } catch {
    return undefined;
  }
}

export function knownProcess(value: unknown): KnownProcess | undefined {
  if (typeof value !== "object" || value === null || !("pid" in value) || !("command" in value)) return undefined;
  const { pid, command } = value;
  if (typeof pid !== "number" || !Array.isArray(command)) return undefined;
  return { pid, command: command.map(String) };
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
