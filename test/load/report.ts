import { percentile } from "../bench/throughput.ts";
import type { Counted, Failure } from "./crowd.ts";
import type { Window } from "./faults.ts";
import type { Settled } from "./settled.ts";
import type { ComingBack } from "./watchers.ts";

/** One second of a soak. `at`: milliseconds since it began. Memory in MB, where the server was there. */
export interface Look {
  at: number;
  /** Votes acknowledged in it, requests refused or lost in it, and requests that wait at its end. */
  votes: number;
  failures: number;
  waiting: number;
  sockets: number;
  /** Tallies that watchers were shown, and times that a page told its reader that its figures are old. */
  tallies: number;
  stale: number;
  /** Which workerd ran: another number after each death. */
  life: number;
  workerd?: number;
  launcher?: number;
}

export interface Soaked {
  at: string;
  machine: string;
  minutes: number;
  seed: number;
  /** What readers came through. */
  proxy: "nginx" | "none";
  /** Votes a second. */
  most: number;
  share: number;
  /** Of the run's clock, as are all moments below. */
  from: number;
  windows: Record<"machine" | "archive", Window[]>;
  comingBack: (ComingBack & { fault: string })[];
  looks: Look[];
  settled: Settled;
  /** Exit code of the server, asked to stop at the end. */
  ended: number | string | null;
  counted: Counted[];
  failures: Failure[];
  /** Answers by status, over all. */
  statuses: Record<string, number>;
}

export interface Verdict {
  /** In words; nothing where all was as it has to be. */
  wrong: string[];
  /** Milliseconds from the wish to vote to the acknowledgement, tries and waits included. */
  latency: Record<"quiet" | "archive" | "faults", { votes: number; p50: number; p99: number; worst: number }>;
  /** Answers of 503, and requests without an answer, in and out of the faults of the machine. */
  refused: Record<"inside" | "outside", { busy: number; unanswered: number }>;
}

/** Those whose sockets were taken at once try again so evenly that no tenth of a second holds more than this share. */
const MOST_IN_A_TENTH = 0.3;

/** What the run shows, and what of it must not be. */
export function judge({ windows, counted, failures, settled, ended, comingBack }: Soaked): Verdict {
  const inside = (windows: Window[], from: number, to: number) =>
    windows.some((window) => from <= window.recovered && to >= window.from);
  const quiet: number[] = [];
  const archive: number[] = [];
  const faults: number[] = [];
  for (const { due, took } of counted) {
    if (inside(windows.machine, due, due + took)) faults.push(took);
    else if (inside(windows.archive, due, due + took)) archive.push(took);
    else quiet.push(took);
  }
  const of = (took: number[]) => ({
    votes: took.length,
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    worst: percentile(took, 1),
  });
  const refused = { inside: { busy: 0, unanswered: 0 }, outside: { busy: 0, unanswered: 0 } };
  for (const { at, status } of failures)
    refused[inside(windows.machine, at, at) ? "inside" : "outside"][status === 0 ? "unanswered" : "busy"] += 1;
  const others = failures.filter(({ status }) => status !== 0 && status !== 503);

  const wrong = [...settled.wrong];
  if (others.length > 0) wrong.push(`${others.length} answers of ${[...new Set(others.map(({ status }) => status))]}`);
  if (refused.outside.busy > 0) wrong.push(`${refused.outside.busy} answers of 503 while nothing was wrong`);
  if (refused.outside.unanswered > 0)
    wrong.push(`${refused.outside.unanswered} requests without an answer while nothing was wrong`);
  for (const { fault, busiestTenth } of comingBack)
    if (busiestTenth > MOST_IN_A_TENTH)
      wrong.push(
        `after "${fault}" ${Math.round(100 * busiestTenth)} % of the sockets came back in a tenth of a second`,
      );
  if (ended !== 0) wrong.push(`the server ended with ${ended}`);
  return { wrong, latency: { quiet: of(quiet), archive: of(archive), faults: of(faults) }, refused };
}

