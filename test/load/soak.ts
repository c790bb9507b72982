import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { build } from "../../src/server/build.ts";
import { PublicLog } from "../fault/public-log.ts";
import { Books } from "./books.ts";
import { Chance } from "./chance.ts";
import { Crowd } from "./crowd.ts";
import { injectFaults, type Window } from "./faults.ts";
import { Machine } from "./machine.ts";
import { judge, type Look, report, type Soaked } from "./report.ts";
import { settle } from "./settled.ts";
import { Watchers } from "./watchers.ts";

/**
 * `npm run soak`: the server as `npm start` serves it, behind nginx as docs/nginx.conf has it, under 70 % of the most that it takes, for minutes, while everything
 * that can break around it breaks. By hand, never a test; progress on standard error, a page of text on standard output, JSON
 * and the same page in `SOAK_OUT`. It ends with 1 where something was wrong.
 */
const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const MINUTES = number("SOAK_MINUTES", 10);
const SHARE = number("SOAK_SHARE", 0.7);
const SOCKETS = number("SOAK_SOCKETS", 300);
const SEED = number("SOAK_SEED", Math.floor(Math.random() * 2 ** 31));
const PROXY: Soaked["proxy"] = process.env.SOAK_PROXY === "none" ? "none" : "nginx";
const OUT = resolve(process.env.SOAK_OUT ?? "soak-results");

/** Voters who each wait for their answer, and for how long, to find the most. Seconds; the first warm up and are dropped. */
const MOST = { voters: 64, warmUp: 2, seconds: 6 };
const LOOK_EVERY_MS = 1_000;
const SAY_EVERY = 10;

const started = performance.now();
const say = (line: string) =>
  process.stderr.write(`${((performance.now() - started) / 1_000).toFixed(0).padStart(4)} s  ${line}\n`);

say(`seed ${SEED}: SOAK_SEED=${SEED} draws the same faults`);
await build();
const folder = mkdtempSync(join(tmpdir(), "sawt-soak-"));
const machine = await Machine.start(folder, PROXY);
try {
  const poll = await (await fetch(`${machine.url}/api/v1/polls/facebook-hour`)).json();
  const books = new Books();
  const crowd = new Crowd(machine.port, books, poll.log.origin);
  await crowd.most(MOST.voters, MOST.warmUp);
  const most = await crowd.most(MOST.voters, MOST.seconds);
  crowd.rate = most * SHARE;
  say(
    `the most is ${Math.round(most)} votes a second; ${Math.round(crowd.rate)} readers a second for ${MINUTES} minutes`,
  );

  const watchers = new Watchers(machine.url);
  await watchers.come(SOCKETS);
  const log = new PublicLog(machine.url, "facebook-hour");
  const from = performance.now();
  const until = from + MINUTES * 60_000;
  const windows: Record<"machine" | "archive", Window[]> = { machine: [], archive: [] };
  const comingBack: Parameters<typeof report>[0]["comingBack"] = [];
  const looks: Look[] = [];
  const stopLooking = lookOn();
  const coming = crowd.come();
  const chances = { machine: new Chance(SEED), archive: new Chance(SEED + 1) };
  await injectFaults({ machine, crowd, most }, chances, until, say, (window, lane) => {
    windows[lane].push(window);
    const back = lane === "machine" ? watchers.takeComingBack() : undefined;
    if (back) comingBack.push({ fault: window.name, ...back });
    const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
    say(
      `${window.name}: ${seconds(window.over - window.from)}, all well ${seconds(window.recovered - window.over)} later`,
    );
  });
  await wait(Math.max(0, until - performance.now()));
  say("nobody comes any more; those who wait are answered");
  await crowd.stop();
  await coming;
  stopLooking();
  say("waiting for the last seal, then counting");
  const settled = await settle(machine.url, books, log);
  watchers.stop();
  const ended = await machine.stop();

  const results = {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? "processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
    minutes: MINUTES,
    seed: SEED,
    proxy: PROXY,
    most,
    share: SHARE,
    from,
    windows,
    comingBack,
    looks,
    settled,
    ended,
    counted: crowd.counted.filter(({ due }) => due >= from),
    failures: crowd.failures,
    statuses: Object.fromEntries(crowd.statuses),
  };
  const verdict = judge(results);
  const page = report(results, verdict);
  console.log(page);
  mkdirSync(OUT, { recursive: true });
  const { counted, failures, ...rest } = results;
  writeFileSync(join(OUT, "soak.json"), `${JSON.stringify({ ...rest, verdict }, null, 2)}\n`);
  writeFileSync(join(OUT, "soak.txt"), `${page}\n`);
  say(`written to ${OUT}`);
  process.exitCode = verdict.wrong.length > 0 ? 1 : 0;

  /** Each second: memory, sockets, votes so far, and the checkpoint that anyone sees. */
  function lookOn(): () => void {
    let before = { counted: crowd.counted.length, failures: crowd.failures.length };
    const timer = setInterval(() => {
      void log.look();
      const memory = machine.memory();
      const now = { counted: crowd.counted.length, failures: crowd.failures.length };
      const votes = now.counted - before.counted;
      const failures = now.failures - before.failures;
      before = now;
      const { tallies, stale } = watchers.shown;
      Object.assign(watchers.shown, { tallies: 0, stale: 0 });
      const at = performance.now() - from;
      looks.push({
        at,
        votes,
        failures,
        waiting: crowd.waiting,
        sockets: watchers.sockets,
        tallies,
        stale,
        life: machine.life,
        ...memory,
      });
      if (looks.length % SAY_EVERY !== 0) return;
      const mb = memory ? `${memory.workerd.toFixed(0)} MB` : "not running";
      say(`${votes} votes a second, ${crowd.waiting} wait, ${watchers.sockets} sockets, workerd ${mb}`);
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }
} catch (error) {
  say(`the server said: ${machine.complaints().slice(-2_000)}`);
  throw error;
} finally {
  await machine.stop();
  rmSync(folder, { recursive: true, force: true });
}
