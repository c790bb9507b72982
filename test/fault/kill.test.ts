import { afterEach, expect, it } from "vitest";
import { bundlePath, bundlesBetween, decodeBundle } from "../../src/log/bundle.ts";
import { fromUtf8 } from "../../src/log/text.ts";
import { auditLog, fetchVkey } from "../../src/node/fetch-log.ts";
import { endAll, freePort, type Launch, launched, newFolder, THE_WORKER, until } from "../node/launch.ts";
import { ballot, readTally, Voter } from "./voters.ts";

const VOTERS = 24;
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

it("keeps every acknowledged ballot once, whoever is killed under load, and counts retried ones once", async () => {
  const dataDir = newFolder();
  const port = await freePort();
  const acknowledged = new Set<number>();
  const uncertain = new Set<number>();
  let next = 0;
  let server = await launched(dataDir, port, SEALED, THE_WORKER);

  for (const round of [...rounds, ...rounds]) {
    let killed = false;
    const before = acknowledged.size;
    const voting = Promise.all(
      Array.from({ length: VOTERS }, async () => {
        const voter = new Voter(port);
        while (!killed) {
          const i = next++;
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
    // Some way into the load, and not at the same place of a seal each time.
    await until(() => acknowledged.size > before + 400 + ((next * 37) % 300));
    round.kill(server);
    killed = true;
    await voting;
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
  await until(async () => (await readTally(server.url)).ballots === cast);
  expect((await readTally(server.url)).ballots).toBe(cast);

  // invariants 1 to 3, by the public log alone: each of them is in it exactly once, every seal is a recount, every hash
  // leads to the signed root; also after one more restart.
  await until(async () => (await sealedBallots(server.url)) === cast);
  voter.close();
  server.signal("SIGTERM");
  expect(await server.ended).toBe(0);
  server = await launched(dataDir, port, SEALED, THE_WORKER);
  const address = { base: server.url, poll: "facebook-hour" };
  const verdict = await auditLog(address, { vkey: await fetchVkey(address) });
  expect(verdict).toMatchObject({ kind: "true" });
  const logged = (await publicEntries(server.url))
    .map(fromUtf8)
    .filter((line) => line.startsWith("ballot "))
    .sort();
  const expected = [...acknowledged, ...uncertain].map((i) => `ballot pledge a ${ballot(i).lock} ${ballot(i).option}`);
  expect(logged).toEqual(expected.sort());
});

async function sealedBallots(url: string): Promise<number> {
  return (await (await fetch(`${url}/api/v1/polls/facebook-hour/tally`)).json()).sealed.ballots;
}

async function publicEntries(url: string): Promise<Uint8Array[]> {
  const log = `${url}/log/facebook-hour`;
  const size = Number((await (await fetch(`${log}/checkpoint`)).text()).split("\n")[1]);
  const entries: Uint8Array[] = [];
  for (const { number, width } of bundlesBetween(0, size)) {
    const response = await fetch(`${log}/tile/${bundlePath(number, width)}`);
    entries.push(...decodeBundle(new Uint8Array(await response.arrayBuffer())));
  }
  return entries;
}
