import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod/mini";
import { freePort } from "../server/launch.ts";

/** A browser as a person holds it: one window, and a mouse and keys that are the browser's own events. */
export interface Driver {
  /** As the browser names itself. */
  readonly name: string;
  open(url: string): Promise<unknown>;
  /** What the body of a function returns in the page, or in the frame that was entered. It runs where the page's scripts do not too. */
  run(body: string): Promise<unknown>;
  /** Presses the middle of the element that the body of a function returns. */
  press(body: string): Promise<unknown>;
  type(text: string): Promise<unknown>;
  /** From now on the first frame of the page. */
  enterFrame(): Promise<unknown>;
  leaveFrame(): Promise<unknown>;
  end(): Promise<void>;
}

export interface Kind {
  name: string;
  /** Where this machine lacks it: what is missing, and how it comes there. */
  missing: string | undefined;
  start(options: { script: boolean }): Promise<Driver>;
}

/** Where Debian puts them. */
const FIREFOX = "/usr/bin/firefox-esr";
const MINI_BROWSER = ["4.1", "4.0"]
  .map((version) => `/usr/lib/x86_64-linux-gnu/webkit2gtk-${version}/MiniBrowser`)
  .find((path) => existsSync(path));
const isThere = (command: string): boolean => spawnSync("which", [command], { stdio: "ignore" }).status === 0;

export const KINDS: readonly Kind[] = [
  {
    name: "Firefox",
    missing: existsSync(FIREFOX) ? undefined : "Firefox is not on this machine: apt install firefox-esr",
    start: startFirefox,
  },
  {
    name: "WebKit",
    missing:
      MINI_BROWSER && isThere("WebKitWebDriver") && isThere("Xvfb")
        ? undefined
        : "WebKit is not on this machine: apt install webkit2gtk-driver xvfb",
    start: startWebKit,
  },
];

/** Of the answers of WebDriver BiDi, what is read. */
const BiDi = {
  message: z.object({
    id: z.nullish(z.number()),
    type: z.string(),
    result: z.optional(z.unknown()),
    error: z.optional(z.string()),
    message: z.optional(z.string()),
  }),
  session: z.object({ capabilities: z.object({ browserVersion: z.string() }) }),
  tree: z.object({
    contexts: z.tuple([
      z.object({ context: z.string(), children: z.nullish(z.array(z.object({ context: z.string() }))) }),
    ]),
  }),
  called: z.object({
    result: z.optional(z.object({ value: z.optional(z.unknown()), sharedId: z.optional(z.string()) })),
    exceptionDetails: z.optional(z.object({ text: z.string() })),
  }),
};

