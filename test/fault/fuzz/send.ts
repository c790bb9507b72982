import { Agent, type IncomingHttpHeaders, request } from "node:http";
import type { FuzzedRequest } from "./requests.ts";

/** An answer that takes longer never comes. */
const HANG_MS = 20_000;

export interface Answer {
  /** 0: the connection was closed without an answer; -1: none came. */
  status: number;
  location: string;
  /** The field `Retry-After`. */
  retryAfter: string;
}

/** Sends requests as they are, however odd, over a few connections. */
export class Sender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  send({ method, path, headers, body }: FuzzedRequest): Promise<Answer> {
    return new Promise((resolve) => {
      const end = (status: number, { location = "", "retry-after": retryAfter = "" }: IncomingHttpHeaders = {}) =>
        resolve({ status, location, retryAfter });
      const sent = request({ host: "127.0.0.1", port: this.#port, agent: this.#agent, method, path, headers });
      sent.setTimeout(HANG_MS, () => {
        end(-1);
        sent.destroy();
      });
      sent.once("error", () => end(0));
      sent.once("upgrade", (response, socket) => {
        socket.destroy();
        end(response.statusCode ?? 0);
      });
      sent.once("response", (response) => {
        response.resume();
        response.once("end", () => end(response.statusCode ?? 0, response.headers));
        response.once("error", () => end(0));
      });
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
