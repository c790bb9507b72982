import { networkInterfaces } from "node:os";
import { resolve } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, MiniflareCoreError } from "miniflare";
import { progressIn } from "../engine/logger.ts";
import { ROOT } from "./build.ts";
import { claimDataDir, type DataDir, refusal } from "./data-dir.ts";
import { publicFiles } from "./public-files.ts";
import { startWatchdog } from "./watchdog.ts";
import { bundleWorker, readWorkerSettings, type WorkerBundle, type WorkerSettings } from "./worker.ts";
import { noteOnWindows, underWrapper, workerdPid } from "./workerd.ts";

export interface ServerOptions {
  dataDir: string;
  /** 1 to 65535. */
  port: number;
  /** An address to listen on. Default: every one, or 127.0.0.1 behind a proxy, whose header only the proxy may write. */
  host?: string;
  /** The host that readers see. Default: localhost and the port. */
  publicHost?: string;
  sealEverySeconds?: number;
  /** The header in which a trusted proxy passes a reader's address. Whoever reaches the server past the proxy could forge it. */
  clientAddressHeader?: string;
  /** On top of the `vars` of wrangler.toml: another plan's. */
  vars?: Record<string, string>;
  /** The Worker's entry module. Default: src/index.ts. */
  entry?: string;
  /** Opens the data for whoever started it, and listens for nobody else. */
  unlistening?: boolean;
  /** False: opens no Durable Object, so that nothing is sealed and no alarm goes off. The Worker must need none. */
  objects?: false;
  /** Opens workerd's inspector to programs on this machine, who may then do anything to it: only for measuring. */
  inspected?: true;
  /** Warnings and errors of the Worker and of Miniflare. Default: standard error. */
  log?: (line: string) => void;
  /** How far the Worker is in reading a poll's log: entries, of how many. Default: a line like any other. */
  onProgress?: (read: number, of: number) => void;
}

export interface RunningServer {
  /** Without a slash at the end. */
  url: string;
  /** Ends workerd, then the watchdog, then gives the folder back. */
  stop(): Promise<void>;
  /** Of now: Miniflare starts another workerd when one dies. */
  workerdPid(): number;
  miniflare: Miniflare;
  /** Resolves, with a sentence, when the server cannot go on. It then has to be stopped. */
  failed: Promise<string>;
}

/** The server could not start; the message is a sentence for whoever started it. */
export class CannotStart extends Error {}

/** Serves the Worker from `dataDir`, which no other server may be using. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const claim = await claimDataDir(options.dataDir);
  if (claim.kind !== "claimed") throw new CannotStart(refusal(claim));
  const { dataDir } = claim;
  const failure = Promise.withResolvers<string>();
  const undo: (() => void | Promise<void>)[] = [() => dataDir.release()];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      for (const step of undo.reverse()) await step();
    })();
    return stopping;
  };

  try {
    const [bundle, settings, watchdog] = await Promise.all([
      bundleWorker(resolve(ROOT, options.entry ?? "src/index.ts")),
      readWorkerSettings(),
      startWatchdog(dataDir.started, (reason) => failure.resolve(`The watchdog could not be kept running: ${reason}.`)),
    ]);
    undo.push(() => watchdog.stop());
    const miniflare = makeMiniflare(options, dataDir, bundle, settings, failure.resolve);
    undo.push(() => miniflare.dispose());
    await Promise.race([
      miniflare.ready.catch((error: unknown) => Promise.reject(new CannotStart(whyNotReady(error, options.port)))),
      failure.promise.then((sentence) => Promise.reject(new CannotStart(sentence))),
    ]);
    noteOnWindows(dataDir.started);

    return {
      url: `http://localhost:${options.port}`,
      stop,
      workerdPid: () => workerdPid(dataDir.started),
      miniflare,
      failed: failure.promise,
    };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

const whyNotReady = (error: unknown, port: number): string =>
  error instanceof MiniflareCoreError && error.code === "ERR_ADDRESS_IN_USE"
    ? `Port ${port} is in use. Stop what is using it, or set PORT to another one.`
    : `workerd could not be started: ${messageOf(error)}.`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Throws `CannotStart`. */