/** A page of text. */
export function report(soaked: Soaked, { wrong, latency, refused }: Verdict): string {
  const { settled, windows } = soaked;
  const ms = (value: number) => (Number.isNaN(value) ? "–" : `${value.toFixed(0)} ms`);
  const line = (name: string, { votes, p50, p99, worst }: Verdict["latency"]["quiet"]) =>
    `  ${name.padEnd(34)}${String(votes).padStart(8)} votes   median ${ms(p50)}, p99 ${ms(p99)}, worst ${ms(worst)}`;
  return [
    `Soak of ${soaked.minutes} minutes, ${soaked.at.slice(0, 16)}Z, seed ${soaked.seed}`,
    `${soaked.machine}, ${soaked.proxy === "none" ? "without a proxy" : `behind ${soaked.proxy}`}`,
    `The most: ${Math.round(soaked.most)} votes a second. Readers came at ${Math.round(soaked.most * soaked.share)} a second.`,
    "",
    "Ballots",
    `  acknowledged ${settled.counted}, refused ${settled.refused}, without a last word ${settled.unsure}`,
    `  in the log ${settled.logged}; taken back and acknowledged ${settled.withdrawn}, in the log ${settled.loggedWithdrawals}`,
    `  ${settled.entries} entries, ${settled.seals} seals, ${settled.checkpoints} checkpoints each consistent with the log`,
    "",
    "From the wish to vote to the acknowledgement",
    line("nothing wrong", latency.quiet),
    line("archive slow or failing", latency.archive),
    line("machine at fault, until recovered", latency.faults),
    "",
    "Answers",
    `  ${Object.entries(soaked.statuses)
      .map(([status, times]) => `${times} × ${status}`)
      .join(", ")}`,
    `  during faults: ${refused.inside.busy} × 503, ${refused.inside.unanswered} requests without an answer`,
    `  otherwise: ${refused.outside.busy} × 503, ${refused.outside.unanswered} requests without an answer`,
    "",
    "Faults                                              times   lasted, at most   then recovered within",
    ...faultLines([...windows.machine, ...windows.archive]),
    "",
    "Sockets that a fault took, and when their pages tried again",
    ...soaked.comingBack.map(
      ({ fault, sockets, p50, p99, busiestTenth }) =>
        `  ${fault.padEnd(44)}${String(sockets).padStart(5)}   median ${ms(p50)}, p99 ${ms(p99)}, busiest tenth of a second ${Math.round(100 * busiestTenth)} %`,
    ),
    "",
    "Each minute: votes, sockets at its end, tallies shown, pages that said their figures are old, workerd, launcher",
    ...minuteLines(soaked.looks),
    "",
    ...(wrong.length === 0 ? ["All as it has to be."] : ["WRONG", ...wrong.map((each) => `  ${each}`)]),
  ].join("\n");
}

function faultLines(windows: readonly Window[]): string[] {
  const seconds = (value: number) => `${(value / 1_000).toFixed(1)} s`;
  return [...Map.groupBy(windows, ({ name }) => name)].map(([name, all]) => {
    const lasted = Math.max(...all.map(({ from, over }) => over - from));
    const recovered = Math.max(...all.map(({ over, recovered }) => recovered - over));
    return `  ${name.padEnd(48)}${String(all.length).padStart(6)}${seconds(lasted).padStart(18)}${seconds(recovered).padStart(24)}`;
  });
}

function minuteLines(looks: readonly Look[]): string[] {
  return [...Map.groupBy(looks, ({ at }) => Math.floor(at / 60_000))].map(([minute, all]) => {
    const sum = (of: "votes" | "tallies" | "stale") => String(all.reduce((total, each) => total + each[of], 0));
    const memory = (of: "workerd" | "launcher") => {
      const held = all.map((each) => each[of]).filter((each) => each !== undefined);
      return held.length === 0 ? "–" : `${Math.max(...held).toFixed(0)} MB`;
    };
    const lives = new Set(all.map(({ life }) => life)).size;
    return [
      String(minute + 1).padStart(4),
      sum("votes").padStart(8),
      String(all.at(-1)?.sockets ?? 0).padStart(6),
      sum("tallies").padStart(8),
      sum("stale").padStart(6),
      memory("workerd").padStart(9),
      memory("launcher").padStart(9),
      lives > 1 ? `  (${lives} workerds)` : "",
    ].join("");
  });
}
