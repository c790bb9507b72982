import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";
import { endStarted, newStarted, noteStarted, startedIn } from "./workerd.ts";

/**
 * One server per folder: two would fork the log.
 *
 * The lock is the operating system's, on `server.lock`, taken through SQLite, which the data needs anyway. The kernel gives it
 * to one process and takes it back at death, however that came, so no lock is ever stale and no two starters can race for a stale one.
 * `server.json` beside it names the holder to whoever is refused. A folder `workerd-…` names to the next start the workerd that
 * may have outlived a killed launcher.
 */
export interface DataDir {
  /** Absolute. */
  path: string;
  /** The folder in which this server's workerd is noted, before it can open the data. */
  started: string;
  /** Only once workerd is gone. */
  release(): void;
}

type Claim =
  | { kind: "claimed"; dataDir: DataDir }
  | { kind: "in-use"; path: string; launcher: number | undefined }
  | { kind: "workerd-stays"; path: string; pid: number }
  | { kind: "unusable"; path: string; reason: string };

/** A predecessor that was asked to stop may be just about to let go. */
const PREDECESSOR_MS = 1_000;

/** How long a killed workerd may take to give the data back. */
const END_WORKERD_MS = 5_000;

export async function claimDataDir(folder: string): Promise<Claim> {
  const path = resolve(folder);
  const lock = takeLock(path);
  if (lock.kind === "held") return { kind: "in-use", path, launcher: readRecord(path).launcher };
  if (lock.kind === "unusable") return { ...lock, path };

  const { workerd } = readRecord(path);
  if (workerd) noteStarted(newStarted(path), workerd.pid, workerd.command);
  const left = await Promise.all(startedIn(path).map((started) => endStarted(started, END_WORKERD_MS)));
  const [stays] = left.flat();
  if (stays !== undefined) {
    lock.database.close();
    return { kind: "workerd-stays", path, pid: stays };
  }
  writeRecord(path, { launcher: process.pid });
  const started = newStarted(path);
  return {
    kind: "claimed",
    dataDir: {
      path,
      started,
      release() {
        rmSync(started, { recursive: true, force: true });
        writeRecord(path, {});
        lock.database.close();
      },
    },
  };
}

/** The sentence for a folder that cannot be had. */
export function refusal(claim: Exclude<Claim, { kind: "claimed" }>): string {
  switch (claim.kind) {
    case "in-use": {
      const holder = claim.launcher === undefined ? "Another server" : `Another server (process ${claim.launcher})`;
      return `${holder} is using the folder ${claim.path}. Stop it first, or set DATA_DIR to another folder.`;
    }
    case "workerd-stays":
      return `Process ${claim.pid}, left by an earlier server on the folder ${claim.path}, could not be ended. End it, then start again.`;
    case "unusable":
      return `The folder ${claim.path} cannot hold the data: ${claim.reason}.`;
  }
}

type Lock = { kind: "taken"; database: DatabaseSync } | { kind: "held" } | { kind: "unusable"; reason: string };

const SQLITE_BUSY = 5;

function takeLock(path: string): Lock {
  try {
    // It will hold the seed that every key comes from: nobody else on the machine may look.
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(join(path, "server.lock"), { timeout: PREDECESSOR_MS });
    // Nothing is ever written: an open exclusive transaction is the lock.
    database.exec("BEGIN EXCLUSIVE");
    return { kind: "taken", database };
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return { kind: "held" };
    return { kind: "unusable", reason: error instanceof Error ? error.message : String(error) };
  }
}

const HolderRecord = z.object({
  launcher: z.optional(z.number()),
  /** An earlier version notes its workerd here. */
  workerd: z.optional(z.object({ pid: z.number(), command: z.array(z.string()) })),
});

const recordFile = (path: string): string => join(path, "server.json");

/** What the folder's holder, or its last one, wrote: nothing where that is damaged. */
function readRecord(path: string): z.infer<typeof HolderRecord> {
  try {
    return HolderRecord.parse(JSON.parse(readFileSync(recordFile(path), "utf8")));
  } catch {
    return {};
  }
}

/** Synchronous, and replaced as a whole: a record is the old one or the new one at any instant of a kill. */
function writeRecord(path: string, record: { launcher?: number }): void {
  const draft = `${recordFile(path)}.new`;
  writeFileSync(draft, JSON.stringify(record));
  renameSync(draft, recordFile(path));
}
