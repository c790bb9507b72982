import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { packTar, type TarEntry } from "modern-tar";
import { afterEach, expect, test } from "vitest";
import { readBackup } from "../../src/tools/backup-file.ts";
import { ballot, Voter } from "../fault/voters.ts";
import { endAll, freePort, type Launch, launched, newFolder, THE_WORKER, until } from "../server/launch.ts";

const SEALED = { SEAL_EVERY_SECONDS: "1" };
const POLL = "/p/facebook-hour";

afterEach(endAll);

const script = (name: string) => fileURLToPath(new URL(`../../src/tools/${name}.ts`, import.meta.url));

async function run(name: string, dataDir: string, ...args: string[]) {
  const child = spawn(process.execPath, [script(name), ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, ...SEALED },
  });
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  const [code] = await once(child, "close");
  return { code, said };
}

const backup = (dataDir: string, ...args: string[]) => run("backup", dataDir, "backup", ...args);
const restore = (dataDir: string, ...args: string[]) => run("backup", dataDir, "restore", ...args);
const verify = (url: string, ...args: string[]) => run("verify", "", `${url}${POLL}`, ...args);

const textAt = async (server: Launch, path: string) => (await fetch(`${server.url}${path}`)).text();
const checkpoint = (server: Launch) => textAt(server, "/log/facebook-hour/checkpoint");

const sealedBallots = async (server: Launch): Promise<number> =>
  (await (await fetch(`${server.url}/api/v1/polls/facebook-hour/tally`)).json()).sealed.ballots;

/** A server that took votes, sealed them, and stopped. `promise`: what the eighth ballot was answered. */
async function voted(dataDir: string, ballots: number) {
  const port = await freePort();
  const server = await launched(dataDir, port, SEALED, THE_WORKER);
  const voter = new Voter(port);
  for (let i = 0; i < ballots; i++) expect(await voter.cast(ballot(i))).toBe(201);
  voter.close();
  expect(await until(async () => (await sealedBallots(server)) === ballots)).toBe(true);
  const { answer: promise } = await promiseOf(server, 7);
  server.signal("SIGTERM");
  await server.ended;
  return { port, promise };
}

async function promiseOf(server: Launch, number: number): Promise<{ status: number; answer: unknown }> {
  const { lock, option } = ballot(number);
  const response = await fetch(`${server.url}/api/v1/polls/facebook-hour/ballots`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ question: "pledge", choice: [option], lock }),
  });
  return { status: response.status, answer: await response.json() };
}

test("a poll that was backed up, wiped and restored is the same to the byte, and lives on", async () => {
  const dataDir = newFolder();
  const { port, promise } = await voted(dataDir, 300);
  const kept = newFolder();
  const file = join(kept, "sawt.tar.gz");
  const made = await backup(dataDir, file);
  expect(made.said).toMatch(/True {8}facebook-hour: 3\d\d entries, \d+ seals, 300 ballots\n/);
  expect(made.said).toContain("It holds the secret that signs these logs");
  expect(made.code).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(kept)).toEqual(["sawt.tar.gz"]);
  opensWithAnybodysTools(file);
  const { size, checkpoint: note } = keptIn(file);

  rmSync(dataDir, { recursive: true });
  const restored = await restore(dataDir, file);
  expect(restored.said).toContain("From now on only this copy may run");
  expect(restored.code).toBe(0);
  expect(existsSync(`${dataDir}.restoring`)).toBe(false);

  const server = await launched(dataDir, port, SEALED, THE_WORKER);
  expect(await textAt(server, `/log/facebook-hour/checkpoint/${size}`)).toBe(note);
  // A lock answers for ever: the retried ballot gets the promise that it got before the disaster.
  expect(await promiseOf(server, 7)).toEqual({ status: 200, answer: promise });
  const voter = new Voter(port);
  expect(await voter.cast(ballot(300))).toBe(201);
  voter.close();
  expect(await until(async () => (await sealedBallots(server)) === 301)).toBe(true);
  const since = join(kept, "checkpoint");
  writeFileSync(since, note);
  const verified = await verify(server.url, "--since", since);
  expect([verified.code, verified.said]).toEqual([0, expect.stringContaining("301")]);

  // Restored from before that last vote, it would be forgotten: whoever kept a later checkpoint is told.
  writeFileSync(since, await checkpoint(server));
  const elsewhere = join(newFolder(), "data");
  const late = await restore(elsewhere, file, "--since", since);
  expect([late.code, late.said]).toEqual([
    1,
    expect.stringMatching(/Refused: the log of facebook-hour is not true: the log shrank/),
  ]);
  expect(existsSync(elsewhere)).toBe(false);
});

