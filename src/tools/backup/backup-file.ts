import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { createTarDecoder, createTarPacker } from "modern-tar";
import * as z from "zod/mini";
import type { StoredFile } from "./stored-files.ts";

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

/** What a backup cannot be read for; the message is a sentence for whoever asked, without its full stop. */
export class CannotRestore extends Error {}

/**
 * Writes the files of `dataDir` and their hashes to `target`, which must not exist, readable by its owner alone: gzip of a tar
 * archive in POSIX.1-1988 (ustar), which every tar reads.
 */
export async function writeBackup(
  dataDir: string,
  files: readonly StoredFile[],
  manifest: Manifest,
  target: string,
  onProgress: (written: number, of: number) => void,
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
    for (const { path, size, at } of files) {
      const name = `data/${path}`;
      sums.push(`${await add(name, size, new Date(at), createReadStream(join(dataDir, path)))}  ${name}\n`);
      written += size;
      onProgress(written, all);
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
 * Unpacks a backup into `folder` and compares every file with its hash. Throws `CannotRestore` where it is none, is of a
 * newer format, is damaged or cut short: what was unpacked until then is worth nothing.
 */
export async function readBackup(
  source: string,
  folder: string,
  onProgress: (files: number, bytes: number) => void,
): Promise<Manifest> {
  const sums = new Map<string, string>();
  let manifest: Manifest | undefined;
  let listed: string | undefined;
  let bytes = 0;
  const { readable, writable } = createTarDecoder({ strict: true });
  try {
    const fed = pipeline(createReadStream(source), createGunzip(), Writable.fromWeb(writable));
    // What breaks it reaches the reader of the archive too.
    fed.catch(() => {});
    await unpack();
    await fed;
  } catch (error) {
    if (error instanceof CannotRestore) throw error;
    // Node's own errors have a code: a file that cannot be read, a disk that is full, bytes that are no gzip.
    const isNodes = error instanceof Error && "code" in error;
    throw new CannotRestore(isNodes ? error.message : "it is not a backup, or it was damaged or cut short");
  }
  if (!manifest || listed === undefined) throw new CannotRestore("it ends too early");
  if (listed !== [...sums].map(([name, hash]) => `${hash}  ${name}\n`).join(""))
    throw new CannotRestore("a file in it is not the one that was put in: it was damaged");
  return manifest;

  async function unpack(): Promise<void> {
    for await (const { header, body } of readable) {
      const { name, size, type } = header;
      const hash = createHash("sha256");
      if (type === "file" && (name === MANIFEST || name === SUMS)) {
        const text = await textOf(hashed(body, hash));
        if (name === SUMS) listed = text;
        else manifest = parseManifest(text);
      } else {
        // The name is all that is believed of a header: no link, owner or mode.
        if (!manifest || type !== "file" || !SAFE.test(name))
          throw new CannotRestore(`it holds a file that no backup has: ${name}`);
        const file = join(folder, name.slice("data/".length));
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        await pipeline(hashed(body, hash), createWriteStream(file, { flags: "wx" }));
        bytes += size;
      }
      if (name !== SUMS) sums.set(name, hash.digest("hex"));
      onProgress(sums.size, bytes);
    }
  }
}

function parseManifest(text: string): Manifest {
  const parsed = manifestShape.safeParse(JSON.parse(text));
  const format = parsed.success ? parsed.data.format : undefined;
  if (format !== undefined && format > FORMAT)
    throw new CannotRestore(`it was made by a newer Sawt (format ${format}, this one reads up to ${FORMAT})`);
  if (!parsed.success) throw new CannotRestore("its first file says nothing of a backup");
  return parsed.data;
}

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
