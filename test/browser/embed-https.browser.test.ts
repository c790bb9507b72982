import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { type RequestListener, request } from "node:http";
import { createServer, type Server } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { type RunningServer, startServer } from "../../src/server/server.ts";
import { freePort } from "../server/launch.ts";
import { openPoll } from "./poll.ts";

/** A Sawt behind a proxy that speaks https, as newspapers run it, and another site whose articles hold its frame. */
const FRAME = `<!doctype html><html lang="en"><title>Article</title><iframe title="Vote" width="600" height="650" src="https://vote.example/e/facebook-hour?lang=en"></iframe>`;

let dataDir: string;
const ENTRY = "test/browser/fixture/worker.js";
const SEED = new URL("../../src/domain/seed/facebook-hour.json", import.meta.url);

let sawt: RunningServer;
let proxy: Server;
let news: Server;

test.beforeAll(async () => {
  test.setTimeout(90_000);
  dataDir = await mkdtemp(join(tmpdir(), "sawt-https-"));
  const port = await freePort();
  sawt = await startServer({
    dataDir,
    port,
    publicHost: "vote.example",
    clientAddressHeader: "x-real-ip",
    entry: ENTRY,
  });
  // Behind a host of one's own nothing is opened that nobody opened.
  await openPoll(sawt.url, JSON.parse(await readFile(SEED, "utf8")));
  proxy = await serve((asked, answer) => {
    const headers = { ...asked.headers, "x-real-ip": "203.0.113.7", "x-forwarded-proto": "https" };
    const passed = request({ host: "127.0.0.1", port, path: asked.url, method: asked.method, headers }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.rawHeaders);
      given.pipe(answer);
    });
    asked.pipe(passed);
  });
  news = await serve((_, answer) => {
    answer.setHeader("Content-Type", "text/html; charset=utf-8").end(FRAME);
  });
});

test.afterAll(async () => {
  for (const server of [proxy, news]) {
    server.closeAllConnections();
    server.close();
  }
  await sawt.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

for (const javaScriptEnabled of [true, false])
  for (const cookies of ["allowed", "blocked"] as const)
    test(`a frame remembers its reader for one newspaper alone, cookies of other sites ${cookies}, script ${javaScriptEnabled ? "on" : "off"}`, async ({
      playwright,
      launchOptions,
    }) => {
      const browser = await playwright.chromium.launch({
        ...launchOptions,
        args: [
          ...(launchOptions.args ?? []),
          ...(cookies === "blocked" ? ["--test-third-party-cookie-phaseout"] : []),
          `--host-resolver-rules=MAP vote.example:443 127.0.0.1:${portOf(proxy)}, MAP *.example:443 127.0.0.1:${portOf(news)}`,
        ],
      });
      const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled });
      const page = await context.newPage();
      const frame = page.frameLocator("iframe");
      await page.goto("https://news.example/");
      await frame.getByRole("radio").first().check();
      await frame.getByRole("button", { name: "Cast vote" }).click();
      if (!javaScriptEnabled) await frame.getByRole("button", { name: "Confirm my vote" }).click();
      await expect(frame.locator("#thanks")).toContainText("Thank you. Your vote is recorded.");

      await page.reload();
      await frame.getByRole("radio").last().check();
      await frame.getByRole("button", { name: "Cast vote" }).click();
      await expect(frame.getByText(/A vote was already recorded from this browser/).last()).toBeVisible();
      expect(await context.cookies()).toEqual([
        expect.objectContaining({
          name: "__Host-sawt-voted-facebook-hour.pledge",
          value: "1",
          httpOnly: true,
          secure: true,
          sameSite: "None",
          partitionKey: "https://news.example",
        }),
      ]);
      await page.goto("https://paper.example/");
      await expect(frame.getByRole("radio").first()).toBeVisible();
      await page.goto("https://vote.example/en/p/facebook-hour");
      await expect(page.getByRole("radio").first()).toBeVisible();
      await browser.close();
    });

/** With a key that lies open in the repository: it protects nothing, and the browser is told to take it. */
async function serve(listener: RequestListener): Promise<Server> {
  const read = (name: string) => readFile(new URL(`./fixture/${name}`, import.meta.url));
  const server = createServer({ key: await read("tls-key.pem"), cert: await read("tls-cert.pem") }, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the system gave no port");
  return address.port;
}