/** Firefox by WebDriver BiDi, which it speaks by itself. https://w3c.github.io/webdriver-bidi/ */
async function startFirefox({ script }: { script: boolean }): Promise<Driver> {
  const profile = await mkdtemp(join(tmpdir(), "sawt-firefox-"));
  await writeFile(join(profile, "user.js"), `user_pref("javascript.enabled", ${script});\n`);
  const firefox = spawn(FIREFOX, ["--headless", "--remote-debugging-port=0", "--profile", profile], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [, address] = await saidBy(firefox, /WebDriver BiDi listening on (ws:\S+)/);
  const ask = await askBySocket(`${address}/session`);
  const { capabilities } = BiDi.session.parse(await ask("session.new", { capabilities: {} }));
  const framesOf = async (root?: string) =>
    BiDi.tree.parse(await ask("browsingContext.getTree", { ...(root && { root }) }));
  const [window] = (await framesOf()).contexts;
  let context = window.context;

  const call = async (body: string) => {
    const answer = await ask("script.callFunction", {
      functionDeclaration: `() => {${body}}`,
      awaitPromise: true,
      // A sandbox runs also where the page's scripts do not.
      target: { context, sandbox: "test" },
    });
    const { result, exceptionDetails } = BiDi.called.parse(answer);
    if (result === undefined) throw new Error(exceptionDetails?.text);
    return result;
  };
  const pointer = (...actions: object[]) =>
    ask("input.performActions", { context, actions: [{ type: "pointer", id: "mouse", actions }] });
  return {
    name: `Firefox ${capabilities.browserVersion}`,
    open: (url) => ask("browsingContext.navigate", { context: window.context, url, wait: "complete" }),
    run: async (body) => JSON.parse(String((await call(`return JSON.stringify((() => {${body}})() ?? null)`)).value)),
    async press(body) {
      const { sharedId } = await call(
        `const it = (() => {${body}})(); it?.scrollIntoView({ block: "center", behavior: "instant" }); return it`,
      );
      if (sharedId === undefined) throw new Error(`nothing to press: ${body}`);
      await pointer(
        { type: "pointerMove", x: 0, y: 0, origin: { type: "element", element: { sharedId } } },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      );
    },
    async type(text) {
      const actions = [...text].flatMap((value) => ["keyDown", "keyUp"].map((type) => ({ type, value })));
      await ask("input.performActions", { context, actions: [{ type: "key", id: "keys", actions }] });
    },
    async enterFrame() {
      const [{ children }] = (await framesOf(window.context)).contexts;
      context = children?.[0]?.context ?? "none";
    },
    async leaveFrame() {
      context = window.context;
    },
    async end() {
      await ask("browser.close", {}).catch(() => {});
      await ended(firefox);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Asks by WebDriver BiDi's messages. Answers are JSON of shapes that the specification has. */
async function askBySocket(address: string): Promise<(method: string, params: object) => Promise<unknown>> {
  const socket = new WebSocket(address);
  await once(socket, "open");
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  socket.addEventListener("message", ({ data }) => {
    const { id, type, result, error, message } = BiDi.message.parse(JSON.parse(data));
    // An event is nobody's answer.
    const asked = waiting.get(id ?? 0);
    waiting.delete(id ?? 0);
    if (type === "success") asked?.resolve(result);
    else asked?.reject(new Error(`${error}: ${message}`));
  });
  socket.addEventListener("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("the browser has gone"));
  });
  let last = 0;
  return (method, params) => {
    const answer = Promise.withResolvers<unknown>();
    last += 1;
    waiting.set(last, answer);
    socket.send(JSON.stringify({ id: last, method, params }));
    return answer.promise;
  };
}

/** The name under which an element stands in an answer. https://www.w3.org/TR/webdriver2/#elements */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

const WebDriver = {
  answer: z.object({ value: z.unknown() }),
  session: z.object({ sessionId: z.string(), capabilities: z.object({ browserVersion: z.string() }) }),
  element: z.object({ [ELEMENT]: z.string() }),
};

/** WebKit's small browser by WebDriver, on a screen that nobody sees. https://www.w3.org/TR/webdriver2/ */
async function startWebKit({ script }: { script: boolean }): Promise<Driver> {
  const screen = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [, display] = await saidBy(screen, /(\d+)\n/);
  const port = await freePort();
  const webDriver = spawn("WebKitWebDriver", [`--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, DISPLAY: `:${display}`, GDK_BACKEND: "x11" },
  });
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = WebDriver.answer.parse(await response.json());
    if (!response.ok) throw new Error(JSON.stringify(value));
    return value;
  };
  while (
    !(await ask("GET", "/status").then(
      () => true,
      () => false,
    ))
  )
    await wait(50);
  const args = ["--automation", ...(script ? [] : ["--enable-javascript=false"])];
  const { sessionId, capabilities } = WebDriver.session.parse(
    await ask("POST", "/session", {
      capabilities: { alwaysMatch: { "webkitgtk:browserOptions": { binary: MINI_BROWSER, args } } },
    }),
  );
  const session = `/session/${sessionId}`;
  const run = (body: string) => ask("POST", `${session}/execute/sync`, { script: body, args: [] });
  return {
    name: `WebKitGTK ${capabilities.browserVersion}`,
    open: (url) => ask("POST", `${session}/url`, { url }),
    run,
    async press(body) {
      const element = WebDriver.element.safeParse(await run(body)).data;
      if (element === undefined) throw new Error(`nothing to press: ${body}`);
      await ask("POST", `${session}/element/${element[ELEMENT]}/click`, {});
    },
    async type(text) {
      const actions = [...text].flatMap((value) => ["keyDown", "keyUp"].map((type) => ({ type, value })));
      await ask("POST", `${session}/actions`, { actions: [{ type: "key", id: "keys", actions }] });
    },
    enterFrame: () => ask("POST", `${session}/frame`, { id: 0 }),
    leaveFrame: () => ask("POST", `${session}/frame`, { id: null }),
    async end() {
      await ask("DELETE", session).catch(() => {});
      for (const each of [webDriver, screen]) await ended(each);
    },
  };
}

/** Waits for words of a process; throws with what it said where it ends before. */
async function saidBy(child: ChildProcess, words: RegExp): Promise<RegExpExecArray> {
  let said = "";
  for await (const chunk of child.stderr ?? child.stdout ?? []) {
    said += chunk;
    const found = words.exec(said);
    if (found) return found;
  }
  throw new Error(`It ended: ${said}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill();
  await exit;
}
