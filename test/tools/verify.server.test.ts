import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it, test } from "vitest";
import { auditLog as auditInBrowser } from "../../src/client/audit-log.ts";
import { reader } from "../../src/client/read-log.ts";
import { faultInEnglish } from "../../src/log/fault.ts";
import { auditLog, parseAddress, parseFolder } from "../../src/tools/fetch-log.ts";
import { VKEY } from "../log/a-log.ts";
import { BAD_LOGS } from "../log/bad-logs.ts";
import { serveLog, stopServing } from "../log/serve-log.ts";
import {
  earlier,
  honest,
  keptPromises,
  PROMISE_VKEY,
  type ShownLog,
  servedFiles,
  stillOpen,
  unknownPromise,
} from "../log/shown-log.ts";
import { endAll, newFolder } from "../server/launch.ts";

const VERIFY = fileURLToPath(new URL("../../src/tools/verify.ts", import.meta.url));

afterEach(stopServing);
afterAll(() => endAll());

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

const verify = (...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [VERIFY, ...args]);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data) => (stdout += data));
    child.stderr.on("data", (data) => (stderr += data));
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });

function file(name: string, text: string): string {
  const path = join(newFolder(), name);
  writeFileSync(path, text);
  return path;
}

describe("npm run verify", () => {
  it("says of an honest log that it is true, with its tally, and answers 0", async () => {
    const { code, stdout } = await verify(await serveLog(honest));
    expect(stdout).toContain("eat: 540 ballots, 1 of them taken back");
    expect(stdout).toContain("TRUE: 548 entries and 4 seals recounted, closed; every hash leads to the signed root");
    expect(stdout).toContain("The key was asked of the server itself.");
    expect(code).toBe(0);
  });

  it("takes the printed key, and does not ask the server for one", async () => {
    const { code, stdout } = await verify(await serveLog({ ...honest, vkey: "another" }), "--vkey", VKEY);
    expect([code, stdout.includes("asked of the server")]).toEqual([0, false]);
  });

  it("names the first fault and its entry, and answers 1", async () => {
    const { what: _, fault, index, ...log } = BAD_LOGS[0]!;
    const { code, stdout } = await verify(await serveLog(log));
    expect(stdout).toBe(`FALSE: ${faultInEnglish(fault)} (entry ${index}).\n`);
    expect(code).toBe(1);
  });

  it("answers 2 with its usage to what it does not understand", async () => {
    for (const args of [
      [],
      ["ftp://localhost/p/bread"],
      ["http://localhost/p/bread", "http://localhost/p/rice"],
      ["--what"],
    ]) {
      const { code, stderr } = await verify(...args);
      expect([args, code]).toEqual([args, 2]);
      expect(stderr).toContain("npm run verify -- URL");
    }
    const { code, stderr } = await verify("http://localhost/p/bread", "--since", "/none");
    expect([code, stderr]).toEqual([2, "ENOENT: no such file or directory, open '/none'\n"]);
  });

  it("answers 3 where the log cannot be read to its end: no verdict", async () => {
    const { code, stdout, stderr } = await verify(await serveLog(honest, "tile/entries/001"));
    expect(stderr).toMatch(/^Not verified: http:\/\/localhost:\d+\/log\/bread\/tile\/entries\/001 answers 404\.$/m);
    expect([code, stdout]).toEqual([3, ""]);
  });

  it("says to try again later where the server cannot serve the log now: no verdict either", async () => {
    for (const away of ["checkpoint", "tile/entries/001"]) {
      const { code, stdout, stderr } = await verify(await serveLog(honest, away, 503));
      expect(stderr).toMatch(
        new RegExp(
          `^Not verified: http:.*/${away} answers 503; that is no verdict on the log, try again later\\.$`,
          "m",
        ),
      );
      expect([code, stdout]).toEqual([3, ""]);
    }
  });

  it("recounts an archive from its folder, where no server is left", async () => {
    const folder = newFolder();
    const files = [...servedFiles(honest), ["../definition.json", JSON.stringify({ vkey: VKEY })] as const];
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(folder, "log", path)), { recursive: true });
      writeFileSync(join(folder, "log", path), bytes);
    }
    const { code, stdout } = await verify(folder);
    expect(stdout).toContain("TRUE: 548 entries and 4 seals recounted, closed; every hash leads to the signed root");
    expect(stdout).toContain("The key was asked of the archive itself.");
    expect(code).toBe(0);
    expect((await verify(folder, "--vkey", VKEY)).stdout).not.toContain("was asked of");

    const bundle = join(folder, "log/tile/entries/001");
    const bytes = readFileSync(bundle);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(bundle, bytes);
    expect(await verify(folder, "--vkey", VKEY)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("(entry 511)"),
    });
    rmSync(bundle);
    expect(await verify(folder, "--vkey", VKEY)).toMatchObject({ code: 3, stdout: "" });
  });

  it("keeps the checkpoint, and compares a later log with it", async () => {
    const kept = join(newFolder(), "kept.txt");
    expect((await verify(await serveLog(stillOpen), "--save", kept)).code).toBe(0);
    expect(readFileSync(kept, "utf8")).toBe(stillOpen.checkpoint);
    expect((await verify(await serveLog(honest), "--since", kept)).code).toBe(0);

    const forked = BAD_LOGS.find(({ what }) => what === "a log forked")!;
    const { code, stdout } = await verify(await serveLog(forked), "--since", file("earlier.txt", earlier));
    expect(stdout).toBe("FALSE: the log no longer begins with the earlier checkpoint.\n");
    expect(code).toBe(1);
  });

  it("does not answer 1, which means false, when it breaks itself", async () => {
    const { code, stdout, stderr } = await verify(await serveLog(honest), "--save", "/no/such/folder/kept.txt");
    expect([code, stdout, stderr]).toEqual([3, "", expect.stringContaining("ENOENT")]);
  });

  it("keeps no checkpoint of a log that is not true", async () => {
    const kept = join(newFolder(), "kept.txt");
    await verify(await serveLog(BAD_LOGS[0]!), "--save", kept);
    expect(() => readFileSync(kept)).toThrow("ENOENT");
  });

  it("holds a closed log to the promises that were given", async () => {
    const promise = (text: string) => ["--promise", file("promise.txt", text)];
    const address = await serveLog(honest);
    const [one = "", other = ""] = keptPromises;
    expect((await verify(address, ...promise(one), ...promise(other))).stdout).toContain("Promises: 2 kept, 0 not due");
    const { code, stdout } = await verify(address, ...promise(one), ...promise(unknownPromise));
    expect(stdout).toBe("FALSE: a promise was not kept: its ballot is not in the closed log.\n");
    expect(code).toBe(1);
  });

  it("speaks JSON to programs", async () => {
    const good = JSON.parse((await verify(await serveLog(stillOpen), "--json")).stdout);
    expect(good).toMatchObject({
      verdict: "true",
      origin: "news.example/log/bread",
      size: 306,
      seals: 3,
      closed: false,
    });
    expect(good.counts.eat.ballots).toEqual({ a: 300, c: 0 });
    const bad = JSON.parse((await verify(await serveLog(BAD_LOGS[0]!), "--json")).stdout);
    const { fault, index } = BAD_LOGS[0]!;
    expect(bad).toEqual({ verdict: "false", fault, words: faultInEnglish(fault), index });
  });
});

