import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, it } from "vitest";
import { faultInEnglish } from "../../src/log/fault.ts";
import { BAD_LOGS } from "../log/bad-logs.ts";
import { serveLog, stopServing } from "../log/serve-log.ts";
import { honest } from "../log/shown-log.ts";
import { endAll, newFolder } from "../server/launch.ts";

const ARCHIVE = fileURLToPath(new URL("../../src/tools/archive.ts", import.meta.url));

afterEach(stopServing);
afterAll(() => endAll());

const archive = (...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [ARCHIVE, ...args], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

it("keeps nothing of a log that is not true, and names its first fault", async () => {
  const folder = join(newFolder(), "bread");
  for (const { what: _, fault, index, ...log } of BAD_LOGS.filter((bad) => !bad.since && !bad.promises).slice(0, 4)) {
    const { code, stderr } = await archive(await serveLog(log), folder);
    expect(stderr).toContain(`FALSE: ${faultInEnglish(fault)}`);
    expect(stderr).toContain("Nothing was written.");
    expect([code, readdirSync(join(folder, ".."))]).toEqual([1, []]);
  }
});

it("keeps nothing of a log that it could not read to its end", async () => {
  const folder = join(newFolder(), "bread");
  const { code, stderr } = await archive(await serveLog(honest, "tile/entries/002.p/36"), folder);
  expect(stderr).toContain("entries/002.p/36 answers 404");
  expect([code, existsSync(folder)]).toEqual([3, false]);
});

it("writes to no folder that is there already, and says how it is used", async () => {
  const folder = join(newFolder(), "bread");
  mkdirSync(folder);
  expect((await archive("http://localhost/p/bread", folder)).stderr).toContain("exists already");
  for (const args of [
    [],
    ["nowhere"],
    ["http://localhost/p/bread", "one", "two"],
    ["http://localhost/p/bread", "--vkey"],
  ]) {
    const { code, stderr } = await archive(...args);
    expect([args, code]).toEqual([args, 2]);
    expect(stderr).toContain("npm run archive -- URL");
  }
});
