import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { createTarDecoder, createTarPacker } from "modern-tar";
import * as z from "zod/mini";
import { progress } from "./command.ts";

/** Grows when an older Sawt could not read a newer one's backups. */
export const FORMAT = 1;

/** First in every backup: what is in it, so that whoever holds one can tell without opening the rest. */
const manifestShape = z.object({
  format: z.number(),
  what: z.string(),
  /** `everything`: it holds the secret that signs the logs, and the accounts of the desk. `public`: neither. */
  holds: z.enum(["everything", "public"]),
  made: z.string(),
  polls: z.array(z.object({ poll: z.string(), size: z.number(), checkpoint: z.string() })),
});

export type Manifest = z.infer<typeof manifestShape>;

const MANIFEST = "sawt-backup.json";
/** Last in every backup, in the form that `sha256sum -c` reads. A backup without it was cut short. */
const SUMS = "SHA256SUMS";

/** Folders of the data and names that Miniflare gives: nothing that could lead out of the folder. */
const SAFE = /^data(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/;

/** A backup cannot be made or read; the message is a clause for whoever asked, without its full stop. */
export class Refused extends Error {}

/**
 * Writes the files of `dataDir` and their hashes to `target`, which must not exist, readable by its owner alone: gzip of a tar
 * archive in POSIX.1-1988 (ustar), which every tar reads.
 */
export async function writeBackup(
  dataDir: string,
  files: readonly StoredFile[],
  manifest: Manifest,
  target: string,
): Promise<void> {
  const { readable, controller } = createTarPacker();
  const out = createWriteStream(target, { flags: "wx", mode: 0o600 });
  await Promise.all([
    pipeline(readable, createGzip(), out),
    fill().catch((error: unknown) => {
      controller.error(error);
      throw error;
    }),
  ]);

  async function fill(): Promise<void> {
    const sums: string[] = [];
    const made = new Date(manifest.made);
    const first = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    sums.push(`${await add(MANIFEST, first.length, made, [first])}  ${MANIFEST}\n`);
    const all = files.reduce((sum, { size }) => sum + size, 0);
    let written = 0;
    const tellWritten = progress("MB");
    for (const { path, size, at } of files) {
      const name = `data/${path}`;
      sums.push(`${await add(name, size, new Date(at), createReadStream(join(dataDir, path)))}  ${name}\n`);
      written += size;
      tellWritten(megabytes(written), megabytes(all));
    }
    const last = Buffer.from(sums.join(""));
    await add(SUMS, last.length, made, [last]);
    controller.finalize();
  }

  /** Answers the SHA-256 in hex. Throws where the content is not of that size: a file changed while it was read. */
  async function add(
    name: string,
    size: number,
    mtime: Date,
    content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<string> {
    const hash = createHash("sha256");
    const writer = controller.add({ name, size, mtime, mode: 0o600 }).getWriter();
    for await (const piece of content) {
      hash.update(piece);
      await writer.write(piece);
    }
    await writer.close();
    return hash.digest("hex");
  }
}

/**
 * Unpacks a backup into `folder` and compares every file with its hash. Throws `Refused` where it is none, is of a
 * newer format, is damaged or cut short: what was unpacked until then is worth nothing.
 */
export async function readBackup(source: string, folder: string): Promise<Manifest> {
  const sums = new Map<string, string>();
  let manifest: Manifest | undefined;
  let listed: string | undefined;
  const { size: all } = statSync(source);
  const input = createReadStream(source);
  const tellRead = progress("MB");
  const { readable, writable } = createTarDecoder({ strict: true });
  try {
    const fed = pipeline(input, createGunzip(), Writable.fromWeb(writable));
    // What breaks it reaches the reader of the archive too.
    fed.catch(() => {});
    await unpack();
    await fed;
  } catch (error) {
    if (error instanceof Refused) throw error;
    // Node's own errors have a code: a file that cannot be read, a disk that is full, bytes that are no gzip.
    const isNodes = error instanceof Error && "code" in error;
    throw new Refused(isNodes ? error.message : "it is not a backup, or it was damaged or cut short");
  }
  if (!manifest || listed === undefined) throw new Refused("it ends too early");
  if (listed !== [...sums].map(([name, hash]) => `${hash}  ${name}\n`).join(""))
    throw new Refused("a file in it is not the one that was put in: it was damaged");
  return manifest;

  async function unpack(): Promise<void> {
    for await (const { header, body } of readable) {
      const { name, type } = header;
      const hash = createHash("sha256");
      if (type === "file" && (name === MANIFEST || name === SUMS)) {
        const text = await textOf(hashed(body, hash));
        if (name === SUMS) listed = text;
        else manifest = parseManifest(text);
      } else {
        // The name is all that is believed of a header: no link, owner or mode.
        if (!manifest || type !== "file" || !SAFE.test(name))
          throw new Refused(`it holds a file that no backup has: ${name}`);
        const file = join(folder, name.slice("data/".length));
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        await pipeline(hashed(body, hash), createWriteStream(file, { flags: "wx" }));
      }
      if (name !== SUMS) sums.set(name, hash.digest("hex"));
      tellRead(megabytes(input.bytesRead), megabytes(all));
    }
  }
}

function parseManifest(text: string): Manifest {
  const parsed = manifestShape.safeParse(JSON.parse(text));
  const format = parsed.success ? parsed.data.format : undefined;
  if (format !== undefined && format > FORMAT)
    throw new Refused(`it was made by a newer Sawt (format ${format}, this one reads up to ${FORMAT})`);
  if (!parsed.success) throw new Refused("its first file says nothing of a backup");
  return parsed.data;
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6);

async function* hashed(content: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const piece of content) {
    hash.update(piece);
    yield piece;
  }
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** A file of the data folder, by its path in it with `/` between folders. */
interface StoredFile {
  path: string;
  size: number;
  at: number;
}

/** What SQLite makes anew beside a database: nothing that was committed is in them once they are checkpointed. */
const BESIDE = /-(wal|shm)$/;

/**
 * All that a stopped server has stored, with every database whole in its one file: SQLite moves what its write-ahead log
 * holds into it (`PRAGMA wal_checkpoint`), and checks it. Only with the folder's lock in hand. Throws `Refused` where a
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
      throw new Refused(`the database ${file} is damaged: ${String(checked?.quick_check)}`);
    const [checkpointed] = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
    if (checkpointed?.busy !== 0) throw new Refused(`the database ${file} is in use`);
  } finally {
    database.close();
  }
}