function runtimeEnv(started: string): Record<string, string> {
  try {
    return underWrapper(started);
  } catch (error) {
    throw new CannotStart(`workerd could not be started: ${messageOf(error)}.`);
  }
}

function makeMiniflare(
  options: ServerOptions,
  { path, started }: DataDir,
  { script, modules }: WorkerBundle,
  settings: WorkerSettings,
  onFailure: (sentence: string) => void,
): Miniflare {
  const { port, sealEverySeconds, clientAddressHeader = "", log = console.error, onProgress } = options;
  const host = options.host ?? (clientAddressHeader === "" ? everyAddress() : "127.0.0.1");
  const strangers = listenersOf();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name: settings.name,
      modules: [{ type: "ESModule", path: "worker.js", contents: script }, ...modules],
      compatibilityDate: settings.compatibilityDate,
      compatibilityFlags: settings.compatibilityFlags,
      bindings: {
        ...settings.vars,
        // One thread runs all objects here: more of them would only make each commit smaller.
        BOXES: "1",
        DOORKEEPERS: "1",
        ...options.vars,
        PLATFORM: "self",
        PUBLIC_HOST: options.publicHost ?? `localhost:${port}`,
        ...(sealEverySeconds && { SEAL_EVERY_SECONDS: String(sealEverySeconds) }),
        CLIENT_ADDRESS_HEADER: clientAddressHeader,
      },
      // The folder's name is the binding's, so that an id given to it for Cloudflare later does not part it from its data.
      kvNamespaces: Object.fromEntries(settings.kvBindings.map((binding) => [binding, binding])),
      durableObjects: Object.fromEntries(
        (options.objects === false ? [] : settings.durableObjects).map(({ binding, className }) => [
          binding,
          { className, useSQLite: settings.sqliteClasses.includes(className) },
        ]),
      ),
      serviceBindings: { [settings.assets.binding]: publicFiles(resolve(ROOT, settings.assets.directory)) },
      resourcePersistencePath: path,
      unsafeRuntimeEnv: runtimeEnv(started),
      unsafeHandleRuntimeRestart: () => noteOnWindows(started),
      // Straight to the Worker: Miniflare's own entry is three times slower and stays unused.
      ...(!options.unlistening && { unsafeDirectSockets: [{ host, port }] }),
      host: "127.0.0.1",
      port: 0,
      ...(options.inspected && { inspectorPort: 0 }),
      cacheAPI: false,
      cf: false, // otherwise it asks Cloudflare where this machine is
      logRequests: false,
      log: new RuntimeLog(log, onFailure),
      handleStructuredLogs: ({ level, message }) => {
        const progress = onProgress && progressIn(message);
        if (progress) onProgress(progress.read, progress.of);
        else if (level === "error" || level === "warn") log(message);
      },
    }),
  );
  // Miniflare would leave the process at once on a signal. When and how to stop is for whoever started the server to say.
  for (const [signal, known] of strangers) {
    for (const listener of process.listeners(signal)) if (!known.has(listener)) process.off(signal, listener);
  }
  return miniflare;
}

/** "*" is both families, by an IPv6 socket, which a machine without IPv6 does not have. */
const everyAddress = (): string =>
  Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ family }) => family === "IPv6"))
    ? "*"
    : "0.0.0.0";

const listenersOf = (): [NodeJS.Signals, Set<unknown>][] =>
  (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => [signal, new Set<unknown>(process.listeners(signal))]);

/** Hands on lines, and says in a sentence that Miniflare, which starts another workerd when one dies, could not do so. */
class RuntimeLog extends Log {
  readonly #write: (line: string) => void;
  readonly #onFailure: (sentence: string) => void;

  constructor(write: (line: string) => void, onFailure: (sentence: string) => void) {
    super(LogLevel.WARN);
    this.#write = write;
    this.#onFailure = onFailure;
  }

  override log(message: string): void {
    this.#write(message);
  }

  override error(error: Error): void {
    if (error instanceof MiniflareCoreError && error.code === "ERR_RUNTIME_FAILURE")
      this.#onFailure(`workerd ended and could not be started again: ${(error.cause ?? error).message}`);
    else super.error(error);
  }
}