/** The poll as a backup says on its first page. */
function keptIn(file: string): { size: number; checkpoint: string } {
  const manifest = JSON.parse(execFileSync("tar", ["xzOf", file, "sawt-backup.json"], { encoding: "utf8" }));
  expect(manifest.polls).toHaveLength(1);
  return manifest.polls[0];
}

function opensWithAnybodysTools(file: string): void {
  const folder = newFolder();
  execFileSync("tar", ["xzf", file, "-C", folder]);
  execFileSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: folder });
  const manifest = JSON.parse(readFileSync(join(folder, "sawt-backup.json"), "utf8"));
  expect(manifest).toMatchObject({ format: 1, holds: "everything", polls: [{ poll: "facebook-hour" }] });
  expect(readdirSync(join(folder, "data")).sort()).toEqual(["do", "kv"]);
}

test("a backup of what is public holds no secret, and restored is served but takes no vote; what is wrong with one is found", async () => {
  const dataDir = newFolder();
  const { port } = await voted(dataDir, 5);
  const folder = newFolder();
  const file = join(folder, "public.tar.gz");
  expect(await backup(dataDir, file, "--public")).toMatchObject({
    code: 0,
    said: expect.stringContaining("no secret"),
  });
  const unpacked = gunzipSync(readFileSync(file)).toString("latin1");
  expect(unpacked).not.toContain("log-seed");
  expect(unpacked).not.toContain("sawt-Registry");
  expect(gunzipSync(readFileSync(file)).length).toBeGreaterThan(10_000);

  const elsewhere = join(newFolder(), "data");
  expect((await restore(elsewhere, file)).code).toBe(0);
  const server = await launched(elsewhere, port, SEALED, THE_WORKER);
  expect(await checkpoint(server)).toBe(keptIn(file).checkpoint);
  expect((await verify(server.url)).code).toBe(0);
  expect(await textAt(server, `/en${POLL}/results`)).toContain("signed no more");

  await nothingIsOverwritten(dataDir, file);
  await refusesWhatIsWrong(folder, file);
});

async function nothingIsOverwritten(dataDir: string, file: string): Promise<void> {
  const again = await backup(dataDir, file);
  expect([again.code, again.said]).toEqual([1, expect.stringContaining("exists, and a backup overwrites nothing")]);
  const onto = await restore(dataDir, file);
  expect([onto.code, onto.said]).toEqual([
    1,
    expect.stringContaining("is not empty, and a restore overwrites nothing"),
  ]);
}

/** And leaves nothing behind. */
async function refusesWhatIsWrong(folder: string, file: string): Promise<void> {
  const bad = join(folder, "bad.tar.gz");
  const refused = async (make: () => void, why: string) => {
    rmSync(bad, { force: true });
    make();
    await expect(readBackup(bad, newFolder())).rejects.toThrow(why);
  };
  const whole = readFileSync(file);
  const tar = gunzipSync(whole);
  const changed = (from: string, to: string) => {
    const copy = Buffer.from(tar);
    copy.write(to, copy.indexOf(from), "latin1");
    writeFileSync(bad, gzipSync(copy));
  };
  await refused(() => {
    writeFileSync(bad, whole);
    truncateSync(bad, whole.length - 100);
  }, "unexpected end of file");
  await refused(
    () => writeFileSync(bad, gzipSync(tar.subarray(0, tar.lastIndexOf("SHA256SUMS")))),
    "it is not a backup, or it was damaged or cut short",
  );
  await refused(() => changed("log/facebook-hour", "log/facebook-hoax"), "it was damaged");
  await refused(() => changed('"format": 1', '"format": 2'), "it was made by a newer Sawt (format 2");
  await refused(() => writeFileSync(bad, "a letter"), "incorrect header check");
  await refused(() => writeFileSync(bad, gzipSync(Buffer.alloc(2_048))), "it ends too early");
  await refused(() => changed("data/kv/", "data/../"), "it is not a backup, or it was damaged or cut short");
  await nothingGetsOutOfTheFolder(bad);

  const target = join(folder, "target");
  const { code, said } = await restore(target, bad);
  expect([code, said]).toEqual([
    1,
    expect.stringMatching(/^Refused: .* cannot be restored: .*\.\nNothing was restored\.$/m),
  ]);
  expect([existsSync(target), existsSync(`${target}.restoring`)]).toEqual([false, false]);
}

