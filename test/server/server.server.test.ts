import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import {
  answers,
  BUNDLED_ANEW,
  childrenOf,
  endAll,
  FIXTURE,
  freePort,
  isOurs,
  launch,
  launched,
  newFolder,
  START,
  THE_WORKER,
  until,
  watchdogOf,
  workerdOn,
} from "./launch.ts";

afterEach(() => endAll());

const text = async (url: string): Promise<string> => (await fetch(url)).text();

test("it prints where to vote, where to sign in and where the data lies, and nothing else", async () => {
  const dataDir = newFolder();
  const port = await freePort();
  const server = await launched(dataDir, port);
  expect(await text(`${server.url}/asked`)).toBe('["/healthz","/p/facebook-hour"]');
  await fetch(`${server.url}/log`);
  expect(await until(() => server.stderr() !== "")).toBe(true);
  expect(server.stdout()).toBe(
    `Vote page   http://localhost:${port}/p/facebook-hour\nDesk        http://localhost:${port}/desk/sign-in#${"x".repeat(51)}\nData        ${dataDir}\n`,
  );
  expect(server.stderr()).toBe("said aloud\n");
});

test("where readers have a host of their own it prints the site, and asks for no poll", async () => {
  const dataDir = newFolder();
  const server = await launched(dataDir, await freePort(), { PUBLIC_HOST: "vote.example" });
  expect(server.stdout()).toBe(
    `Site        https://vote.example\nDesk        https://vote.example/desk/sign-in#${"x".repeat(51)}\nData        ${dataDir}\n`,
  );
  expect(await text(`${server.url}/asked`)).toBe('["/healthz"]');
});

test("where readers have a host of their own nothing is opened that nobody opened, and no page names the trial", async () => {
  const port = await freePort();
  const server = await launched(newFolder(), port, { PUBLIC_HOST: "vote.example" }, THE_WORKER);
  const status = async (path: string) => (await fetch(server.url + path)).status;
  expect(await text(`${server.url}/en`)).toContain("<h1>No vote here yet</h1>");
  for (const path of [
    "/p/facebook-hour",
    "/e/facebook-hour",
    "/log/facebook-hour/checkpoint",
    "/api/v1/polls/facebook-hour",
  ])
    expect([path, await status(path)]).toEqual([path, 404]);
  expect(await status(`/oembed?url=${encodeURIComponent("https://vote.example/")}`)).toBe(404);
  for (const path of ["/", "/fr", "/en", "/privacy", "/fr/privacy", "/en/privacy"]) {
    const page = await text(server.url + path);
    expect([path, /Local trial|Essai local|تجربة محلية/.exec(page)]).toEqual([path, null]);
  }
});

test("a start on an empty folder opens the poll, and a restart finds it", async () => {
  const dataDir = newFolder();
  const opened = async (): Promise<{ phase: string; origin: string }> => {
    const server = await launched(dataDir, await freePort(), BUNDLED_ANEW, THE_WORKER);
    const answer = JSON.parse(await text(`${server.url}/api/v1/polls/facebook-hour`));
    server.signal("SIGTERM");
    await server.ended;
    return { phase: answer.phase, origin: answer.log.origin };
  };
  const first = await opened();
  expect(first.phase).toBe("open");
  // The origin names the first start's host for ever, although the second start has another port.
  expect(await opened()).toEqual(first);
});

test("the Worker runs as on a server of one's own", async () => {
  const port = await freePort();
  const server = await launched(newFolder(), port, { SEAL_EVERY_SECONDS: "7", CLIENT_ADDRESS_HEADER: "X-Real-IP" });
  expect(JSON.parse(await text(`${server.url}/bindings`))).toEqual({
    PLATFORM: "self",
    BOXES: "1",
    DOORKEEPERS: "1",
    GALLERIES: "4",
    PICTURES: "render",
    PUBLIC_HOST: `localhost:${port}`,
    SEAL_EVERY_SECONDS: "7",
    CLIENT_ADDRESS_HEADER: "X-Real-IP",
    JURISDICTION: "",
  });
  expect(await text(`${server.url}/node`)).toBe("function,function,function");
  expect((await fetch(`${server.url}/no-such-file`)).status).toBe(404);
});

test("a start under a crowd, whose questions go unanswered at first, asks again and serves", async () => {
  const crowded = fileURLToPath(new URL("fixture/crowded.js", import.meta.url));
  const server = await launched(newFolder(), await freePort(), {}, crowded);
  expect(server.stdout()).toContain("\nDesk        http://localhost:");
  expect(await answers(`${server.url}/healthz`)).toBe(true);
});

