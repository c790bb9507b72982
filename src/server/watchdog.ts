/**
 * A process of its own that outlives the launcher by less than a second, to end the workerd that would otherwise go on
 * serving (DESIGN 4.7). The launcher writes each new workerd to its standard input, one JSON line each, and passes the
 * present one as argument when it replaces a killed watchdog; the end of that pipe is the launcher's death, of whatever cause.
 * It is started in a session of its own, so what kills the launcher's group spares it.
 */
import { createInterface } from "node:readline";
import { endProcess, parseKnownProcess } from "./process.ts";

const END_WORKERD_MS = 5_000;

let workerd = parseKnownProcess(process.argv[2] ?? "");

// The pipe alone decides: a signal sent to everything of ours must not end the guard before the guarded.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) workerd = parseKnownProcess(line) ?? workerd;

if (workerd && !(await endProcess(workerd, END_WORKERD_MS))) {
  console.error(`The server is gone, but its process ${workerd.pid} could not be ended. End it before the next start.`);
  process.exitCode = 1;
}
