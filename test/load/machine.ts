import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { memoryMb } from "../bench/servers.ts";
import { freePort, type Launch, launched } from "../server/launch.ts";
import { ReverseProxy } from "./reverse-proxy.ts";

const WORKER = fileURLToPath(new URL("faulty/worker.ts", import.meta.url));

/** The header in which the soak, in the place of a proxy, says from which address a reader comes. */
export const ADDRESS_FIELD = "X-Forwarded-For";

/** Often enough that a short soak sees many seals. */
export const SEAL_EVERY_MS = 10_000;

const SETTINGS = { SEAL_EVERY_SECONDS: String(SEAL_EVERY_MS / 1_000), CLIENT_ADDRESS_HEADER: ADDRESS_FIELD };

/** A supervisor may wait so long before it starts the server again. */
const RESTART_AFTER_MS = 1_000;

export type ArchiveMode = "sound" | "slow" | "failing";

/** The machine that a soak runs on: `npm start` on a folder of its own behind a proxy, started again whenever it ended. */
export class Machine {
  /** Where readers come. */
  readonly port: number;
  readonly #folder: string;
  readonly #inner: number;
  readonly #proxy: ReverseProxy | undefined;
  #server: Launch;
  #archive: ArchiveMode = "sound";
  #orders = 0;

  /** `behind`: what readers come through; nothing: they come straight. */
  static async start(folder: string, behind: "nginx" | "none"): Promise<Machine> {
    const [inner, outer] = [await freePort(), await freePort()];
    const server = await launched(folder, inner, SETTINGS, WORKER);
    const proxy = behind === "none" ? undefined : await ReverseProxy.start(outer, inner, ADDRESS_FIELD);
    return new Machine(folder, inner, server, proxy, proxy ? outer : inner);
  }

  private constructor(folder: string, inner: number, server: Launch, proxy: ReverseProxy | undefined, port: number) {
    this.#folder = folder;
    this.#inner = inner;
    this.#server = server;
    this.#proxy = proxy;
    this.port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Kills the launcher, workerd, or both at once. */
  kill(whom: "launcher" | "workerd" | "both"): void {
    const workerd = this.#server.workerdPid();
    if (whom !== "workerd") this.#server.signal("SIGKILL");
    if (whom !== "launcher") process.kill(workerd, "SIGKILL");
  }

  /** What a supervisor does once the launcher has ended. */
  async startAgain(): Promise<void> {
    await this.#server.ended;
    await wait(RESTART_AFTER_MS);
    this.#server = await launched(this.#folder, this.#inner, SETTINGS, WORKER);
  }

  /** As an upgrade does: stopped cleanly, then started. */
  async upgrade(): Promise<void> {
    this.#server.signal("SIGTERM");
    await this.startAgain();
  }

  /** Nothing of the server runs for so long, as on a machine that hangs or waits for its disk. */
  async stall(ms: number): Promise<void> {
    const workerd = this.#server.workerdPid();
    process.kill(workerd, "SIGSTOP");
    await wait(ms);
    process.kill(workerd, "SIGCONT");
  }

  /** Makes the archive slow, failing or sound for so long, also through restarts, which know nothing of it. */
  async setArchive(mode: ArchiveMode, ms: number): Promise<void> {
    this.#archive = mode;
    for (const end = performance.now() + ms; performance.now() < end; await wait(500)) await this.#tellArchive();
    this.#archive = "sound";
    while (!(await this.#tellArchive())) await wait(500);
  }

  /** Megabytes that the server's two processes hold; nothing while one is not there, or where there is no /proc. */
  memory(): { workerd: number; launcher: number } | undefined {
    try {
      const workerd = memoryMb(this.#server.workerdPid(), "VmRSS");
      const launcher = memoryMb(this.#server.pid, "VmRSS");
      return workerd === undefined || launcher === undefined ? undefined : { workerd, launcher };
    } catch {
      return undefined;
    }
  }

  /** Which workerd runs now: another number after each death. */
  get life(): number {
    try {
      return this.#server.workerdPid();
    } catch {
      return 0;
    }
  }

  async stop(): Promise<number | NodeJS.Signals | null> {
    await this.#proxy?.stop();
    this.#server.signal("SIGTERM");
    return this.#server.ended;
  }

  /** What the server wrote to its standard error. */
  complaints(): string {
    return this.#server.stderr();
  }

  async #tellArchive(): Promise<boolean> {
    // Numbered: one that was given up waits on at the server, and must not undo a later one.
    const address = `${this.url}/soak/archive?mode=${this.#archive}&order=${++this.#orders}`;
    return fetch(address, { method: "POST", signal: AbortSignal.timeout(2_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
