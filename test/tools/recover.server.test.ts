import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { auditLog, fetchVkey } from "../../src/tools/fetch-log.ts";
import { ballot, Voter } from "../fault/voters.ts";
import { endAll, freePort, launched, newFolder, THE_WORKER, until } from "../server/launch.ts";

const RECOVER = fileURLToPath(new URL("../../src/tools/recover.ts", import.meta.url));
const SEALED = { SEAL_EVERY_SECONDS: "1" };

afterEach(endAll);

async function recover(dataDir: string, ...args: string[]) {
  const child = spawn(process.execPath, [RECOVER, ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, ...SEALED },
  });
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  const [code] = await once(child, "close");
  return { code, said };
}

const sealedBallots = async (url: string): Promise<number> =>
  (await (await fetch(`${url}/api/v1/polls/facebook-hour/tally`)).json()).sealed.ballots;

test("a ledger whose files are gone is rebuilt by a command, and the log grows on from what was published", async () => {
  const dataDir = newFolder();
  const port = await freePort();
  let server = await launched(dataDir, port, SEALED, THE_WORKER);
  const address = { base: server.url, poll: "facebook-hour" };
  const vkey = String(await fetchVkey(address));
  const voter = new Voter(port);
  for (let i = 0; i < 600; i++) expect(await voter.cast(ballot(i))).toBe(201);
  expect(await until(async () => (await sealedBallots(server.url)) === 600)).toBe(true);
  // Nothing waits and notes alone make no seal: what is read here is what will be rebuilt.
  const before = await auditLog(address, { vkey });
  if (before.kind !== "true") throw new Error(JSON.stringify(before));
  voter.close();

  expect((await recover(dataDir, "facebook-hour")).said).toMatch(
    /^Another server \(process \d+\) is using the folder /,
  );
  server.signal("SIGTERM");
  await server.ended;
  expect(await recover(dataDir, "facebook-hour")).toMatchObject({
    code: 0,
    said: expect.stringContaining("Nothing to do"),
  });

  rmSync(join(dataDir, "do/sawt-Ledger"), { recursive: true });
  const { code, said } = await recover(dataDir, "facebook-hour");
  const { size, seals } = before.recount;
  expect(said).toContain(`\nRebuilt (ledger-lost): ${size} entries, ${seals} seals, 600 ballots.`);
  expect(said.split("\n")).toContain(`${size} of ${size} entries`);
  expect(code).toBe(0);

  server = await launched(dataDir, port, SEALED, THE_WORKER);
  const again = new Voter(port);
  expect(await again.cast(ballot(7))).toBe(200);
  expect(await again.cast(ballot(600))).toBe(201);
  again.close();
  expect(await until(async () => (await sealedBallots(server.url)) === 601)).toBe(true);
  const verdict = await auditLog(address, { vkey, since: before.note });
  // Class c: these voters are programs, which do not say whose page they come from.
  expect(verdict).toMatchObject({ kind: "true", recount: { counts: { pledge: { ballots: { a: 0, c: 601 } } } } });
});

test("it says what it cannot do, and by its exit code", async () => {
  const dataDir = newFolder();
  expect(await recover(dataDir)).toMatchObject({ code: 2, said: expect.stringContaining("npm run recover -- POLL") });
  expect(await recover(dataDir, "nowhere")).toMatchObject({
    code: 1,
    said: expect.stringContaining("Refused: the archive knows no poll nowhere.\nNothing was changed."),
  });
  expect(readFileSync(join(dataDir, "server.json"), "utf8")).toBe("{}");
});
