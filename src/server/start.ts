import { setTimeout as wait } from "node:timers/promises";
import { build } from "./build.ts";
import { deskAddress, giveLinks, newDeskLink, siteAddress } from "./desk-link.ts";
import { CannotStart, type RunningServer, startServer } from "./server.ts";
import { readSettings } from "./settings.ts";

/** `npm start`: 0 when stopped by a signal, 1 when it cannot serve, 2 when it was asked for something it does not understand. */
const CANNOT_SERVE = 1;
const MISUNDERSTOOD = 2;

/** A stop that takes longer is cut short: nothing acknowledged is lost by that. */
const STOP_WITHIN_MS = 5_000;

/**
 * npm passes a signal on to the shell it runs scripts in, and most shells die of it without telling their child: the server would
 * stay behind, holding port and folder. So under `npm start` the death of that shell is a stop.
 */
const LOOK_FOR_SHELL_MS = 100;

/**
 * Tries to be answered while starting. After a crash in the middle of an evening a crowd is at the door before we are, and
 * what waits behind it too long is cut off: a server that gave up for that would be started, and give up, again and again.
 */
const TRIES = 10;
const TRY_AGAIN_MS = 1_000;

/** The vote of a trial, which a start without a public host is. */
const TRIAL = "/p/facebook-hour";

const settings = readSettings(process.env);
if (settings.kind === "invalid") {
  for (const problem of settings.problems) console.error(problem);
  process.exit(MISUNDERSTOOD);
}
const { options } = settings;

let server: RunningServer | undefined;
let links: { close(): void } | undefined;
let asked = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stopOrForce);
// Such as a workerd that the system has no process for: it fails where nobody awaits it.
process.on("uncaughtException", (error) => {
  console.error(error);
  void leave(CANNOT_SERVE);
});
if (process.env.npm_lifecycle_event === "start") {
  const shell = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(look);
    stopOrForce();
  }, LOOK_FOR_SHELL_MS);
}

try {
  // Given by tests: another Worker, which brings what it needs.
  const entry = process.argv[2];
  if (!entry) await build();
  server = await startServer({ ...options, ...(entry && { entry }) });
  if (asked) await leave(0);
  const { dataDir, publicHost } = options;
  const running = server;
  links = await giveLinks(dataDir, () => newDeskLink(running, publicHost));
  void server.failed.then((sentence) => {
    console.error(sentence);
    return leave(CANNOT_SERVE);
  });
  // The first request for the trial's poll is also what opens it. Elsewhere no poll is known here.
  for (const path of publicHost === undefined ? ["/healthz", TRIAL] : ["/healthz"]) {
    const { status } = await persistently(() => fetch(`${running.url}${path}`));
    if (status !== 200) throw new CannotStart(`The server started, but ${path} answers ${status}.`);
  }
  if (publicHost === undefined) console.log(`Vote page   ${running.url}${TRIAL}`);
  else console.log(`Site        ${siteAddress(running, publicHost)}`);
  console.log(`Desk        ${await persistently(() => deskAddress(running, publicHost))}`);
  console.log(`Data        ${options.dataDir}`);
} catch (error) {
  // Asked to stop while starting, it fails in passing.
  if (!asked) console.error(error instanceof CannotStart ? error.message : error);
  await leave(asked ? 0 : CANNOT_SERVE);
}

async function persistently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (asked || tries === TRIES) throw error;
      await wait(TRY_AGAIN_MS);
    }
  }
}

function stopOrForce(): void {
  // Forced, nothing is lost either: what was acknowledged is on disk, and the watchdog ends workerd.
  if (asked) process.exit(CANNOT_SERVE);
  asked = true;
  if (server) void leave(0);
}

async function leave(code: number): Promise<never> {
  setTimeout(() => process.exit(code), STOP_WITHIN_MS).unref();
  links?.close();
  await server?.stop().catch((error: unknown) => console.error(error));
  process.exit(code);
}
