import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { claimDataDir, type DataDir, refusal } from "../../src/server/data-dir.ts";
import { newStarted, noteStarted, startedIn, workerdPid } from "../../src/server/workerd.ts";
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
async function idler(): Promise<{ pid: number; command: string[] }> {
  const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1000)"], { stdio: "pipe" });
  children.push(child);
  await once(child.stdout, "data");
  return { pid: child.pid!, command: child.spawnargs };
}

/** False for a zombie, which a signal still reaches: its parent is told of its end before long. */
const isAlive = (pid: number): boolean =>
  execFileSync("ps", ["-A", "-o", "pid=,stat="], { encoding: "utf8" })
    .split("\n")
    .some((line) => {
      const [each, state = ""] = line.trim().split(/\s+/);
      return Number(each) === pid && !state.startsWith("Z");
    });

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

const sentence = (claim: Awaited<ReturnType<typeof claimDataDir>>): string =>
  claim.kind === "claimed" ? "" : refusal(claim);

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
  const started = newStarted(folder);
  const [one, other] = [await idler(), await idler()];
  for (const { pid, command } of [one, other]) noteStarted(started, pid, command.slice(1));
  await claimed(folder);
  expect([one, other].map(({ pid }) => isAlive(pid))).toEqual([false, false]);
  expect(startedIn(folder)).toHaveLength(1);
  expect(startedIn(folder)).not.toContain(started);
});

test("and so is one that an earlier version noted", async () => {
  const folder = newFolder();
  const workerd = await idler();
  writeFileSync(join(folder, "server.json"), JSON.stringify({ launcher: 1, workerd }));
  await claimed(folder);
  expect(isAlive(workerd.pid)).toBe(false);
});

test("a stranger who inherited the noted pid is left alone", async () => {
  const folder = newFolder();
  const stranger = await idler();
  noteStarted(newStarted(folder), stranger.pid, ["serve", "--control-fd=3", "-"]);
  await claimed(folder);
  expect(isAlive(stranger.pid)).toBe(true);
});

test("a folder given back holds no note of a process", async () => {
  const folder = newFolder();
  const { started, release } = await claimed(folder);
  noteStarted(started, 1, ["serve"]);
  expect(workerdPid(started)).toBe(0);
  release();
  held.length = 0;
  expect(readdirSync(folder).sort()).toEqual(["server.json", "server.lock"]);
});

test("a record cut short or of another kind does not stand in the way", async () => {
  for (const record of ['{"launcher":', "[]", '{"workerd":{"pid":"7"}}']) {
    const folder = newFolder();
    writeFileSync(join(folder, "server.json"), record);
    await expect(claimed(folder)).resolves.toMatchObject({ path: folder });
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
