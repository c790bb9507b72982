import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod/mini";
import { cpuSeconds, type Measured } from "./servers.ts";

/** One way of asking a server for something, and the status it owes. */
interface Way {
  name: string;
  of: "sawt" | "baseline";
  path: string;
  /** Of a POST; LOCK stands for a lock of its own in each request. */
  body?: string;
  wants: number;
  headers?: Record<string, string>;
}

const BALLOT = '{"question":"pledge","choice":["hour"],"lock":"LOCK"}';

/** All ways, in the order in which each round goes through them: what is compared stands side by side. */
export const WAYS = {
  cast: {
    name: "cast a ballot, durable",
    of: "sawt",
    path: "/api/v1/polls/facebook-hour/ballots",
    body: BALLOT,
    wants: 201,
  },
  memory: { name: "object hop, counted in memory", of: "baseline", path: "/memory", body: BALLOT, wants: 201 },
  kv: { name: "naive KV counter", of: "baseline", path: "/kv", body: BALLOT, wants: 201 },
  page: { name: "vote page", of: "sawt", path: "/p/facebook-hour", wants: 200 },
  /** As every browser asks by https. */
  compressed: {
    name: "vote page in brotli",
    of: "sawt",
    path: "/p/facebook-hour",
    wants: 200,
    headers: { "Accept-Encoding": "gzip, deflate, br" },
  },
  results: { name: "results", of: "sawt", path: "/p/facebook-hour/results", wants: 200 },
  frame: { name: "frame", of: "sawt", path: "/e/facebook-hour", wants: 200 },
  tally: { name: "tally", of: "sawt", path: "/api/v1/polls/facebook-hour/tally", wants: 200 },
  hono: { name: "bare Worker with Hono", of: "baseline", path: "/hono", wants: 200 },
} as const satisfies Record<string, Way>;

export type WayName = keyof typeof WAYS;
const NAMES = Object.keys(WAYS) as WayName[];

/** What each ratio divides, and what docs/design.md wants of it, by the number of connections where that matters. */
export const RATIOS: readonly { ours: WayName; theirs: WayName; target: number | Record<number, number> }[] = [
  { ours: "cast", theirs: "memory", target: { 16: 0.5, 64: 0.55 } },
  { ours: "page", theirs: "hono", target: 0.8 },
  { ours: "results", theirs: "hono", target: 0.8 },
  { ours: "frame", theirs: "hono", target: 0.8 },
  { ours: "tally", theirs: "hono", target: 0.8 },
];

/** What a way gave in one round. Milliseconds from a request to its answer. */
interface Round {
  perSecond: number;
  p50: number;
  p99: number;
  /** Microseconds of workerd's processor time for each request. */
  cpuMicros?: number;
}

export interface Throughput {
  connections: number;
  /** Medians over the rounds. */
  ways: Record<WayName, Round>;
}

const SCRIPT = fileURLToPath(new URL("wrk.lua", import.meta.url));

/** The load generator must not be the limit: Node's own clients are. Where it is missing, what is to be done. */
export const missingWrk = (): string | undefined =>
  spawnSync("wrk", ["-v"]).error
    ? "wrk is not on this machine (apt install wrk): votes and pages are not measured."
    : undefined;

/** Votes of a way that were answered as they should be, in all rounds. */
const answered = new Map<WayName, number>();
export const acknowledged = (name: WayName): number => answered.get(name) ?? 0;

/**
 * Requests a second over so many connections that each wait for their answer: every way in turn, several rounds, so
 * that a slow moment of the machine falls on all. Throws where one answer is not the one owed: nothing may be refused.
 */
export async function measureThroughput(
  servers: Record<"sawt" | "baseline", Measured>,
  connections: number,
  { rounds, seconds }: { rounds: number; seconds: number },
  say: (line: string) => void,
): Promise<Throughput> {
  const seen = new Map<WayName, Round[]>(NAMES.map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++)
    for (const name of NAMES) {
      say(`round ${round} of ${rounds}, ${connections} connections: ${WAYS[name].name}`);
      seen.get(name)?.push(await oneRound(servers[WAYS[name].of], name, connections, seconds));
    }
  const ways = Object.fromEntries([...seen].map(([name, all]) => [name, middle(all)]));
  return { connections, ways: ways as Record<WayName, Round> };
}

const Said = z.object({
  answered: z.number(),
  others: z.number(),
  seconds: z.number(),
  p50: z.number(),
  p99: z.number(),
});

async function oneRound(server: Measured, name: WayName, connections: number, seconds: number): Promise<Round> {
  const { path, wants, body, headers = {} }: Way = WAYS[name];
  const fields = Object.entries(headers).flatMap(([field, value]) => ["-H", `${field}: ${value}`]);
  const load = ["-t1", `-c${connections}`, `-d${seconds}s`, "--latency", ...fields, "-s", SCRIPT, server.url];
  const cpuBefore = cpuSeconds(server);
  const { stdout } = await promisify(execFile)("wrk", [
    ...load,
    "--",
    body ? "POST" : "GET",
    path,
    body ?? "",
    `${wants}`,
  ]);
  const cpuAfter = cpuSeconds(server);
  const said = Said.parse(JSON.parse(/^RESULT (.*)$/m.exec(stdout)?.[1] ?? "null"));
  if (said.others > 0) throw new Error(`${WAYS[name].name}: ${said.others} answers of another kind\n${stdout}`);
  answered.set(name, acknowledged(name) + said.answered);
  return {
    perSecond: said.answered / said.seconds,
    p50: said.p50,
    p99: said.p99,
    ...(cpuBefore !== undefined &&
      cpuAfter !== undefined && { cpuMicros: ((cpuAfter - cpuBefore) / said.answered) * 1_000_000 }),
  };
}

function middle(rounds: readonly Round[]): Round {
  const cpu = rounds.map(({ cpuMicros }) => cpuMicros).filter((each) => each !== undefined);
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    ...(cpu.length > 0 && { cpuMicros: median(cpu) }),
  };
}

export const median = (numbers: readonly number[]): number => percentile(numbers, 0.5);

/** `share`: 0 to 1. The smallest of the numbers that at least this share of them does not exceed. */
export const percentile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(numbers.length * share) - 1)] ?? Number.NaN;
