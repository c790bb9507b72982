import type { Connection } from "../fault/connection.ts";
import { ballot } from "../fault/voters.ts";

/** One way of asking a server for something, and the status it owes. */
export interface Way {
  name: string;
  of: "sawt" | "baseline";
  wants: number;
  /** A ballot's, where the machine stalled for so long that the Worker asked twice: acknowledged, and counted once. */
  alsoTakes?: number;
  send: (connection: Connection) => Promise<number>;
}

let ballots = 0;
const nextBallot = (): string => {
  const { lock, option } = ballot(ballots++);
  return JSON.stringify({ question: "pledge", choice: [option], lock });
};

const CAST: Way = {
  name: "cast a ballot, durable",
  of: "sawt",
  wants: 201,
  alsoTakes: 200,
  send: (c) => c.post("/api/v1/polls/facebook-hour/ballots", nextBallot()),
};
const IN_MEMORY: Way = {
  name: "object hop, counted in memory",
  of: "baseline",
  wants: 201,
  send: (c) => c.post("/memory", nextBallot()),
};
const INSERT: Way = {
  name: "object, one insert each",
  of: "baseline",
  wants: 201,
  send: (c) => c.post("/insert", nextBallot()),
};
const HONO: Way = { name: "bare Worker with Hono", of: "baseline", wants: 200, send: (c) => c.get("/hono") };

/** All ways, in the order in which each round goes through them: what is compared stands side by side. */
export const WAYS = {
  cast: CAST,
  memory: IN_MEMORY,
  insert: INSERT,
  kv: {
    name: "naive KV counter",
    of: "baseline",
    wants: 201,
    send: (c) => c.post("/kv", nextBallot()),
  },
  page: { name: "vote page", of: "sawt", wants: 200, send: (c) => c.get("/p/facebook-hour") },
  /** As every browser asks by https, and as the way above does not. */
  compressed: {
    name: "vote page in brotli",
    of: "sawt",
    wants: 200,
    send: async (c) => (await c.ask("GET", "/p/facebook-hour", { "Accept-Encoding": "gzip, deflate, br" })).status,
  },
  heavy: { name: "Hono, a page as heavy", of: "baseline", wants: 200, send: (c) => c.get("/page") },
  tally: { name: "tally", of: "sawt", wants: 200, send: (c) => c.get("/api/v1/polls/facebook-hour/tally") },
  hono: HONO,
  bare: { name: "bare Worker", of: "baseline", wants: 200, send: (c) => c.get("/bare") },
} as const satisfies Record<string, Way>;

export type WayName = keyof typeof WAYS;

const answered = new Map<WayName, number>();

/** Sends one request; throws where the answer is not the one owed. */
export async function ask(name: WayName, connection: Connection): Promise<void> {
  const way: Way = WAYS[name];
  const status = await way.send(connection);
  if (status !== way.wants && status !== way.alsoTakes) throw new Error(`${way.name} answers ${status}`);
  if (status !== way.wants) twice += 1;
  answered.set(name, acknowledged(name) + 1);
}

let twice = 0;

/** Ballots of this run that the Worker had to ask about twice. */
export const askedTwice = (): number => twice;

/** Requests of this run that were answered as they should be. */
export const acknowledged = (name: WayName): number => answered.get(name) ?? 0;

/** What each ratio divides, and what it should reach; one without a target explains another. */
export const RATIOS: readonly { ours: WayName; theirs: WayName; target?: number }[] = [
  { ours: "cast", theirs: "memory", target: 0.8 },
  { ours: "cast", theirs: "insert", target: 2.5 },
  { ours: "tally", theirs: "hono", target: 0.9 },
  { ours: "page", theirs: "hono", target: 0.9 },
  { ours: "page", theirs: "heavy" },
  { ours: "compressed", theirs: "hono" },
];
