import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { readTally } from "../fault/voters.ts";
import { benchLog } from "./log.ts";
import { measureMillion } from "./million.ts";
import { measureReaders } from "./reader.ts";
import { type Results, table } from "./report.ts";
import { startBaseline, startSawt } from "./servers.ts";
import { acknowledged, measureThroughput, missingWrk } from "./throughput.ts";
import { measureWatching } from "./watchers.ts";

/**
 * `npm run bench [part …]`: Sawt side by side with what it is built on, in one run; medians of several rounds, never a
 * test. Parts: votes, watching, reader, million, log; all where none is named. Progress on standard error, the table
 * on standard output, JSON in `BENCH_OUT`.
 */
const PARTS = ["votes", "watching", "reader", "million", "log"] as const;
const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const ROUNDS = number("BENCH_ROUNDS", 3);
const SECONDS = number("BENCH_SECONDS", 5);
const SOCKETS = number("BENCH_SOCKETS", 5_000);
const BALLOTS = number("BENCH_BALLOTS", 1_000_000);
const OUT = resolve(process.env.BENCH_OUT ?? "bench-results");

const asked = process.argv.slice(2);
const wanted = (part: (typeof PARTS)[number]): boolean => asked.length === 0 || asked.includes(part);
const unknown = asked.filter((part) => !PARTS.some((each) => each === part));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}. Parts: ${PARTS.join(", ")}.`);
  process.exit(2);
}

const say = (line: string) => process.stderr.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), "sawt-bench-"));
const results: Results = {
  at: new Date().toISOString(),
  machine: `${cpus().length} × ${cpus()[0]?.model ?? "processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  rounds: ROUNDS,
  throughput: [],
};
try {
  say(results.machine);
  const sawt = await startSawt(folder);
  const withoutWrk = wanted("votes") ? missingWrk() : undefined;
  if (withoutWrk) say(withoutWrk);
  else if (wanted("votes")) {
    const baseline = await startBaseline(folder);
    for (const connections of [16, 64])
      results.throughput.push(
        await measureThroughput({ sawt, baseline }, connections, { rounds: ROUNDS, seconds: SECONDS }, say),
      );
    results.lost = await lostVotes(sawt.url, baseline.url);
    await baseline.server.stop();
  }
  if (wanted("watching")) results.watching = await measureWatching(sawt, SOCKETS, say);
  if (wanted("reader")) results.readers = await measureReaders(sawt, say);
  await sawt.server.stop();
  if (wanted("million")) results.million = await measureMillion(join(folder, "million"), BALLOTS, say);
  if (wanted("log")) results.log = await benchLog(say);

  console.log(table(results));
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, "bench.json"), `${JSON.stringify(results, null, 2)}\n`);
  say(`written to ${OUT}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Votes that were acknowledged, and those of them that the tally does not know: at least, for wrk leaves while some are on their way. */
async function lostVotes(sawtUrl: string, baselineUrl: string): Promise<NonNullable<Results["lost"]>> {
  const { ballots } = await readTally(sawtUrl);
  const { votes }: { votes: number } = await (await fetch(`${baselineUrl}/kv`)).json();
  const [cast, kv] = [acknowledged("cast"), acknowledged("kv")];
  return {
    sawt: { acknowledged: cast, lost: Math.max(0, cast - ballots) },
    kv: { acknowledged: kv, lost: Math.max(0, kv - votes) },
  };
}
