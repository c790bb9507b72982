import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "../../src/node/server.ts";
import { Connection } from "../fault/connection.ts";
import { ballot } from "../fault/voters.ts";
import { freePort } from "../node/launch.ts";
import { benchLog } from "./log.ts";

/** `npm run bench`: Sawt side by side with what it is built on, in one run; medians of several rounds, never a test. */

const BASELINE = fileURLToPath(new URL("baseline.ts", import.meta.url));
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 6_000);

let ballots = 0;
const nextBallot = (): string => {
  const { lock, option } = ballot(ballots++);
  return JSON.stringify({ question: "pledge", choice: [option], lock });
};

interface Way {
  name: string;
  send: (connection: Connection) => Promise<number>;
  wants: number;
}

const sawt: Way[] = [
  {
    name: "Sawt: cast a ballot, durable",
    wants: 201,
    send: (c) => c.post("/api/v1/polls/facebook-hour/ballots", nextBallot()),
  },
  { name: "Sawt: vote page", wants: 200, send: (c) => c.get("/p/facebook-hour") },
  { name: "Sawt: tally", wants: 200, send: (c) => c.get("/api/v1/polls/facebook-hour/tally") },
];
const baselines: Way[] = [
  { name: "object hop, counted in memory", wants: 201, send: (c) => c.post("/memory", nextBallot()) },
  { name: "object, one insert each", wants: 201, send: (c) => c.post("/insert", nextBallot()) },
  { name: "bare Worker with Hono", wants: 200, send: (c) => c.get("/hono") },
];

const say = (line: string) => process.stderr.write(`${line}\n`);

const folder = mkdtempSync(join(tmpdir(), "sawt-bench-"));
try {
  const ports = [await freePort(), await freePort()] as const;
  say(
    `${cpus().length} × ${cpus()[0]?.model ?? "processor"}, Node ${process.version}, ${ROUNDS} rounds of ${REQUESTS} requests`,
  );
  const server = await startServer({ dataDir: join(folder, "sawt"), port: ports[0] });
  const baseline = await startServer({ dataDir: join(folder, "baseline"), port: ports[1], entry: BASELINE });
  await fetch(`${server.url}/p/facebook-hour`);

  for (const connections of [16, 64]) {
    const rates = new Map<string, number[]>();
    for (let round = 0; round < ROUNDS; round++)
      for (const [ways, port] of [
        [sawt, ports[0]],
        [baselines, ports[1]],
      ] as const)
        for (const way of ways) {
          say(`round ${round + 1} of ${ROUNDS}, ${connections} connections: ${way.name}`);
          rates.set(way.name, [...(rates.get(way.name) ?? []), await rate(way, port, connections)]);
        }
    table(connections, rates);
  }
  await server.stop();
  await baseline.stop();
  await benchLog(say);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Requests a second; throws where one was refused. */
async function rate(way: Way, port: number, connections: number): Promise<number> {
  const open = Array.from({ length: connections }, () => new Connection(port));
  await Promise.all(open.map((connection) => way.send(connection)));
  let left = REQUESTS;
  const from = performance.now();
  await Promise.all(
    open.map(async (connection) => {
      while (left-- > 0) {
        const status = await way.send(connection);
        if (status !== way.wants) throw new Error(`${way.name} answers ${status}`);
      }
    }),
  );
  const seconds = (performance.now() - from) / 1_000;
  for (const connection of open) connection.close();
  return REQUESTS / seconds;
}

function table(connections: number, rates: Map<string, number[]>): void {
  const median = (name: string) =>
    (rates.get(name) ?? []).toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  console.log(`\n${connections} connections, requests a second (median of ${ROUNDS})`);
  for (const name of rates.keys()) console.log(`  ${name.padEnd(34)} ${median(name).toFixed(0).padStart(8)}`);
  const ratio = (ours: string, theirs: string) => (median(ours) / median(theirs)).toFixed(2);
  console.log(
    `  cast ÷ in-memory hop        ${ratio("Sawt: cast a ballot, durable", "object hop, counted in memory")}`,
  );
  console.log(`  cast ÷ one insert each      ${ratio("Sawt: cast a ballot, durable", "object, one insert each")}`);
  console.log(`  vote page ÷ bare Hono       ${ratio("Sawt: vote page", "bare Worker with Hono")}`);
  console.log(`  tally ÷ bare Hono           ${ratio("Sawt: tally", "bare Worker with Hono")}`);
}
