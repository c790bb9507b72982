import { chmodSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { startServer } from "../../src/server/server.ts";
import { startedIn } from "../../src/server/workerd.ts";
import {
  answers,
  childrenOf,
  endAll,
  FIXTURE,
  freePort,
  isOurs,
  launch,
  launched,
  newFolder,
  until,
  watchdogOf,
  workerdOn,
} from "./launch.ts";

afterEach(() => endAll());

const { default: workerd }: { default: string } = createRequire(import.meta.url)("workerd");

const text = async (url: string): Promise<string> => (await fetch(url)).text();

test("kill -9 of launcher and workerd together: the watchdog goes too", async () => {
  const server = await launched(newFolder(), await freePort());
  const children = childrenOf(server.pid);
  expect(children).toHaveLength(2);
  server.signalGroup("SIGKILL");
  expect(await until(() => !children.some(isOurs), 1_000)).toBe(true);
});

test("kill -9 of the launcher ends workerd within a second, and the next start finds everything", async () => {
  const dataDir = newFolder();
  const port = await freePort();
  const first = await launched(dataDir, port);
  await fetch(`${first.url}/add?what=one`);
  const children = childrenOf(first.pid);
  first.signal("SIGKILL");
  expect(await until(() => !children.some(isOurs), 1_000)).toBe(true);
  const second = await launched(dataDir, port);
  expect(await text(`${second.url}/all`)).toBe('["one"]');
});

test("kill -9 of a launcher whose workerd has no configuration yet: it opens nothing, and goes too", async () => {
  const dataDir = newFolder();
  const server = launch(dataDir, await freePort());
  expect(await until(() => workerdOn(dataDir) !== 0)).toBe(true);
  const workerd = workerdOn(dataDir);
  server.signal("SIGKILL");
  expect(await until(() => !isOurs(workerd), 1_000)).toBe(true);
  expect(await until(() => startedIn(dataDir).length === 0, 1_000)).toBe(true);
});

test("the next start waits for nobody: it ends a workerd that outlived both launcher and watchdog", async () => {
  const dataDir = newFolder();
  const first = await launched(dataDir, await freePort());
  const orphan = first.workerdPid();
  // Stopped, the watchdog cannot act, and a stopped process can still be killed.
  const watchdog = watchdogOf(first.pid);
  process.kill(watchdog, "SIGSTOP");
  first.signal("SIGKILL");
  await first.ended;
  expect(isOurs(orphan)).toBe(true);
  await launched(dataDir, await freePort());
  expect(isOurs(orphan)).toBe(false);
  process.kill(watchdog, "SIGKILL");
});

test("kill -9 of workerd: another one serves the same data at the same address, and is watched as well", async () => {
  const server = await launched(newFolder(), await freePort());
  await fetch(`${server.url}/add?what=one`);
  const killed = server.workerdPid();
  process.kill(killed, "SIGKILL");
  expect(await until(() => server.workerdPid() !== killed && answers(`${server.url}/healthz`))).toBe(true);
  expect(await text(`${server.url}/all`)).toBe('["one"]');
  const successor = server.workerdPid();
  server.signal("SIGKILL");
  expect(await until(() => !isOurs(successor), 1_000)).toBe(true);
});

test("kill -9 of the watchdog: another one takes over", async () => {
  const server = await launched(newFolder(), await freePort());
  const killed = watchdogOf(server.pid);
  process.kill(killed, "SIGKILL");
  expect(await until(() => ![0, killed].includes(watchdogOf(server.pid)))).toBe(true);
  const workerdPid = server.workerdPid();
  server.signal("SIGKILL");
  expect(await until(() => !isOurs(workerdPid), 1_000)).toBe(true);
});

test("two servers in one process know each its own workerd", async () => {
  const folders = [newFolder(), newFolder()];
  const servers = await Promise.all(
    folders.map(async (dataDir) => startServer({ dataDir, port: await freePort(), entry: FIXTURE })),
  );
  const [one = 0, other = 0] = folders.map(workerdOn);
  expect([one, other].map(isOurs)).toEqual([true, true]);
  expect(one).not.toBe(other);
  await servers[0]?.stop();
  expect([one, other].map(isOurs)).toEqual([false, true]);
  await servers[1]?.stop();
  expect(isOurs(other)).toBe(false);
});

test("a workerd that cannot be started is named", async () => {
  const server = launch(newFolder(), await freePort(), { MINIFLARE_WORKERD_PATH: "/no/such/workerd" });
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toBe(
    "workerd could not be started: ENOENT: no such file or directory, access '/no/such/workerd'.\n",
  );
});

test("when workerd cannot be started again it says so and ends", async () => {
  const folder = newFolder();
  const binary = join(folder, "workerd");
  const script = (body: string): void => {
    writeFileSync(binary, `#!/bin/sh\n${body}\n`);
    chmodSync(binary, 0o755);
  };
  script(`exec "${workerd}" "$@"`);
  const server = await launched(join(folder, "data"), await freePort(), { MINIFLARE_WORKERD_PATH: binary });
  script("exit 1");
  for (const pid of childrenOf(server.pid)) if (pid !== watchdogOf(server.pid)) process.kill(pid, "SIGKILL");
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toContain("workerd ended and could not be started again");
});
