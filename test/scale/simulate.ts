import { createHash } from "node:crypto";
import {
  DEFAULT_RULES,
  FULL_SEALS_EVERY_MS,
  MAX_BALLOTS_PER_SEAL,
  MAX_SOCKETS_PER_GALLERY,
  MOST_GALLERIES,
} from "../../src/domain/numbers.ts";
import { pollKeys } from "../../src/engine/keys.ts";
import { type Counter, decide, freshCounter } from "../../src/engine/limiter/allowance.ts";

/**
 * `npm run scale`: what a national day asks of each part, as a Markdown table. On paper: the real routing, sealing bounds and
 * allowances, and arrivals made up here.
 */

/** A day, and what a Sawt is set to. */
interface Scale {
  name: string;
  votes: number;
  /** The busiest hour, in times of an average one. */
  peak: number;
  watchers: number;
  /** IPv4 addresses behind which the readers' carriers put them, and how much fuller the fullest is than the emptiest. */
  addresses: number;
  uneven: number;
  boxes: number;
  galleries: number;
}

/** 24 million mobile lines behind about 24,000 addresses: Morocco at the end of 2019. */
const MOROCCO = { addresses: 24_000, uneven: 20 };

const SCALES: readonly Scale[] = [
  {
    name: "a viral evening, as it comes",
    votes: 2_000_000,
    peak: 8,
    watchers: 20_000,
    ...MOROCCO,
    boxes: 4,
    galleries: 4,
  },
  {
    name: "a nation in a day, as it comes",
    votes: 50_000_000,
    peak: 3,
    watchers: 1_000_000,
    ...MOROCCO,
    boxes: 4,
    galleries: 4,
  },
  {
    name: "a nation in a day, everything turned",
    votes: 50_000_000,
    peak: 3,
    watchers: 1_000_000,
    ...MOROCCO,
    boxes: 64,
    galleries: 50,
  },
];

/** What comes of a day. */
interface Outcome {
  /** Votes a second over the day, and in its busiest minute. */
  perSecond: number;
  busiest: number;
  /** Votes a second of the busiest box in the busiest minute. */
  busiestBox: number;
  /** Ballots waiting for a seal at the most, and hours until the last of them is sealed after midnight. */
  waitingAtMost: number;
  hoursBehind: number;
  /** Of a million watchers: on a socket; asking every so many seconds instead. */
  onSockets: number;
  asking: number;
  /** Shares of all votes behind carriers' addresses. */
  classA: number;
  classC: number;
  refused: number;
}

const DAY_S = 86_400;
const MINUTE_S = 60;

/** Sampled: the shares do not depend on how many addresses are looked at. */
const ADDRESSES_LOOKED_AT = 300;
const LOCKS_LOOKED_AT = 400_000;

function simulate(scale: Scale): Outcome {
  const perMinute = arrivals(scale);
  const busiest = Math.max(...perMinute) / MINUTE_S;
  const seals = sealing(perMinute);
  const onSockets = Math.min(scale.watchers, Math.min(scale.galleries, MOST_GALLERIES) * MAX_SOCKETS_PER_GALLERY);
  return {
    perSecond: scale.votes / DAY_S,
    busiest,
    busiestBox: busiest * largestShare(scale.boxes),
    ...seals,
    onSockets,
    asking: scale.watchers - onSockets,
    ...carriers(scale, perMinute),
  };
}

/** Votes by minute of a day: a quiet night, and an hour in the evening that has `peak` times the average. */
function arrivals({ votes, peak }: Scale): number[] {
  const minutes = DAY_S / MINUTE_S;
  const shape = Array.from({ length: minutes }, (_, minute) => {
    const hour = minute / 60;
    const evening = Math.exp(-(((hour - 20.5) / 1.2) ** 2) / 2);
    const daytime = hour > 7 && hour < 24 ? 0.6 : 0.05;
    return daytime + (peak - 0.6) * evening;
  });
  const sum = shape.reduce((total, each) => total + each, 0);
  return shape.map((each) => (each / sum) * votes);
}

