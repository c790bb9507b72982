import { setTimeout as wait } from "node:timers/promises";
import type { Chance } from "./chance.ts";
import type { Crowd } from "./crowd.ts";
import type { Machine } from "./machine.ts";

/** A fault as it happened. Milliseconds of the run's clock. */
export interface Window {
  name: string;
  from: number;
  /** When the fault itself was over. */
  over: number;
  /** When nobody waited any more than on a quiet minute: by itself, since nobody does anything. */
  recovered: number;
}

interface Stage {
  machine: Machine;
  crowd: Crowd;
  /** The most votes a second that the machine takes. */
  most: number;
}

interface Fault {
  name: string;
  act: (stage: Stage, chance: Chance) => Promise<void>;
}

/** One at a time, each before any comes again. */
const OF_THE_MACHINE: readonly Fault[] = [
  {
    name: "the launcher is killed",
    act: async ({ machine }) => {
      machine.kill("launcher");
      await machine.startAgain();
    },
  },
  { name: "workerd is killed", act: async ({ machine }) => machine.kill("workerd") },
  {
    name: "both are killed",
    act: async ({ machine }) => {
      machine.kill("both");
      await machine.startAgain();
    },
  },
  { name: "an upgrade: stopped and started", act: ({ machine }) => machine.upgrade() },
  { name: "the machine stalls", act: ({ machine }, chance) => machine.stall(chance.between(1_000, 5_000)) },
  {
    name: "connections are reset",
    act: async ({ crowd }, chance) => {
      for (let times = Math.ceil(chance.between(1, 5)); times > 0; times--) {
        crowd.reset();
        await wait(chance.between(50, 500));
      }
    },
  },
  {
    name: "three times as many come as it takes",
    act: async ({ crowd, most }, chance) => {
      const usual = crowd.rate;
      crowd.rate = 3 * most;
      await wait(chance.between(2_000, 4_000));
      crowd.rate = usual;
    },
  },
];

/** Beside them: the archive is something else's trouble, and lasts longer. */
const OF_THE_ARCHIVE: readonly Fault[] = [
  {
    name: "the archive takes seconds for each call",
    act: ({ machine }, chance) => machine.setArchive("slow", chance.between(15_000, 40_000)),
  },
  {
    name: "the archive fails",
    act: ({ machine }, chance) => machine.setArchive("failing", chance.between(20_000, 60_000)),
  },
];

/** Pauses between two faults, from the recovery of the first. Milliseconds. */
const PAUSE = { least: 3_000, most: 10_000 };

/** A fault after which votes still wait is none that the server recovered from. */
const RECOVERS_WITHIN_MS = 120_000;

/** Faults at random moments, by the seed, until the run's end; resolves once all is well again. */
export async function injectFaults(
  stage: Stage,
  chances: { machine: Chance; archive: Chance },
  until: number,
  begin: (name: string) => void,
  tell: (window: Window, lane: "machine" | "archive") => void,
): Promise<void> {
  await Promise.all([
    lane(OF_THE_MACHINE, chances.machine, () => quiet(stage), "machine"),
    lane(OF_THE_ARCHIVE, chances.archive, async () => {}, "archive"),
  ]);

  async function lane(
    all: readonly Fault[],
    chance: Chance,
    settled: () => Promise<void>,
    which: "machine" | "archive",
  ) {
    let deck: Fault[] = [];
    for (;;) {
      await wait(chance.between(PAUSE.least, PAUSE.most));
      if (performance.now() >= until) return;
      deck = deck.length > 0 ? deck : chance.shuffled(all);
      const fault = deck.pop();
      if (!fault) return;
      const from = performance.now();
      begin(fault.name);
      await fault.act(stage, chance);
      const over = performance.now();
      await settled();
      tell({ name: fault.name, from, over, recovered: performance.now() }, which);
    }
  }
}

/** Resolves once, for a second, no more requests wait than come in half a second, all are served, and so is a look. */
async function quiet({ machine, crowd }: Stage): Promise<void> {
  const end = performance.now() + RECOVERS_WITHIN_MS;
  for (let calm = 0; calm < 4; ) {
    const failures = crowd.failures.length;
    if (performance.now() > end) throw new Error(`not recovered ${RECOVERS_WITHIN_MS} ms after a fault`);
    await wait(250);
    const answers = await fetch(`${machine.url}/healthz`, { signal: AbortSignal.timeout(1_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    const served = answers && crowd.failures.length === failures;
    calm = served && crowd.waiting <= Math.max(20, crowd.rate / 2) ? calm + 1 : 0;
  }
}
