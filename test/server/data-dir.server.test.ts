import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { type Claim, claimDataDir, type DataDir, refusal } from "../../src/server/data-dir.ts";
import { isRunning, type KnownProcess } from "../../src/server/process.ts";
import { endAll, newFolder } from "./launch.ts";

const CLAIM = fileURLToPath(new URL("./fixture/claim.ts", import.meta.url));

const children: ChildProcess[] = [];
const held: DataDir[] = [];
afterEach(async () => {
  for (const dataDir of held.splice(0)) dataDir.release();
  for (const child of children.splice(0)) await ended(child);
  await endAll();
});

/** Another process that claims the folder: what it got, and the process. */
async function claimElsewhere(folder: string): Promise<{ kind: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [CLAIM, folder], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const [line] = await once(child.stdout, "data");
  return { kind: String(line).trim(), child };
}

/** A process that stands for a workerd left behind. */
async function idler(): Promise<KnownProcess> {
  const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1000)"], { stdio: "pipe" });
  children.push(child);
  await once(child.stdout, "data");
  return { pid: child.pid!, command: child.spawnargs };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

async function claimed(folder: string): Promise<DataDir> {
  const claim = await claimDataDir(folder);
  if (claim.kind !== "claimed") throw new Error(refusal(claim));
  held.push(claim.dataDir);
  return claim.dataDir;
}

const sentence = (claim: Claim): string => (claim.kind === "claimed" ? "" : refusal(claim));

test("of many who start at once, on a folder whose holder was killed, one gets it", async () => {
  const folder = newFolder();
  const first = await claimElsewhere(folder);
  expect(first.kind).toBe("claimed");
  await ended(first.child);
  const kinds = (await Promise.all([1, 2, 3, 4, 5, 6].map(() => claimElsewhere(folder)))).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(["claimed", "in-use", "in-use", "in-use", "in-use", "in-use"]);
});

test("whoever is refused learns who holds the folder", async () => {
  const folder = newFolder();
  const { child } = await claimElsewhere(folder);
  expect(sentence(await claimDataDir(folder))).toBe(
    `Another server (process ${child.pid}) is using the folder ${folder}. Stop it first, or set DATA_DIR to another folder.`,
  );
});

test("the same process cannot take a folder twice, and can take it again once it was released", async () => {
  const folder = newFolder();
  const dataDir = await claimed(folder);
  expect((await claimDataDir(folder)).kind).toBe("in-use");
  expect((await claimDataDir(folder)).kind).toBe("in-use");
  dataDir.release();
  held.length = 0;
  expect((await claimElsewhere(folder)).kind).toBe("claimed");
});

test("a workerd left by a killed launcher is ended before the folder is given", async () => {
  const folder = newFolder();
  const workerd = await idler();
  writeFileSync(join(folder, "server.json"), JSON.stringify({ launcher: 1, workerd }));
  expect(isRunning(workerd)).toBe(true);
  await claimed(folder);
  expect(isRunning(workerd)).toBe(false);
});

test("a stranger who inherited the recorded pid is left alone", async () => {
  const folder = newFolder();
  const stranger = await idler();
  const workerd = { pid: stranger.pid, command: ["workerd", "serve"] };
  writeFileSync(join(folder, "server.json"), JSON.stringify({ launcher: 1, workerd }));
  await claimed(folder);
  expect(isRunning(stranger)).toBe(true);
});

test("a record cut short or of another kind does not stand in the way", async () => {
  for (const record of ['{"launcher":', "[]", '{"workerd":{"pid":"7"}}']) {
    const folder = newFolder();
    writeFileSync(join(folder, "server.json"), record);
    await claimed(folder);
  }
});

test("a folder that cannot be one is said in a sentence", async () => {
  const file = join(newFolder(), "a-file");
  writeFileSync(file, "");
  expect(sentence(await claimDataDir(file))).toBe(
    `The folder ${file} cannot hold the data: EEXIST: file already exists, mkdir '${file}'.`,
  );
});

test("a folder that is made for it can be read by its owner alone: the seed will be in it", async () => {
  const folder = join(newFolder(), "data");
  const claim = await claimDataDir(folder);
  if (claim.kind === "claimed") held.push(claim.dataDir);
  expect((statSync(folder).mode & 0o777).toString(8)).toBe("700");
});
