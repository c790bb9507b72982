import { networkInterfaces } from "node:os";
import { resolve } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { ROOT } from "./build.ts";
import { claimDataDir, refusal } from "./data-dir.ts";
import { startGuard } from "./guard.ts";
import type { KnownProcess } from "./process.ts";
import { publicFiles } from "./public-files.ts";
import { bundleWorker, readWorkerSettings, type WorkerBundle, type WorkerSettings } from "./worker.ts";
import { type WorkerdBirth, withWorkerdBirths } from "./workerd-births.ts";

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
    const [bundle, settings, guard] = await Promise.all([
      bundleWorker(resolve(ROOT, options.entry ?? "src/index.ts")),
      readWorkerSettings(),
      startGuard((reason) => failure.resolve(`The watchdog could not be kept running: ${reason}.`)),
    ]);
    undo.push(() => guard.stop());

    let workerd: KnownProcess | undefined;
    const onBirth: WorkerdBirth = (child) => {
      child.once("error", (error) => failure.resolve(`workerd could not be started: ${error.message}.`));
      if (child.pid === undefined) return;
      workerd = { pid: child.pid, command: child.spawnargs };
      // Invariant 1: both know of it before it can open the data, so a kill at any instant leaves nobody serving unknown.
      dataDir.recordWorkerd(workerd);
      guard.watch(workerd);
      child.once("exit", () => setImmediate(reportFailedRestart));
    };
    const miniflare = withWorkerdBirths(onBirth, () => makeMiniflare(options, dataDir.path, bundle, settings));
    undo.push(() => miniflare.dispose());

    // Miniflare itself restarts a workerd that died; its `ready` then waits for that, and says if it failed.
    const reportFailedRestart = async (): Promise<void> => {
      if (stopping) return;
      await miniflare.ready.catch((error: unknown) => {
        if (!stopping) failure.resolve(`workerd ended and could not be started again: ${messageOf(error)}`);
      });
    };
    await Promise.race([
      miniflare.ready,
      failure.promise.then((sentence) => Promise.reject(new CannotStart(sentence))),
    ]);

    return {
      url: `http://localhost:${options.port}`,
      stop,
      workerdPid: () => workerd?.pid ?? 0,
      miniflare,
      failed: failure.promise,
    };
  } catch (error) {
    await stop().catch(() => {});
    if (!isPortInUse(error)) throw error;
    throw new CannotStart(`Port ${options.port} is in use. Stop what is using it, or set PORT to another one.`);
  }
}

function makeMiniflare(
  options: ServerOptions,
  dataDir: string,
  { script, modules }: WorkerBundle,
  settings: WorkerSettings,
): Miniflare {
  const { port, sealEverySeconds, clientAddressHeader = "", log = console.error } = options;
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
        // One thread runs all objects here: more of them would only make each commit, and each shared call, smaller.
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
      resourcePersistencePath: dataDir,
      // Straight to the Worker: Miniflare's own entry is three times slower (DESIGN 4.5) and stays unused.
      ...(!options.unlistening && { unsafeDirectSockets: [{ host, port }] }),
      host: "127.0.0.1",
      port: 0,
      ...(options.inspected && { inspectorPort: 0 }),
      cacheAPI: false,
      cf: false, // otherwise it asks Cloudflare where this machine is
      logRequests: false,
      log: new LineLog(log),
      handleStructuredLogs: ({ level, message }) => {
        if (level === "error" || level === "warn") log(message);
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

class LineLog extends Log {
  readonly #write: (line: string) => void;
  constructor(write: (line: string) => void) {
    super(LogLevel.WARN);
    this.#write = write;
  }
  override log(message: string): void {
    this.#write(message);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isPortInUse = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_ADDRESS_IN_USE";
