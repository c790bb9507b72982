import { createHash } from "node:crypto";
import { Connection } from "./connection.ts";

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

/** A voter on a connection of their own. */
export class Voter {
  readonly #connection: Connection;

  constructor(port: number) {
    this.#connection = new Connection(port);
  }

  /** Casts a ballot; answers the HTTP status. Rejects where the connection broke: the voter was told nothing. */
  cast({ lock, option }: TestBallot): Promise<number> {
    const body = JSON.stringify({ question: "pledge", choice: [option], lock });
    return this.#connection.post("/api/v1/polls/facebook-hour/ballots", body);
  }

  close(): void {
    this.#connection.close();
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
