import { afterEach, expect, it } from "vitest";
import { VOTE_PATIENCE } from "../../src/engine/rpc.ts";
import { amount } from "../long.ts";
import { endAll, freePort, launched, newFolder, THE_WORKER, until } from "../server/launch.ts";
import { ballot, OPTIONS, readTally, Voter } from "./voters.ts";

const VOTERS = 64;
const BALLOTS_EACH = amount(300, 2_000);
/** A bound on hanging, not on speed: a slow disk takes 128,000 ballots in some minutes. */
const CROWD_TAKES_AT_MOST_MS = 600_000;

afterEach(endAll);

it(
  `counts 64 concurrent voters × ${BALLOTS_EACH} ballots exactly, and refuses none`,
  async () => {
    const port = await freePort();
    const server = await launched(newFolder(), port, {}, THE_WORKER);
    const statuses = new Map<number, number>();
    const repeatedMs: number[] = [];
    await Promise.all(
      Array.from({ length: VOTERS }, async (_, v) => {
        const voter = new Voter(port);
        for (let i = 0; i < BALLOTS_EACH; i++) {
          const sentAt = performance.now();
          const status = await voter.cast(ballot(v * BALLOTS_EACH + i));
          if (status === 200) repeatedMs.push(Math.ceil(performance.now() - sentAt));
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
        voter.close();
      }),
    );
    // Each ballot is sent once. The box may know it all the same where the Worker asked twice, which it does once an answer
    // takes longer than its patience; any sooner, the box would take a new ballot for an old one.
    expect(repeatedMs.filter((ms) => ms < VOTE_PATIENCE.timeoutMs)).toEqual([]);
    const acknowledged = (statuses.get(201) ?? 0) + (statuses.get(200) ?? 0);
    expect(acknowledged, JSON.stringify([...statuses])).toBe(VOTERS * BALLOTS_EACH);
    const each = (VOTERS * BALLOTS_EACH) / OPTIONS.length;
    await until(async () => (await readTally(server.url)).ballots === VOTERS * BALLOTS_EACH);
    expect((await readTally(server.url)).options).toEqual(Object.fromEntries(OPTIONS.map((option) => [option, each])));
  },
  CROWD_TAKES_AT_MOST_MS,
);
