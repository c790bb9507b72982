import { afterEach, expect, it } from "vitest";
import { auditLog, fetchVkey } from "../../src/tools/fetch-log.ts";
import { amount, isLong } from "../long.ts";
import { endAll, freePort, type Launch, launched, newFolder, THE_WORKER, until } from "../server/launch.ts";
import { inconsistent, PublicLog } from "./public-log.ts";
import { ballot, readTally, Voter } from "./voters.ts";

const VOTERS = 24;
/** Each round kills somebody. */
const ROUNDS = amount(3, 100);
const ROUND_MS = 20_000;
/** Ballots between two looks at the public checkpoint. */
const LOOK_EVERY = 100;
const SEALED = { SEAL_EVERY_SECONDS: "1" };

afterEach(endAll);

/** Whom a round kills, all with SIGKILL. */
const rounds: { name: string; kill: (server: Launch) => void; restarts: boolean }[] = [
  { name: "the launcher alone", kill: (server) => server.signal("SIGKILL"), restarts: false },
  { name: "workerd alone", kill: (server) => process.kill(server.workerdPid(), "SIGKILL"), restarts: true },
  {
    name: "both at once",
    kill: (server) => {
      const workerd = server.workerdPid();
      server.signal("SIGKILL");
      process.kill(workerd, "SIGKILL");
    },
    restarts: false,
  },
];

it(
  "keeps every acknowledged ballot once, whoever is killed under load, and counts retried ones once",
  async () => {
    const dataDir = newFolder();
    const port = await freePort();
    const acknowledged = new Set<number>();
    const uncertain = new Set<number>();
    let next = 0;
    let server = await launched(dataDir, port, SEALED, THE_WORKER);
    const log = new PublicLog(server.url, "facebook-hour");
    const deaths = new Map<string, number>();

    for (let n = 0; n < ROUNDS; n++) {
      const round = rounds[n % rounds.length]!;
      deaths.set(round.name, (deaths.get(round.name) ?? 0) + 1);
      let killed = false;
      const before = acknowledged.size;
      const looks: Promise<void>[] = [];
      const voting = Promise.all(
        Array.from({ length: VOTERS }, async () => {
          const voter = new Voter(port);
          while (!killed) {
            const i = next++;
            // Beside the voters, whose connections are never idle.
            if (i % LOOK_EVERY === 0) looks.push(log.look());
            try {
              const status = await voter.cast(ballot(i));
              (status === 201 ? acknowledged : uncertain).add(i);
            } catch {
              uncertain.add(i);
            }
          }
          voter.close();
        }),
      );
      // Some way into the load, and not at the same place of a seal each time; every fourth round lives through seals, also of a few rounds one.
      const load = 400 + ((next * 37) % 300) + (n % 4 === 2 ? 4_000 : 0);
      await until(() => acknowledged.size > before + load);
      round.kill(server);
      killed = true;
      await voting;
      await Promise.all(looks);
      if (!round.restarts) {
        await server.ended;
        server = await launched(dataDir, port, SEALED, THE_WORKER);
      }
      await until(async () => (await readTally(server.url).catch(() => undefined)) !== undefined);
    }

    // Retried, an acknowledged ballot is the same ballot; an uncertain one counts now if it had not.
    const voter = new Voter(port);
    for (const i of [...acknowledged].slice(-200)) expect(await voter.cast(ballot(i))).toBe(200);
    for (const i of uncertain) expect([200, 201]).toContain(await voter.cast(ballot(i)));
    const cast = acknowledged.size + uncertain.size;
    await until(async () => (await readTally(server.url)).ballots === cast, ROUND_MS);
    expect((await readTally(server.url)).ballots).toBe(cast);

    // invariants 1 to 3, by the public log alone: each of them is in it exactly once, every seal is a recount, every hash
    // leads to the signed root; also after one more restart.
    await until(async () => (await sealedBallots(server.url)) === cast, ROUND_MS);
    voter.close();
    server.signal("SIGTERM");
    expect(await server.ended).toBe(0);
    server = await launched(dataDir, port, SEALED, THE_WORKER);
    const address = { base: server.url, poll: "facebook-hour" };
    const verdict = await auditLog(address, { vkey: String(await fetchVkey(address)) });
    expect(verdict).toMatchObject({ kind: "true" });
    // What anyone was shown before a death, and every seal ever published, are beginnings of the log that stands now.
    const entries = await log.entries();
    const published = await log.checkpoints(entries);
    expect(inconsistent(String(await fetchVkey(address)), published, entries)).toEqual([]);
    const logged = entries
      .map((bytes) => Buffer.from(bytes).toString())
      .filter((line) => line.startsWith("ballot "))
      // All voters are on this machine: in which class each counts is another test's matter.
      .map((line) => line.replace(/^ballot pledge [ac] /, ""))
      .sort();
    const expected = [...acknowledged, ...uncertain].map((i) => `${ballot(i).lock} ${ballot(i).option}`);
    expect(logged).toEqual(expected.sort());
    if (isLong)
      console.log(
        `${ROUNDS} rounds (${[...deaths].map(([who, times]) => `${times} × ${who}`).join(", ")}): ` +
          `${acknowledged.size} acknowledged, ${uncertain.size} unanswered and retried, ${entries.length} entries; ` +
          `${published.length} checkpoints, ${log.seen} of them seen between deaths, each two consistent`,
      );
  },
  ROUNDS * ROUND_MS + 2 * ROUND_MS,
);

async function sealedBallots(url: string): Promise<number> {
  return (await (await fetch(`${url}/api/v1/polls/facebook-hour/tally`)).json()).sealed.ballots;
}
