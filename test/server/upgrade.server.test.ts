import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { unpackTar } from "modern-tar/fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../src/engine/keys.ts";
import { bundlePath, bundlesBetween, decodeBundle } from "../../src/log/bundle.ts";
import { checkpointOf } from "../../src/log/checkpoint.ts";
import { leafHash } from "../../src/log/hash.ts";
import { fromUtf8, toBase64, utf8 } from "../../src/log/text.ts";
import { appendLeaf, EMPTY_EDGE, rootOf } from "../../src/log/tree.ts";
import { type RunningServer, startServer } from "../../src/server/server.ts";
import { auditLog, fetchVkey } from "../../src/tools/fetch-log.ts";
import { type ChainedEntry, firstBroken } from "../desk/record-chain.ts";
import { freePort } from "./launch.ts";

/**
 * A data folder as the first version left it: 400 ballots on an open poll, of which 200 were never sealed, withdrawals, a pause, a
 * closed poll with a correction, two accounts, an invitation, a token, drafts. `UPGRADE_FROM` names another such folder's archive.
 */
const FROM = process.env.UPGRADE_FROM ?? new URL("./fixture/data-of-version-1", import.meta.url).pathname;
const expected = JSON.parse(readFileSync(`${FROM}.json`, "utf8"));

let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sawt-upgrade-"));
  await pipeline(createReadStream(`${FROM}.tgz`), createGunzip(), unpackTar(folder));
  server = await startServer({
    dataDir: join(folder, "data"),
    port: await freePort(),
    publicHost: "vote.example.ma",
    sealEverySeconds: 86_400,
    entry: "test/browser/fixture/worker.js",
  });
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function ask(binding: string, name: string, method: string, ...values: unknown[]) {
  const response = await fetch(`${server.url}/objects/${binding}/${name}/${method}`, {
    method: "POST",
    body: JSON.stringify(values),
  });
  expect([method, response.status]).toEqual([method, 200]);
  return response.json();
}
const hash = (text: string) => createHash("sha256").update(text).digest("base64url");
const secretOf = (i: number) => hash(`secret facebook-hour pledge ${i}`);
const lockOf = (i: number) => hash(`sawt-lock/v1\nvote.example.ma/log/facebook-hour\npledge\n${secretOf(i)}`);

const leaves = (entries: readonly string[]) =>
  entries.reduce((edge, entry) => appendLeaf(sha256, edge, leafHash(sha256, utf8(entry))), EMPTY_EDGE);
const COUNTERS = 'note {"event":"counters"';
const newestCheckpoint = async (poll: string) =>
  checkpointOf(await (await fetch(`${server.url}/log/${poll}/checkpoint`)).text());

async function entriesOf(poll: string): Promise<string[]> {
  const size = (await newestCheckpoint(poll))?.size ?? 0;
  const bundles = bundlesBetween(0, size).map(async ({ number, width }) => {
    const response = await fetch(`${server.url}/log/${poll}/tile/${bundlePath(number, width)}`);
    return decodeBundle(new Uint8Array(await response.arrayBuffer())).map(fromUtf8);
  });
  return (await Promise.all(bundles)).flat();
}

const post = (path: string, body: object) =>
  fetch(`${server.url}/api/v1/polls/facebook-hour/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

describe("the data of the first version", () => {
  it("is counted at once, with the ballots that no seal holds yet", async () => {
    const { tally } = (await ask("LEDGER", "facebook-hour", "view")) as { tally: object };
    expect(tally).toMatchObject({ counts: expected.counts, sealed: expected.sealed });
  });

  it("has the next checkpoint that the first version would have signed", async () => {
    await ask("LEDGER", "facebook-hour", "seal");
    // What both note of the restart differs in its time alone.
    const entries = (await entriesOf("facebook-hour")).map((entry) =>
      entry.startsWith(COUNTERS) ? expected.note : entry,
    );
    const [shown, due] = [await newestCheckpoint("facebook-hour"), checkpointOf(expected.next["facebook-hour"])];
    expect(entries.filter((entry) => entry === expected.note)).toHaveLength(1);
    expect([shown?.origin, shown?.size]).toEqual([due?.origin, due?.size]);
    expect(toBase64(rootOf(sha256, leaves(entries)))).toBe(toBase64(due?.root ?? new Uint8Array()));
    const closed = await (await fetch(`${server.url}/log/pain/checkpoint`)).text();
    expect(closed).toBe(expected.next.pain);
  });

  it("verifies, with its own key, from the first entry to the last", async () => {
    for (const [poll, ballots] of [
      ["facebook-hour", expected.ballots - expected.ballots / 11],
      ["pain", expected.ballots / 11],
    ]) {
      const address = { base: server.url, poll: String(poll) };
      const audited = await auditLog(address, { vkey: String(await fetchVkey(address)) });
      if (audited.kind !== "true") throw new Error(JSON.stringify(audited));
      const { a = 0, c = 0 } = audited.recount.counts.pledge?.ballots ?? {};
      expect([poll, a + c]).toEqual([poll, ballots]);
    }
  });

  it("knows its ballots again: cast again they count once, and their readers can take them back", async () => {
    const again = { question: "pledge", choice: ["leave"], lock: lockOf(10) };
    expect((await post("ballots", again)).status).toBe(200);
    expect((await post("ballots", { ...again, choice: ["hour"] })).status).toBe(409);
    expect((await post("withdrawals", { question: "pledge", secret: secretOf(10) })).status).toBe(200);
    expect((await post("withdrawals", { question: "pledge", secret: hash("nobody's") })).status).toBe(404);
  });

  it("keeps polls, drafts and words as they were", async () => {
    const list = (await ask("REGISTRY", "registry", "list")) as { id: string; draft?: { by: string } }[];
    expect(list.map(({ id, draft }) => [id, draft?.by])).toEqual([
      ["draft-two", "Brahim"],
      ["draft-one", "Brahim"],
      ["pain", undefined],
      ["facebook-hour", undefined],
    ]);
    expect(await ask("REGISTRY", "registry", "readDraft", "draft-one")).toMatchObject({ version: 2 });
    expect(await ask("REGISTRY", "registry", "readDraft", "draft-one", 1)).toMatchObject({ version: 1 });
    const page = await (await fetch(`${server.url}/fr/p/pain`)).text();
    expect(page).toContain("Un autre titre");
    const method = await (await fetch(`${server.url}/fr/p/pain/method`)).text();
    expect(method).toContain("Une faute de frappe.");
  });

  it("keeps its people, and a record of their acts that is whole", async () => {
    const { accounts } = (await ask("STAFF", "staff", "people")) as { accounts: { name: string; role: string }[] };
    expect(accounts.map(({ name, role }) => [name, role]).sort()).toEqual([
      ["Amina", "owner"],
      ["Brahim", "editor"],
    ]);
    const { entries } = (await ask("STAFF", "staff", "recordPage", { most: 100 })) as { entries: ChainedEntry[] };
    expect(entries.length).toBeGreaterThan(4);
    expect(firstBroken(entries.sort((one, other) => one.number - other.number))).toBeUndefined();
  });
});