/** Names and kinds of entries that no backup has, in a sound archive after a sound first file. */
async function nothingGetsOutOfTheFolder(bad: string): Promise<void> {
  const first = { format: 1, what: "Sawt backup", holds: "public", made: "2026-12-01T00:00:00.000Z", polls: [] };
  const manifest = { header: { name: "sawt-backup.json", size: 0 }, body: JSON.stringify(first) };
  manifest.header.size = manifest.body.length;
  const hostile: TarEntry[] = [
    { header: { name: "data/../../escaped", size: 1 }, body: "x" },
    { header: { name: "/escaped", size: 1 }, body: "x" },
    { header: { name: "data/kv/link", size: 0, type: "symlink", linkname: "/etc" } },
    { header: { name: "data/kv/link", size: 0, type: "link", linkname: "/etc/passwd" } },
    { header: { name: "data/kv/fifo", size: 0, type: "fifo" } },
    { header: { name: "data/kv/folder/", size: 0, type: "directory" } },
    { header: { name: "data/kv/short", size: 1, pax: { path: "../../escaped" } }, body: "x" },
    { header: { name: "SHA256SUMS", size: 0, type: "symlink", linkname: "/etc/passwd" } },
  ];
  for (const entry of hostile) {
    const folder = newFolder();
    const target = join(folder, "target");
    writeFileSync(bad, gzipSync(await packTar([manifest, entry])));
    await expect(readBackup(bad, target)).rejects.toThrow("it holds a file that no backup has");
    expect(readdirSync(folder)).toEqual([]);
  }
}

test("a backup that an earlier version made is restored whole", async () => {
  const dataDir = join(newFolder(), "data");
  const file = fileURLToPath(new URL("./fixture/backup-format-1.tar.gz", import.meta.url));
  expect(await restore(dataDir, file)).toMatchObject({
    code: 0,
    said: expect.stringContaining("True        facebook-hour: 8 entries, 2 seals, 5 ballots"),
  });
  const server = await launched(dataDir, await freePort(), SEALED, THE_WORKER);
  expect(await checkpoint(server)).toBe(keptIn(file).checkpoint);
  const voter = new Voter(Number(new URL(server.url).port));
  expect(await voter.cast(ballot(4))).toBe(200);
  expect(await voter.cast(ballot(5))).toBe(201);
  voter.close();
  expect(await until(async () => (await sealedBallots(server)) === 6)).toBe(true);
});

test("the server is stopped first, and misunderstandings are said", async () => {
  const dataDir = newFolder();
  const port = await freePort();
  await launched(dataDir, port, SEALED, THE_WORKER);
  const running = await backup(dataDir, join(newFolder(), "x.tar.gz"));
  expect(running).toMatchObject({ code: 3, said: expect.stringMatching(/Another server \(process \d+\) is using/) });
  expect(await backup(dataDir)).toMatchObject({ code: 2, said: expect.stringContaining("npm run backup -- FILE") });
  expect(await restore(dataDir)).toMatchObject({ code: 2, said: expect.stringContaining("npm run restore -- FILE") });
  const letter = join(newFolder(), "letter");
  writeFileSync(letter, "a letter\n");
  expect(await restore(dataDir, "x.tar.gz", "--since", letter)).toEqual({
    code: 2,
    said: `${letter} is no checkpoint\n`,
  });
  const nowhere = join(newFolder(), "nowhere");
  expect(await backup(nowhere, "x.tar.gz")).toMatchObject({
    code: 1,
    said: expect.stringContaining("there is no folder"),
  });
  expect(existsSync(nowhere)).toBe(false);
});
