import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { Voter } from "../fault/voters.ts";
import { cpuSeconds, type Measured } from "./servers.ts";
import { percentile } from "./throughput.ts";

export interface Watching {
  sockets: number;
  /** Milliseconds from the acknowledgement of a vote to its tally on a socket, over all sockets and votes. */
  p50: number;
  p99: number;
  /** Microseconds of workerd's processor time for each message on each socket. */
  cpuMicros?: number;
}

const VOTES = 10;
/** Sockets opened at the same time: a crowd, not one burst that the system's queue of connections refuses. */
const AT_ONCE = 100;

/** So many sockets watch a poll; then votes come one after the other, and each is timed to every socket. */
export async function measureWatching(sawt: Measured, sockets: number, say: (line: string) => void): Promise<Watching> {
  const watchers: Watcher[] = [];
  while (watchers.length < sockets) {
    watchers.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => Watcher.open(sawt.port)))));
    if (watchers.length % 1_000 === 0) say(`${watchers.length} of ${sockets} sockets watch`);
  }
  const voter = new Voter(sawt.port);
  const waits: number[] = [];
  const cpuBefore = cpuSeconds(sawt);
  for (let vote = 1; vote <= VOTES; vote++) {
    say(`vote ${vote} of ${VOTES} on its way to ${sockets} sockets`);
    const before = Math.max(...watchers.map(({ sequence }) => sequence));
    const lock = randomBytes(32).toString("base64url");
    if ((await voter.cast({ lock, option: "hour" })) !== 201) throw new Error("a vote was not counted");
    const from = performance.now();
    waits.push(...(await Promise.all(watchers.map(async (watcher) => (await watcher.reaches(before + 1)) - from))));
  }
  const cpuAfter = cpuSeconds(sawt);
  voter.close();
  for (const watcher of watchers) watcher.close();
  return {
    sockets,
    p50: percentile(waits, 0.5),
    p99: percentile(waits, 0.99),
    ...(cpuBefore !== undefined &&
      cpuAfter !== undefined && { cpuMicros: ((cpuAfter - cpuBefore) / (sockets * VOTES)) * 1_000_000 }),
  };
}

/** A WebSocket that only listens, as thin as can be: 5,000 of them must not be what is measured. RFC 6455. */
class Watcher {
  /** Of the last tally shown. */
  sequence = 0;
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #awaited: { sequence: number; resolve: (at: number) => void } | undefined;

  static async open(port: number): Promise<Watcher> {
    const socket = connect(port, "127.0.0.1");
    const watcher = new Watcher(socket);
    socket.write(
      `GET /api/v1/polls/facebook-hour/live HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`,
    );
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.once("data", (chunk) => {
        const head = chunk.indexOf("\r\n\r\n");
        if (!chunk.toString("latin1", 0, 12).endsWith("101")) return reject(new Error(chunk.toString("latin1")));
        watcher.#take(chunk.subarray(head + 4));
        socket.on("data", (more) => watcher.#take(more));
        resolve();
      });
    });
    return watcher;
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Resolves with the moment at which a tally of at least this sequence was shown. */
  reaches(sequence: number): Promise<number> {
    if (this.sequence >= sequence) return Promise.resolve(performance.now());
    return new Promise((resolve) => {
      this.#awaited = { sequence, resolve };
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Frames of a server are not masked; a tally is under 64 KiB. RFC 6455 section 5.2. */
  #take(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= 2) {
      const short = (this.#rest[1] ?? 0) & 0x7f;
      const head = short === 126 ? 4 : 2;
      if (this.#rest.length < head) return;
      const length = short === 126 ? this.#rest.readUInt16BE(2) : short;
      if (this.#rest.length < head + length) return;
      this.#show(this.#rest.toString("utf8", head, head + length));
      this.#rest = this.#rest.subarray(head + length);
    }
  }

  #show(message: string): void {
    this.sequence = Number(/"sequence":(\d+)/.exec(message)?.[1] ?? this.sequence);
    if (this.#awaited && this.sequence >= this.#awaited.sequence) {
      this.#awaited.resolve(performance.now());
      this.#awaited = undefined;
    }
  }
}
