import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type BrowserContextOptions, test as base, expect } from "@playwright/test";
import { startServer } from "../../src/server/server.ts";
import { freePort } from "../server/launch.ts";
import { type Definition, openPoll, type Poll } from "./poll.ts";

export { expect };

/** A Sawt of this Playwright worker: the real server, on a port and in a folder of its own. */
export interface Sawt {
  url: string;
  /** Opens a poll like `facebook-hour`, with an id of its own and these changes. */
  open(changes?: Partial<Definition>): Promise<Poll>;
}

interface OfTest {
  /** Another reader, on another device, whose pages are watched like those of the first. */
  anotherReader(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** Hosts asked and policies broken by all readers of this test; both stay empty. */
  watched: Watched;
}

interface Watched {
  strangers: string[];
  faults: string[];
}

const SEAL_EVERY_SECONDS = 5;
const ENTRY = "test/browser/fixture/worker.js";

export const test = base.extend<OfTest, { sawt: Sawt }>({
  sawt: [
    async ({ browserName }, use) => {
      const dataDir = await mkdtemp(join(tmpdir(), `sawt-${browserName}-`));
      const seed: Definition = JSON.parse(
        await readFile(new URL("../../src/domain/seed/facebook-hour.json", import.meta.url), "utf8"),
      );
      const server = await startServer({
        dataDir,
        port: await freePort(),
        sealEverySeconds: SEAL_EVERY_SECONDS,
        entry: ENTRY,
      });
      await use({
        url: server.url,
        open: (changes = {}) =>
          openPoll(server.url, { ...seed, id: `p-${randomBytes(6).toString("hex")}`, ...changes }),
      });
      await server.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: "worker", timeout: 60_000 },
  ],
  baseURL: async ({ sawt }, use) => use(sawt.url),
  watched: async ({ sawt, browserName: _ }, use) => {
    const watched: Watched = { strangers: [], faults: [] };
    await use(watched);
    expect(watched.strangers, `requests to others than ${sawt.url}`).toEqual([]);
    expect(watched.faults, "broken policies and scripts").toEqual([]);
  },
  context: async ({ context, sawt, watched }, use) => {
    watch(context, sawt.url, watched);
    await use(context);
  },
  anotherReader: async ({ browser, baseURL, sawt, watched }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...(baseURL !== undefined && { baseURL }), ...options });
      contexts.push(context);
      watch(context, sawt.url, watched);
      return context;
    });
    for (const context of contexts) await context.close();
  },
});

/** invariant 8, on every page of every test: nothing from another host, and nothing that the page's own policy refuses. */
function watch(context: BrowserContext, url: string, { strangers, faults }: Watched): void {
  const own = new Set([url, url.replace(/^http/, "ws")]);
  const look = (address: string) => {
    if (!address.startsWith("data:") && !own.has(new URL(address).origin)) strangers.push(address);
  };
  context.on("request", (request) => look(request.url()));
  context.on("response", (response) => {
    const { "content-type": type = "", "content-security-policy": policy = "" } = response.headers();
    if (type.startsWith("text/html") && !policy.startsWith("default-src 'none';"))
      faults.push(`${response.url()} has the policy "${policy}"`);
  });
  context.on("page", (page) => page.on("websocket", (socket) => look(socket.url())));
  context.on("weberror", (error) => faults.push(error.error().message));
  context.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) faults.push(message.text());
  });
}
