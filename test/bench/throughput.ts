import { Connection } from "../fault/connection.ts";
import { cpuSeconds, type Measured } from "./servers.ts";
import { ask, WAYS, type WayName } from "./ways.ts";

/** What a way gave in one round. */
interface Round {
  perSecond: number;
  /** Microseconds of workerd's processor time for each request. */
  cpuMicros?: number;
}

export interface Throughput {
  connections: number;
  /** Medians over the rounds. */
  ways: Record<WayName, Round>;
}

const NAMES = Object.keys(WAYS) as WayName[];

/**
 * Requests a second over so many connections that each wait for their answer: every way in turn, several rounds, so
 * that a slow moment of the machine falls on all. Throws where one answer is not the one owed: nothing may be refused.
 */
export async function measureThroughput(
  servers: Record<"sawt" | "baseline", Measured>,
  connections: number,
  { rounds, requests }: { rounds: number; requests: number },
  say: (line: string) => void,
): Promise<Throughput> {
  const seen = new Map<WayName, Round[]>(NAMES.map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++)
    for (const name of NAMES) {
      say(`round ${round} of ${rounds}, ${connections} connections: ${WAYS[name].name}`);
      seen.get(name)?.push(await oneRound(servers[WAYS[name].of], name, connections, requests));
    }
  const ways = Object.fromEntries([...seen].map(([name, all]) => [name, middle(all)]));
  return { connections, ways: ways as Record<WayName, Round> };
}

async function oneRound(server: Measured, name: WayName, connections: number, requests: number): Promise<Round> {
  const open = Array.from({ length: connections }, () => new Connection(server.port));
  await Promise.all(open.map((connection) => ask(name, connection)));
  let left = requests;
  const cpuBefore = cpuSeconds(server);
  const from = performance.now();
  await Promise.all(
    open.map(async (connection) => {
      while (left-- > 0) await ask(name, connection);
    }),
  );
  const seconds = (performance.now() - from) / 1_000;
  const cpuAfter = cpuSeconds(server);
  for (const connection of open) connection.close();
  return {
    perSecond: requests / seconds,
    ...(cpuBefore !== undefined &&
      cpuAfter !== undefined && { cpuMicros: ((cpuAfter - cpuBefore) / requests) * 1_000_000 }),
  };
}

function middle(rounds: readonly Round[]): Round {
  const cpu = rounds.map(({ cpuMicros }) => cpuMicros).filter((each) => each !== undefined);
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    ...(cpu.length > 0 && { cpuMicros: median(cpu) }),
  };
}

export const median = (numbers: readonly number[]): number => percentile(numbers, 0.5);

/** `share`: 0 to 1. The smallest of the numbers that at least this share of them does not exceed. */
export const percentile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(numbers.length * share) - 1)] ?? Number.NaN;
