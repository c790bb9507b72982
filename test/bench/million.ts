import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ballot, Voter } from "../fault/voters.ts";
import { type Measured, memoryMb, startSawt } from "./servers.ts";

/** What so many ballots cost: to take, to keep, to recount and to export. Memory in MB, times in seconds. */
export interface Million {
  ballots: number;
  startUp: number;
  memoryAtRest?: number;
  memoryAfter?: number;
  perSecond: number;
  /** Acknowledged, and missing from the tally. */
  lost: number;
  /** Acknowledged at the Worker's second asking: something stalled for five seconds. */
  askedTwice: number;
  /** From the last acknowledgement until the archive had it all. */
  sealAndPublish: number;
  bytesPerBallot: number;
  recount: Spent;
  exports: (Spent & { file: string; bytes: number })[];
}

interface Spent {
  seconds: number;
  /** At the most, of the process that did the work. */
  memory?: number;
}

const CONNECTIONS = 64;
const VERIFY = fileURLToPath(new URL("../../src/tools/verify.ts", import.meta.url));
const EXPORTS = ["results.csv", "results.json", "results.xlsx", "timeseries.csv"];
const LOOK_MS = 250;
const NO_MORE_COMES_MS = 130_000;

export async function measureMillion(folder: string, ballots: number, say: (line: string) => void): Promise<Million> {
  const from = performance.now();
  const sawt = await startSawt(folder);
  const startUp = (performance.now() - from) / 1_000;
  try {
    const atRest = memoryMb(sawt.server.workerdPid(), "VmRSS");
    const { perSecond, askedTwice } = await castAll(sawt, ballots, say);
    const cast = performance.now();
    say("waiting for the seals");
    const counted = await sealedInTheEnd(sawt, ballots);
    const sealAndPublish = (performance.now() - cast) / 1_000;
    const after = memoryMb(sawt.server.workerdPid(), "VmRSS");
    const bytesPerBallot = bytesIn(sawt.dataDir) / ballots;
    say("recount from outside");
    const recount = await spentBy(process.execPath, [VERIFY, `${sawt.url}/p/facebook-hour`]);
    const exports: Million["exports"] = [];
    for (const file of EXPORTS) {
      say(`export ${file}`);
      exports.push({ file, ...(await download(sawt, file)) });
    }
    return {
      ballots,
      startUp,
      ...(atRest !== undefined && { memoryAtRest: atRest }),
      ...(after !== undefined && { memoryAfter: after }),
      perSecond,
      lost: ballots - counted,
      askedTwice,
      sealAndPublish,
      bytesPerBallot,
      recount,
      exports,
    };
  } finally {
    await sawt.server.stop();
  }
}

async function castAll(
  sawt: Measured,
  ballots: number,
  say: (line: string) => void,
): Promise<Pick<Million, "perSecond" | "askedTwice">> {
  const voters = Array.from({ length: CONNECTIONS }, () => new Voter(sawt.port));
  let [left, askedTwice] = [ballots, 0];
  const from = performance.now();
  await Promise.all(
    voters.map(async (voter) => {
      while (left-- > 0) {
        if (left % 50_000 === 0) say(`${ballots - left} of ${ballots} ballots`);
        const status = await voter.cast(ballot(left));
        if (status === 200) askedTwice += 1;
        else if (status !== 201) throw new Error(`a ballot is answered with ${status}`);
      }
    }),
  );
  for (const voter of voters) voter.close();
  return { perSecond: ballots / ((performance.now() - from) / 1_000), askedTwice };
}

/** Ballots in the log once all are, or once none has come for two seals' time. The live tally would lag by a second. */
async function sealedInTheEnd(sawt: Measured, ballots: number): Promise<number> {
  let sealed = 0;
  for (let grewAt = performance.now(); sealed < ballots && performance.now() - grewAt < NO_MORE_COMES_MS; ) {
    await wait(LOOK_MS);
    const now = await sealedBallots(sawt);
    if (now > sealed) grewAt = performance.now();
    sealed = now;
  }
  return sealed;
}

async function sealedBallots(sawt: Measured): Promise<number> {
  const tally: { sealed: { ballots: number } } = await (
    await fetch(`${sawt.url}/api/v1/polls/facebook-hour/tally`)
  ).json();
  return tally.sealed.ballots;
}

/** Runs a command to its end; throws where it says that something is wrong. */
async function spentBy(command: string, args: string[]): Promise<Spent> {
  const from = performance.now();
  const child = spawn(command, args, { stdio: "ignore" });
  let memory: number | undefined;
  const look = setInterval(() => {
    memory = memoryMb(child.pid ?? 0, "VmHWM") ?? memory;
  }, LOOK_MS);
  const code = await new Promise((resolve) => child.once("exit", resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}`);
  return { seconds: (performance.now() - from) / 1_000, ...(memory !== undefined && { memory }) };
}

async function download(sawt: Measured, file: string): Promise<Spent & { bytes: number }> {
  const from = performance.now();
  const response = await fetch(`${sawt.url}/p/facebook-hour/${file}`);
  if (!response.ok) throw new Error(`${file} is answered with ${response.status}`);
  let bytes = 0;
  for await (const chunk of response.body ?? []) bytes += chunk.length;
  const memory = memoryMb(sawt.server.workerdPid(), "VmHWM");
  return { bytes, seconds: (performance.now() - from) / 1_000, ...(memory !== undefined && { memory }) };
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