test("an address that is none of a poll's is the folder of an archive, wherever it is hosted", () => {
  expect(parseFolder("https://news.example/archive/bread/index.html")).toEqual({
    folder: "https://news.example/archive/bread/",
  });
  expect(parseFolder("https://news.example/archive/bread/")).toEqual({ folder: "https://news.example/archive/bread/" });
  expect(["https://sawt.example/p/bread", "ftp://news.example/", "/no/such/folder", ""].map(parseFolder)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

describe("the terminal and the page name the same fault, over HTTP", () => {
  const claimsOf = ({ vkey, since, promises }: ShownLog) => ({
    vkey,
    promiseVkey: PROMISE_VKEY,
    ...(since !== undefined && { since }),
    ...(promises && { promises }),
  });
  const logOf = (address: string) => address.replace("/p/", "/log/");
  const inBrowser = (address: string, log: ShownLog) =>
    auditInBrowser(logOf(address), claimsOf(log), reader(new AbortController().signal), () => {});

  test.each(BAD_LOGS.map((bad) => [bad.what, bad] as const))("%s", async (_, bad) => {
    const address = await serveLog(bad);
    const expected = {
      kind: "false",
      fault: bad.fault,
      ...(bad.index !== undefined && { index: bad.index }),
      note: bad.checkpoint,
    };
    expect(await auditLog(parseAddress(address)!, claimsOf(bad))).toEqual(expected);
    expect(await inBrowser(address, bad)).toEqual(expected);
  });

  it("and none in an honest log", async () => {
    const log = { ...honest, since: earlier, promises: keptPromises };
    const address = await serveLog(log);
    const found = await auditLog(parseAddress(address)!, claimsOf(log));
    expect(found).toMatchObject({ kind: "true", promises: { kept: 2 } });
    expect(await inBrowser(address, log)).toEqual(found);
  });
});
