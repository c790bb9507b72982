import { connect, type Socket } from "node:net";

/** One keep-alive connection, as thin as can be, so that a test measures the server and not itself. */
export class Connection {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** Posts JSON; answers the HTTP status. Rejects where the connection broke: the client was told nothing. */
  post(path: string, body: string): Promise<number> {
    return this.#send(
      `POST ${path} HTTP/1.1\r\nHost: localhost:${this.#port}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  get(path: string): Promise<number> {
    return this.#send(`GET ${path} HTTP/1.1\r\nHost: localhost:${this.#port}\r\n\r\n`);
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  /** A connection that the server gave up while it was idle is opened anew for the next request. */
  #open(): Socket {
    const socket = connect(this.#port, "127.0.0.1").setNoDelay(true);
    return socket.once("close", () => {
      if (this.#socket === socket) this.#socket = undefined;
    });
  }

  #send(request: string): Promise<number> {
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
        const head = text.indexOf("\r\n\r\n");
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN);
        if (head > 0 && text.length >= head + 4 + length) done(() => resolve(Number(text.slice(9, 12))));
      };
      socket.on("data", read).on("error", broken).on("close", broken);
      socket.write(request);
    });
  }
}
