import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** A file of the data folder, by its path in it with `/` between folders. */
export interface StoredFile {
  path: string;
  size: number;
  at: number;
}

/** What SQLite makes anew beside a database: nothing that was committed is in them once they are checkpointed. */
const BESIDE = /-(wal|shm)$/;

/**
 * All that a stopped server has stored, with every database whole in its one file: SQLite moves what its write-ahead log
 * holds into it (`PRAGMA wal_checkpoint`), and checks it. Only with the folder's lock in hand. Throws a sentence where a
 * database is damaged.
 */
export function storedFiles(dataDir: string, folders: readonly string[]): StoredFile[] {
  const found: StoredFile[] = [];
  for (const folder of folders.filter((each) => existsSync(join(dataDir, each)))) {
    const files = readdirSync(join(dataDir, folder), { recursive: true, withFileTypes: true }).filter((it) =>
      it.isFile(),
    );
    for (const { parentPath, name } of files) if (name.endsWith(".sqlite")) makeWhole(join(parentPath, name));
    for (const { parentPath, name } of files) {
      if (BESIDE.test(name)) continue;
      const file = join(parentPath, name);
      const { size, mtimeMs } = statSync(file);
      const path = file.slice(dataDir.length + 1).replaceAll("\\", "/");
      found.push({ path, size, at: mtimeMs });
    }
  }
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function makeWhole(file: string): void {
  const database = new DatabaseSync(file);
  try {
    const [checked] = database.prepare("PRAGMA quick_check(1)").all();
    if (checked?.quick_check !== "ok")
      throw new Error(`the database ${file} is damaged: ${String(checked?.quick_check)}`);
    const [checkpointed] = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
    if (checkpointed?.busy !== 0) throw new Error(`the database ${file} is in use`);
  } finally {
    database.close();
  }
}