test("what was stored is there after a restart", async () => {
  const dataDir = newFolder();
  const first = await launched(dataDir, await freePort());
  await fetch(`${first.url}/add?what=one`);
  await fetch(`${first.url}/keep?what=two`);
  first.signal("SIGTERM");
  await first.ended;
  const second = await launched(dataDir, await freePort());
  expect(await text(`${second.url}/all`)).toBe('["one"]');
  expect(await text(`${second.url}/kept`)).toBe("two");
});

test("a second start on the same folder is refused and leaves the first alone", async () => {
  const dataDir = newFolder();
  const first = await launched(dataDir, await freePort());
  const second = launch(dataDir, await freePort());
  expect(await second.ended).toBe(1);
  expect(second.stderr()).toBe(
    `Another server (process ${first.pid}) is using the folder ${dataDir}. Stop it first, or set DATA_DIR to another folder.\n`,
  );
  expect(await answers(`${first.url}/healthz`)).toBe(true);
});

test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
  "%s stops it in order, and nothing stays behind",
  async (signal) => {
    const server = await launched(newFolder(), await freePort());
    const children = childrenOf(server.pid);
    expect(children).toHaveLength(2);
    server.signal(signal);
    expect(await server.ended).toBe(0);
    expect(children.filter(isOurs)).toEqual([]);
    expect(server.stderr()).toBe("");
  },
);

test("Ctrl-C, which reaches workerd too, is a stop and no crash", async () => {
  const server = await launched(newFolder(), await freePort());
  const children = childrenOf(server.pid);
  server.signalGroup("SIGINT");
  expect(await server.ended).toBe(0);
  expect(children.filter(isOurs)).toEqual([]);
  expect(server.stderr()).toBe("");
});

test("under npm, the end of the shell between npm and the server is a stop", async () => {
  const dataDir = newFolder();
  const shell = spawn("sh", ["-c", `"${process.execPath}" "${START}" "${FIXTURE}"; true`], {
    env: { ...process.env, npm_lifecycle_event: "start", PORT: String(await freePort()), DATA_DIR: dataDir },
  });
  let said = "";
  shell.stdout.on("data", (chunk) => (said += chunk));
  expect(await until(() => said.includes("\nData "))).toBe(true);
  const { launcher } = JSON.parse(readFileSync(join(dataDir, "server.json"), "utf8"));
  const workerd = workerdOn(dataDir);
  shell.kill("SIGTERM");
  const stopped = await until(() => readFileSync(join(dataDir, "server.json"), "utf8") === "{}");
  if (!stopped) process.kill(launcher, "SIGKILL");
  expect([stopped, isOurs(workerd)]).toEqual([true, false]);
});

test("a second signal does not wait", async () => {
  const server = await launched(newFolder(), await freePort());
  const children = childrenOf(server.pid);
  // Stopped, the watchdog does not end, and the launcher would wait for it.
  const watchdog = watchdogOf(server.pid);
  process.kill(watchdog, "SIGSTOP");
  server.signal("SIGTERM");
  await until(() => childrenOf(server.pid).length === 1);
  server.signal("SIGTERM");
  expect(await server.ended).toBe(1);
  process.kill(watchdog, "SIGCONT");
  expect(await until(() => !children.some(isOurs), 1_000)).toBe(true);
});

test("a stop while it is still starting is a stop as well", async () => {
  const server = launch(newFolder(), await freePort());
  await until(() => watchdogOf(server.pid) !== 0);
  const children = childrenOf(server.pid);
  server.signal("SIGTERM");
  expect(await server.ended).toBe(0);
  expect(await until(() => !children.some(isOurs), 1_000)).toBe(true);
  expect(server.stderr()).toBe("");
});

test("a port in use is said in a sentence", async () => {
  const holder = createServer().listen(0);
  await once(holder, "listening");
  const address = holder.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const server = launch(newFolder(), port);
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toBe(`Port ${port} is in use. Stop what is using it, or set PORT to another one.\n`);
  holder.close();
});

test("a value that it does not understand is said in a sentence", async () => {
  const server = launch(newFolder(), 0);
  expect(await server.ended).toBe(2);
  expect(server.stderr()).toBe('PORT must be a whole number from 1 to 65535, and is "0".\n');
});

const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === "IPv4")?.address;

test.skipIf(!outside)("behind a proxy only this machine reaches it; otherwise everyone does", async () => {
  const reaches = (port: number): Promise<boolean> => {
    const socket = connect(port, outside);
    return Promise.race([once(socket, "connect").then(() => true), once(socket, "error").then(() => false)])
      .catch(() => false)
      .finally(() => socket.destroy());
  };
  const [open, behindProxy] = [await freePort(), await freePort()];
  await launched(newFolder(), open);
  await launched(newFolder(), behindProxy, { CLIENT_ADDRESS_HEADER: "X-Real-IP" });
  expect(await reaches(open)).toBe(true);
  expect(await reaches(behindProxy)).toBe(false);
});
