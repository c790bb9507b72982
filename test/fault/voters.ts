import { createHash } from "node:crypto";
import { connect, type Socket } from "node:net";

export const OPTIONS = ["leave", "hour", "less", "same", "nonuser"] as const;

export interface TestBallot {
  lock: string;
  option: (typeof OPTIONS)[number];
}

/** Ballot number `i` of a test: always the same one. */
export const ballot = (i: number): TestBallot => ({
  lock: createHash("sha256").update(`voter ${i}`).digest("base64url"),
  option: OPTIONS[i % OPTIONS.length] ?? "hour",
});

/** A voter on a connection of their own, as thin as can be, so that the test measures the server and not itself. */
export class Voter {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** Casts a ballot; answers the HTTP status. Rejects where the connection broke: the voter was told nothing. */
  cast({ lock, option }: TestBallot): Promise<number> {
    const body = JSON.stringify({ question: "pledge", choice: [option], lock });
    const request = `POST /api/v1/polls/facebook-hour/ballots HTTP/1.1\r\nHost: localhost:${this.#port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    this.#socket ??= connect(this.#port, "127.0.0.1").setNoDelay(true);
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

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }
}

/** The poll's tally as anyone may read it. */
export async function readTally(
  url: string,
): Promise<{ sequence: number; ballots: number; options: Record<string, number> }> {
  const response = await fetch(`${url}/api/v1/polls/facebook-hour/tally`);
  const tally = await response.json();
  const pledge = tally.questions.pledge;
  return {
    sequence: tally.sequence,
    ballots: pledge.ballots.a + pledge.ballots.c,
    options: Object.fromEntries(OPTIONS.map((option) => [option, pledge.options[option].a + pledge.options[option].c])),
  };
}
