import { MAX_BALLOTS_PER_SEAL } from "../../src/domain/numbers.ts";
import { type Counts, noCounts, sum, times } from "./counts.ts";
import type { Unit } from "./measure.ts";

/** A day as it is scripted: how much happens in it. */
export interface Day {
  name: string;
  votes: number;
  /** Do readers come one by one, or together? */
  readers: "alone" | "crowd";
  /** Pages seen by those who do not vote. */
  pages: number;
  /** Sockets that begin to watch; each reader of the results opens one and keeps it. */
  sockets: number;
  /** Seconds between seals while anything waits. */
  sealEvery: number;
  /** Seconds in which readers come. */
  busy: number;
  /** Objects that count networks do not sleep while they hold a counter: a day from the last vote on. */
  doorkeepers: number;
  doorkeeperSeconds: number;
}

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

/** Every reader sees the question, votes, and sees the results; as many again only look. */
export const DAYS = {
  quiet: {
    name: "a quiet paper: 10,000 votes in a day, free plan",
    votes: 10_000,
    readers: "alone",
    pages: 10_000,
    sockets: 10_000,
    sealEvery: 600,
    busy: DAY_S,
    doorkeepers: 1,
    doorkeeperSeconds: DAY_S,
  },
  viral: {
    name: "a viral hour: 1,000,000 votes, 5,000 watch, paid plan",
    votes: 1_000_000,
    readers: "crowd",
    pages: 1_000_000,
    sockets: 5_000,
    sealEvery: 60,
    busy: HOUR_S,
    doorkeepers: 4,
    doorkeeperSeconds: HOUR_S + DAY_S,
  },
  idle: {
    name: "an idle month: an open poll that nobody opens",
    votes: 0,
    readers: "alone",
    pages: 0,
    sockets: 0,
    sealEvery: 60,
    busy: 0,
    doorkeepers: 0,
    doorkeeperSeconds: 0,
  },
} as const satisfies Record<string, Day>;

/** Boxes, doorkeepers and the ledger: awake for all of an hour in which a million votes come. */
const AWAKE_AT_LOAD = 4 + 4 + 1;

/** A million votes in an hour on the paid plan. How long objects are awake is of that hour, not of the machine that counts. */
export const millionVotes = (unit: Unit): Counts => ({
  ...times(unit.vote.crowd, 1e6),
  objectSeconds: AWAKE_AT_LOAD * HOUR_S,
});

/** What the day uses: what one of each thing uses, as often as it happens. */
export function countsOf(day: Day, unit: Unit): Counts {
  const seals = Math.min(
    day.votes,
    Math.max(Math.ceil(day.busy / day.sealEvery), Math.ceil(day.votes / MAX_BALLOTS_PER_SEAL)),
  );
  const movingSeconds = Math.min(day.votes, day.busy);
  return sum(
    times(unit.page[day.readers], day.votes + day.pages),
    times(unit.voteAndResults[day.readers], day.votes),
    times(unit.seal, seals),
    times(unit.sealedBallot, day.readers === "crowd" ? day.votes : 0),
    times(unit.socket, day.sockets),
    times(unit.movingSecond, day.sockets > 0 ? movingSeconds : 0),
    { ...noCounts(), objectSeconds: day.doorkeepers * day.doorkeeperSeconds },
  );
}
