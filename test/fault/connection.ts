import { connect, type Socket } from "node:net";

/** An answer, as far as tests look at it. The body in Latin-1: nothing is looked for in it but ASCII. */
export interface HttpAnswer {
  status: number;
  /** Status line and fields. */
  head: string;
  body: string;
}

/** One keep-alive connection, as thin as can be, so that a test measures the server and not itself. */
export class Connection {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** Posts JSON; answers the HTTP status. Rejects where the connection broke: the client was told nothing. */
  async post(path: string, body: string): Promise<number> {
    return (await this.ask("POST", path, { "Content-Type": "application/json" }, body)).status;
  }

  async get(path: string): Promise<number> {
    return (await this.ask("GET", path)).status;
  }

  /** Rejects where the connection broke. One request at a time. */
  ask(method: string, path: string, fields: Record<string, string> = {}, body?: string): Promise<HttpAnswer> {
    let head = `${method} ${path} HTTP/1.1\r\nHost: localhost:${this.#port}\r\n`;
    for (const name in fields) head += `${name}: ${fields[name]}\r\n`;
    if (body !== undefined) head += `Content-Length: ${Buffer.byteLength(body)}\r\n`;
    return this.#send(`${head}\r\n${body ?? ""}`);
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  /** Ends the connection with a reset, as a phone that changes networks does. */
  reset(): void {
    this.#socket?.resetAndDestroy();
    this.#socket = undefined;
  }

  /** A connection that the server gave up while it was idle is opened anew for the next request. */
  #open(): Socket {
    const socket = connect(this.#port, "127.0.0.1").setNoDelay(true);
    // Of one that breaks while nothing is asked there is nobody to tell.
    socket.on("error", () => {});
    return socket.once("close", () => {
      if (this.#socket === socket) this.#socket = undefined;
    });
  }

  #send(request: string): Promise<HttpAnswer> {
    this.#socket ??= this.#open();
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      let text = "";
      const done = (outcome: () => void) => {
        socket.off("data", read).off("error", broken).off("close", broken);
        outcome();
      };
      const broken = () => {
        this.close();
        done(() => reject(new Error("the connection broke")));
      };
      const read = (chunk: Buffer) => {
        text += chunk.toString("latin1");
        const end = text.indexOf("\r\n\r\n");
        if (end <= 0) return;
        const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
        // Without a length it comes in chunks. RFC 9112 section 7.1.
        const isWhole = length === undefined ? text.endsWith("\r\n0\r\n\r\n") : text.length >= end + 4 + Number(length);
        if (!isWhole) return;
        const answer = { status: Number(text.slice(9, 12)), head: text.slice(0, end), body: text.slice(end + 4) };
        done(() => resolve(answer));
      };
      socket.on("data", read).on("error", broken).on("close", broken);
      socket.write(request);
    });
  }
}
