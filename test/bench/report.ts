import type { LogCost } from "./log.ts";
import type { Million } from "./million.ts";
import type { ReaderSpeed } from "./reader.ts";
import { RATIOS, type Throughput, WAYS, type WayName } from "./throughput.ts";
import type { Watching } from "./watchers.ts";

/** All that a run measured; what was not asked for is left out. */
export interface Results {
  at: string;
  machine: string;
  rounds: number;
  throughput: Throughput[];
  lost?: Record<"sawt" | "kv", { acknowledged: number; lost: number }>;
  watching?: Watching;
  readers?: ReaderSpeed[];
  million?: Million;
  log?: LogCost;
}

/** What p99 of a vote may be, in times that of the in-memory hop; and a vote on its way to every socket. */
const P99_TARGET = 1.5;
const WATCHING_TARGET_MS = 1_500;

const round = (value: number | undefined, decimals = 0): string =>
  value === undefined ? "–" : value.toFixed(decimals);

/** The results as text: a line each, what was wanted beside what came. */
export function table(results: Results): string {
  return [
    `${results.machine}, medians of ${results.rounds} rounds`,
    ...results.throughput.flatMap(throughputLines),
    ...lostLines(results),
    ...watchingLines(results),
    ...readerLines(results),
    ...millionLines(results),
    ...logLines(results),
  ].join("\n");
}

const line = (name: string, ...cells: string[]): string =>
  `  ${name.padEnd(34)}${cells.map((cell) => cell.padStart(14)).join("")}`;

function throughputLines({ connections, ways }: Throughput): string[] {
  const names = Object.keys(WAYS) as WayName[];
  return [
    "",
    line(`${connections} connections`, "requests/s", "p50 ms", "p99 ms", "CPU µs each"),
    ...names.map((name) => {
      const { perSecond, p50, p99, cpuMicros } = ways[name];
      return line(WAYS[name].name, round(perSecond), round(p50, 1), round(p99, 1), round(cpuMicros));
    }),
    ...RATIOS.map(({ ours, theirs, target }) =>
      line(
        `${WAYS[ours].name} ÷ ${WAYS[theirs].name}`.slice(0, 60),
        round(ratioOf(ways, ours, theirs), 2),
        `wanted ${typeof target === "number" ? target : target[connections]}`,
      ),
    ),
    line("p99 of both", round(ways.cast.p99 / ways.memory.p99, 2), `wanted ≤ ${P99_TARGET}`),
  ];
}

/** How often ours is theirs. */
const ratioOf = (ways: Throughput["ways"], ours: WayName, theirs: WayName): number =>
  ways[ours].perSecond / ways[theirs].perSecond;

const lostLines = ({ lost }: Results): string[] =>
  lost
    ? [
        "\nAcknowledged votes that the tally lost, at least",
        line("Sawt", `${lost.sawt.lost}`, `of ${lost.sawt.acknowledged}`),
        line("naive KV counter", `${lost.kv.lost}`, `of ${lost.kv.acknowledged}`),
      ]
    : [];

const watchingLines = ({ watching }: Results): string[] =>
  watching
    ? [
        `\n${watching.sockets} sockets watch`,
        line("a vote on every socket, p50", `${round(watching.p50)} ms`),
        line("a vote on every socket, p99", `${round(watching.p99)} ms`, `wanted ≤ ${WATCHING_TARGET_MS}`),
        line("CPU per socket and message", `${round(watching.cpuMicros, 1)} µs`),
      ]
    : [];

const readerLines = ({ readers }: Results): string[] =>
  readers
    ? [
        `\nA cheap phone: 400 ms, 400 kbit/s, 6× slower${" ".repeat(2)}requests   bytes   first paint ms   largest ms   shift   touch ms`,
        ...readers.map(
          ({ page, requests, bytes, firstPaint, largestPaint, shift, touch }) =>
            `  ${page.padEnd(46)}${[`${requests}`, `${bytes}`, round(firstPaint), round(largestPaint), round(shift, 3), round(touch)].map((cell, i) => cell.padStart([8, 8, 17, 13, 8, 11][i] ?? 0)).join("")}`,
        ),
      ]
    : [];

function millionLines({ million }: Results): string[] {
  if (!million) return [];
  return [
    `\n${million.ballots} ballots`,
    line("start-up to the first page", `${round(million.startUp, 2)} s`),
    line("memory of workerd at rest", `${round(million.memoryAtRest)} MB`),
    line("memory of workerd afterwards", `${round(million.memoryAfter)} MB`),
    line("cast", `${round(million.perSecond)} /s`),
    line("acknowledged and lost", `${million.lost}`),
    line("acknowledged at a second asking", `${million.askedTwice}`),
    line("sealed and published after", `${round(million.sealAndPublish, 1)} s`),
    line("on disk, of one ballot", `${round(million.bytesPerBallot)} bytes`),
    line("recount from outside", `${round(million.recount.seconds, 1)} s`, `${round(million.recount.memory)} MB`),
    ...million.exports.map(({ file, bytes, seconds, memory }) =>
      line(`export ${file}`, `${round(seconds, 2)} s`, `${bytes} bytes`, `${round(memory)} MB`),
    ),
  ];
}

const logLines = ({ log }: Results): string[] =>
  log
    ? [
        `\n${log.ballots} ballots in ${log.seals} seals, the pure log`,
        line("append and seal", `${round(log.appendMs)} ms`),
        line("recount, in Node", `${round(log.recountMs)} ms`),
        line("recount, in Chromium", `${round(log.chromium.hereMs)} ms`),
        line(`the same, processor slowed ${log.chromium.slowed} times`, `${round(log.chromium.phoneMs)} ms`),
        line("log, of one ballot", `${round(log.bytes, 1)} bytes`, `${round(log.gzipped, 1)} gzipped`),
      ]
    : [];
