import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { endStarted, newStarted, startedIn, workerdPid } from "../../src/server/workerd.ts";
import { endAll, newFolder } from "./launch.ts";

afterEach(() => endAll());

const WRAPPER = fileURLToPath(new URL("../../src/server/workerd.sh", import.meta.url));

/** The wrapper with `sh` in the place of workerd. */
const started = (folder: string | undefined, ...args: string[]) =>
  spawn(WRAPPER, args, {
    env: { PATH: process.env.PATH, SAWT_WORKERD: "/bin/sh", ...(folder !== undefined && { SAWT_STARTED: folder }) },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });

/** Says that it runs, on the fourth file that it was given, then what it reads. */
const PROGRAM = ["-c", 'echo running >&3; cat; echo "$0"', "a word", "--control-fd=3"];

test("workerd has the number under which it was noted, its arguments and every file that it was given", async () => {
  const folder = newStarted(newFolder());
  const child = started(folder, ...PROGRAM);
  const [line] = await once(child.stdio[3]!, "data");
  expect(String(line)).toBe("running\n");
  expect(workerdPid(folder)).toBe(child.pid);
  expect(readFileSync(join(folder, String(child.pid)), "utf8")).toBe(`${PROGRAM.join("\n")}\n`);
  child.stdin.end("its configuration\n");
  const [said] = await once(child.stdout, "data");
  expect(String(said)).toContain("its configuration");
  await once(child, "close");
  expect(workerdPid(folder)).toBe(0);
});

test("it is noted before it is workerd, and goes by itself where the end has begun: nobody is left unknown", async () => {
  for (const gone of ["open", "."]) {
    const folder = newStarted(newFolder());
    rmSync(join(folder, gone), { recursive: true });
    const child = started(folder, "-c", "echo running");
    let said = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    const [code] = await once(child, "close");
    expect([gone, code, said]).toEqual([gone, 1, ""]);
  }
});

test("all that were started are ended and forgotten, by several at once as well", async () => {
  const dataDir = newFolder();
  const folder = newStarted(dataDir);
  const children = [1, 2, 3].map(() => started(folder, ...PROGRAM));
  await Promise.all(children.map((child) => once(child.stdio[3]!, "data")));
  const exits = Promise.all(children.map((child) => once(child, "exit")));
  expect(await Promise.all([endStarted(folder, 5_000), endStarted(folder, 5_000)])).toEqual([[], []]);
  expect((await exits).map(([, signal]) => signal)).toEqual(["SIGKILL", "SIGKILL", "SIGKILL"]);
  expect(startedIn(dataDir)).toEqual([]);
});

test("once the end has begun nothing more is let in, also where somebody could not be ended", async () => {
  const folder = newStarted(newFolder());
  const child = started(folder, ...PROGRAM);
  await once(child.stdio[3]!, "data");
  const noPatience = -1;
  expect(await endStarted(folder, noPatience)).toEqual([child.pid]);
  const [code] = await once(started(folder, "-c", "echo running"), "exit");
  expect(code).toBe(1);
  expect(await endStarted(folder, 5_000)).toEqual([]);
});

test("of a hundred that start while the end begins, at any instant, none runs on", async () => {
  const folder = newStarted(newFolder());
  const children = Array.from({ length: 100 }, () => started(folder, ...PROGRAM));
  onTestFinished(() => {
    for (const child of children) child.kill("SIGKILL");
  });
  const exits = Promise.all(children.map((child) => once(child, "exit")));
  while (readdirSync(folder).length < 20) await new Promise(setImmediate);
  expect(await endStarted(folder, 5_000)).toEqual([]);
  const ends = (await exits).map(([code, signal]) => signal ?? code);
  expect(ends.filter((end) => end !== "SIGKILL" && end !== 1)).toEqual([]);
});

test("a Miniflare that wants to know nothing gets workerd itself, and a workerd that is missing is named", async () => {
  const child = started(undefined, "-c", "echo running");
  const [said] = await once(child.stdout, "data");
  expect(String(said)).toBe("running\n");
  const missing = await new Promise<{ code: unknown; stderr: string }>((resolve) =>
    execFile(WRAPPER, ["serve"], { env: { SAWT_WORKERD: "/no/such/workerd" } }, (error, _, stderr) =>
      resolve({ code: error?.code, stderr }),
    ),
  );
  expect(missing).toEqual({ code: 127, stderr: expect.stringContaining("/no/such/workerd: not found") });
});
