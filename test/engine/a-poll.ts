import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createHash, randomBytes } from "node:crypto";
import type { PollDefinition } from "../../src/domain/definition.ts";
import facebookHour from "../../src/domain/seed/facebook-hour.json";
import { KvStore } from "../../src/engine/kv.ts";
import type { CastRequest } from "../../src/engine/rpc.ts";
import { bundlesBetween, decodeBundle } from "../../src/log/bundle.ts";
import { ballotEntry } from "../../src/log/entry.ts";
import type { Recount } from "../../src/log/recount.ts";
import { fromUtf8 } from "../../src/log/text.ts";
import { recount } from "../log/recount.ts";

let polls = 0;

/** Opens a poll of its own for one test: the shipped definition with another id, and what the test changes. */
export async function openPoll(changes: object = {}): Promise<PollDefinition> {
  const registry = env.REGISTRY.getByName("registry");
  const id = `test-${++polls}-${randomBytes(4).toString("hex")}`;
  const created = await registry.create({ ...facebookHour, id, ...changes });
  if (created.kind !== "created") throw new Error(JSON.stringify(created));
  const opened = await registry.open(id);
  if (opened.kind !== "opened") throw new Error(opened.kind);
  return opened.poll.definition;
}

export const boxOf = (poll: PollDefinition, box = 0) => env.BALLOT_BOX.getByName(`${poll.id}/${box}`);
export const ledgerOf = (poll: PollDefinition) => env.LEDGER.getByName(poll.id);

/** 32 bytes of canonical base64url, the same for the same name. */
export const bytes32 = (name: string): string => createHash("sha256").update(name).digest("base64url");

export const aBallot = (name: string, changes: Partial<CastRequest> = {}): CastRequest => ({
  question: "pledge",
  choice: ["hour"],
  lock: bytes32(name),
  class: "a",
  marked: false,
  ...changes,
});

/** A box that took so many ballots, full rows of 250 lines, while nobody sealed them. */
export async function fill(box: ReturnType<typeof boxOf>, ballots: number): Promise<void> {
  const lines = Array.from({ length: ballots }, (_, i) => ballotEntry(aBallot(`waiting ${i}`)));
  await runInDurableObject(box, (_, { storage }) => {
    for (let row = 0; row * 250 < lines.length; row++)
      storage.sql.exec("INSERT INTO journal (lines) VALUES (?)", lines.slice(row * 250, (row + 1) * 250).join("\n"));
  });
  await evict(box);
}

/** Does a thing for each, some of them at the same time. */
export async function inTurns<T>(all: readonly T[], act: (each: T) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < all.length; i += AT_ONCE) await Promise.all(all.slice(i, i + AT_ONCE).map(act));
}

const AT_ONCE = 50;

/** `names` of so many voters. */
export const voters = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${name} ${i}`);

/** The log as the archive alone holds it. */
export async function archivedEntries(poll: PollDefinition): Promise<Uint8Array[]> {
  const archive = new KvStore(env.ARCHIVE);
  const head = await archive.readTally(poll.id);
  if (!head) throw new Error("the archive has no head");
  const entries: Uint8Array[] = [];
  for (const { number, width } of bundlesBetween(0, head.sealed.size)) {
    const bundle = await archive.readBundle(poll.id, number, width);
    if (!bundle) throw new Error(`the archive misses bundle ${number} of width ${width}`);
    entries.push(...decodeBundle(bundle));
  }
  return entries;
}

export const archivedLines = async (poll: PollDefinition): Promise<string[]> =>
  (await archivedEntries(poll)).map(fromUtf8);

/** Locks of the ballots in the log, sorted. */
export const loggedLocks = async (poll: PollDefinition): Promise<string[]> =>
  (await archivedLines(poll))
    .filter((line) => line.startsWith("ballot "))
    .map((line) => line.split(" ")[3] ?? "")
    .sort();

/** `{what} 0`, `{what} 1`, …: names for so many ballots. */
export const named = (what: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${what} ${i}`);

export const archivedRecount = async (poll: PollDefinition): Promise<Recount> => recount(await archivedEntries(poll));

/** Takes an object out of memory; it may already be out. */
export async function evict(stub: Parameters<typeof evictDurableObject>[0]): Promise<void> {
  await evictDurableObject(stub).catch((error: Error) => {
    if (!error.message.includes("not currently running")) throw error;
  });
}