/** Share of the fullest box, of locks routed as the Worker routes them. */
function largestShare(boxes: number): number {
  const { boxOf } = pollKeys(new Uint8Array(32).fill(7), "national", "vote.example/log/national");
  const counts = new Array<number>(boxes).fill(0);
  for (let i = 0; i < LOCKS_LOOKED_AT; i++) {
    const box = boxOf(createHash("sha256").update(String(i)).digest("base64url"), boxes);
    counts[box] = (counts[box] ?? 0) + 1;
  }
  return Math.max(...counts) / LOCKS_LOOKED_AT;
}

/** Every minute a seal, and a full one as soon as enough wait; what is left waits for the next, safe in its boxes. */
function sealing(perMinute: readonly number[]): Pick<Outcome, "waitingAtMost" | "hoursBehind"> {
  const steps = (MINUTE_S * 1_000) / FULL_SEALS_EVERY_MS;
  let waiting = 0;
  let waitingAtMost = 0;
  for (const votes of perMinute) {
    for (let step = 1; step <= steps; step++) {
      waiting += votes / steps;
      waitingAtMost = Math.max(waitingAtMost, waiting);
      if (step === steps || waiting >= MAX_BALLOTS_PER_SEAL) waiting = Math.max(0, waiting - MAX_BALLOTS_PER_SEAL);
    }
  }
  return { waitingAtMost, hoursBehind: waiting / (MAX_BALLOTS_PER_SEAL * steps) / 60 };
}

/** What becomes of honest voters who share carriers' addresses: the doorkeeper's own rules, vote by vote. */
function carriers(
  { votes, addresses, uneven }: Scale,
  perMinute: readonly number[],
): Pick<Outcome, "classA" | "classC" | "refused"> {
  const got = { a: 0, c: 0, refused: 0 };
  // The busiest address has `uneven` times as many readers as the quietest; those looked at are spread evenly between.
  const weights = Array.from({ length: ADDRESSES_LOOKED_AT }, (_, i) => uneven ** (i / (ADDRESSES_LOOKED_AT - 1)));
  const mean = weights.reduce((sum, each) => sum + each, 0) / ADDRESSES_LOOKED_AT;
  for (const weight of weights) {
    let counter: Counter | undefined = freshCounter(0);
    let owed = 0;
    for (const [minute, all] of perMinute.entries()) {
      owed += (all / addresses) * (weight / mean);
      for (; owed >= 1; owed--) {
        const decision = decide({
          rules: DEFAULT_RULES,
          prefixes: [{ size: "ipv4", counter }],
          ceiling: true,
          unsaid: false,
          strict: false,
          now: minute * MINUTE_S,
        });
        if (decision.kind === "refused") got.refused += 1;
        else {
          got[decision.class] += 1;
          counter = decision.counters[0];
        }
      }
    }
  }
  const total = got.a + got.c + got.refused;
  return votes === 0
    ? { classA: 0, classC: 0, refused: 0 }
    : { classA: got.a / total, classC: got.c / total, refused: got.refused / total };
}

const outcomes = SCALES.map((scale) => {
  process.stderr.write(`${scale.name}\n`);
  return simulate(scale);
});

const whole = (value: number): string => Math.round(value).toLocaleString("en");
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const ROWS: readonly [string, (outcome: Outcome) => string][] = [
  ["votes a second, on average", ({ perSecond }) => whole(perSecond)],
  ["votes a second, in the busiest minute", ({ busiest }) => whole(busiest)],
  ["of these to the busiest box", ({ busiestBox }) => whole(busiestBox)],
  ["ballots waiting for a seal, at the most", ({ waitingAtMost }) => whole(waitingAtMost)],
  ["hours behind at midnight", ({ hoursBehind }) => hoursBehind.toFixed(1)],
  ["watchers on a socket", ({ onSockets }) => whole(onSockets)],
  ["watchers who ask instead", ({ asking }) => whole(asking)],
  ["class a, behind carriers' addresses", ({ classA }) => percent(classA)],
  ["class c", ({ classC }) => percent(classC)],
  ["told to wait by the ceiling", ({ refused }) => percent(refused)],
];

console.log(`| | ${SCALES.map(({ name }) => name).join(" | ")} |`);
console.log(`|---|${SCALES.map(() => "--:").join("|")}|`);
for (const [name, cell] of ROWS) console.log(`| ${name} | ${outcomes.map(cell).join(" | ")} |`);
