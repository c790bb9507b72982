import { describe, expect, it, test } from "vitest";
import { compareFiles, filesOfFolder, readFiles, readLines } from "../../src/client/archived.ts";
import { auditLog } from "../../src/client/audit-log.ts";
import { VKEY } from "../log/a-log.ts";
import { BAD_LOGS } from "../log/bad-logs.ts";
import { honest, PROMISE_VKEY, type ShownLog, servedFiles } from "../log/shown-log.ts";

const linesOf = (log: ShownLog) => log.entries.map((entry) => Buffer.from(entry).toString());
const kept = (log: ShownLog) => {
  const { vkey, since, promises } = log;
  const claims = {
    vkey,
    promiseVkey: PROMISE_VKEY,
    ...(since !== undefined && { since }),
    ...(promises && { promises }),
  };
  return auditLog("log", claims, readLines(log.checkpoint, linesOf(log)), () => {});
};

describe("the lines of an archive's page", () => {
  it("recount like the log they were", async () => {
    expect(await kept(honest)).toMatchObject({ kind: "true", recount: { closed: true, seals: 4 } });
  });

  // Bytes that are no text cannot stand in a page, and what a line cannot hold has changed already.
  const asLines = BAD_LOGS.filter(({ entries }) =>
    entries.every((entry) => Buffer.from(Buffer.from(entry).toString()).equals(entry)),
  );
  test.each(asLines.map((bad) => [bad.what, bad] as const))("name the fault of %s", async (_, bad) => {
    expect(await kept(bad)).toMatchObject({ kind: "false", fault: bad.fault });
  });

  it("that are fewer than the checkpoint covers are named", async () => {
    const short = readLines(honest.checkpoint, linesOf(honest).slice(0, -1));
    expect(await auditLog("log", { vkey: VKEY, promiseVkey: PROMISE_VKEY }, short, () => {})).toMatchObject({
      kind: "false",
      fault: { kind: "missing", what: "entry" },
      index: 547,
    });
  });
});

describe("the folder of an archive", () => {
  const folder = new Map(
    [...servedFiles(honest)].map(([path, bytes]) => [`log/${path}`, new Blob([Buffer.from(bytes)])]),
  );

  it("recounts from its files, and a file that is not there is no verdict", async () => {
    const claims = { vkey: VKEY, promiseVkey: PROMISE_VKEY };
    expect((await auditLog("log", claims, readFiles(folder), () => {})).kind).toBe("true");
    const without = new Map([...folder].filter(([path]) => path !== "log/tile/entries/001"));
    expect(await auditLog("log", claims, readFiles(without), () => {})).toEqual({
      kind: "unreadable",
      why: "log/tile/entries/001 is missing",
    });
  });

  it("is named without the name it was given on this device", () => {
    const file = Object.assign(new File(["x"], "checkpoint"), { webkitRelativePath: "my copy (2)/log/checkpoint" });
    expect([...filesOfFolder([file]).keys()]).toEqual(["log/checkpoint"]);
  });

  it("is held against its fingerprints, file by file", async () => {
    // sha256sum of "a", of "b" and of nothing.
    const sums =
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  one\n" +
      "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  log/two\n" +
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  empty\n";
    const files = { one: new Blob(["a"]), "log/two": new Blob(["b"]), empty: new Blob([]) };
    const compare = (changes: Record<string, Blob>) =>
      compareFiles(new Map(Object.entries({ ...files, ...changes })), sums, () => {});
    expect(await compare({})).toEqual({ kind: "same", files: 3 });
    expect(await compare({ more: new Blob(["of somebody else"]) })).toEqual({ kind: "same", files: 3 });
    expect(await compare({ "log/two": new Blob(["c"]) })).toEqual({ kind: "differs", path: "log/two" });
    expect(await compareFiles(new Map([["one", files.one]]), sums, () => {})).toEqual({
      kind: "missing",
      path: "log/two",
    });
  });
});
