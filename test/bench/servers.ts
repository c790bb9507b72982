import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type RunningServer, startServer } from "../../src/server/server.ts";
import { freePort } from "../server/launch.ts";

const BASELINE = fileURLToPath(new URL("baseline/worker.ts", import.meta.url));

/** A server under measurement: Sawt as `npm start` serves it, or what it is measured against. */
export interface Measured {
  port: number;
  url: string;
  dataDir: string;
  server: RunningServer;
}

export const startSawt = async (folder: string): Promise<Measured> => {
  const sawt = await start(join(folder, "sawt"));
  await fetch(`${sawt.url}/p/facebook-hour`);
  return sawt;
};

export const startBaseline = (folder: string): Promise<Measured> => start(join(folder, "baseline"), BASELINE);

async function start(dataDir: string, entry?: string): Promise<Measured> {
  const port = await freePort();
  const server = await startServer({ dataDir, port, ...(entry !== undefined && { entry }) });
  return { port, url: `http://127.0.0.1:${port}`, dataDir, server };
}

/** Linux counts processor time in these. See proc(5), `/proc/pid/stat`, and sysconf(_SC_CLK_TCK). */
const TICKS_PER_SECOND = 100;

/** Processor seconds that workerd has used, user and system; nothing where the system has no /proc. */
export function cpuSeconds({ server }: Pick<Measured, "server">): number | undefined {
  const stat = readProc(server.workerdPid(), "stat");
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields && (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Memory of a process in MB, now (`VmRSS`) or at its most (`VmHWM`); nothing where the system has no /proc. */
export function memoryMb(pid: number, which: "VmRSS" | "VmHWM"): number | undefined {
  const kb = readProc(pid, "status")?.match(new RegExp(`${which}:\\s+(\\d+) kB`))?.[1];
  return kb === undefined ? undefined : Number(kb) / 1024;
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}
