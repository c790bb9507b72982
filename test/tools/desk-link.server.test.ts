import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { endAll, freePort, launched, newFolder, THE_WORKER } from "../server/launch.ts";

afterEach(() => endAll());

const COMMAND = fileURLToPath(new URL("../../src/tools/desk-link.ts", import.meta.url));
const deskLink = async (dataDir: string, port: number): Promise<string> => {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: String(port) };
  return (await promisify(execFile)(process.execPath, [COMMAND], { env })).stdout;
};

const signIn = (url: string, link: string, name: string): Promise<Response> =>
  fetch(`${url}/desk/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { "sec-fetch-site": "same-origin", host: new URL(url).host },
    body: new URLSearchParams({ code: link.trim().split("#")[1] ?? "", name }),
  });

test("the printed link lets the first owner in, and is printed no more once one came", async () => {
  const [dataDir, port] = [newFolder(), await freePort()];
  const first = await launched(dataDir, port, {}, THE_WORKER);
  const link = /^Desk {8}(.*)$/m.exec(first.stdout())?.[1] ?? "";
  expect(link).toMatch(new RegExp(`^http://localhost:${port}/desk/sign-in#[A-Za-z0-9_-]{51}$`));
  const entered = await signIn(first.url, link, "Amina");
  expect([entered.status, entered.headers.get("location")]).toEqual([303, "/desk/account?done=welcome"]);
  first.signal("SIGTERM");
  await first.ended;
  const second = await launched(dataDir, port, {}, THE_WORKER);
  expect(second.stdout()).toContain(`\nDesk        http://localhost:${port}/desk\n`);
});

test("whoever holds the machine gets a new link, while the server runs and while it does not", async () => {
  const [dataDir, port] = [newFolder(), await freePort()];
  const stopped = await deskLink(dataDir, port);
  expect(stopped).toMatch(new RegExp(`^http://localhost:${port}/desk/sign-in#[A-Za-z0-9_-]{51}\\n$`));
  const server = await launched(dataDir, port, {}, THE_WORKER);
  const running = await deskLink(dataDir, port);
  // A newer link replaces the older ones: what lies in a terminal's history opens nothing.
  expect((await signIn(server.url, stopped, "Amina")).status).toBe(422);
  expect((await signIn(server.url, running, "Amina")).status).toBe(303);
});
