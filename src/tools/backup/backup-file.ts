import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import * as z from "zod/mini";
import type { StoredFile } from "./stored-files.ts";
import { readTar, type TarFile, writeTar } from "./tar.ts";

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

/** Writes the files of `dataDir` and their hashes to `target`, which must not exist, readable by its owner alone. */
export async function writeBackup(
  dataDir: string,
  files: readonly StoredFile[],
  manifest: Manifest,
  target: string,
  onProgress: (written: number, of: number) => void,
): Promise<void> {
  const sums: string[] = [];
  const all = files.reduce((sum, { size }) => sum + size, 0);
  let written = 0;
  async function* content(): AsyncGenerator<TarFile> {
    const at = Date.parse(manifest.made);
    yield* small(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`, at);
    for (const { path, size, at } of files) {
      const hash = createHash("sha256");
      const read = createReadStream(join(dataDir, path));
      yield { name: `data/${path}`, size, at, content: hashed(read, hash) };
      sums.push(`${hash.digest("hex")}  data/${path}`);
      written += size;
      onProgress(written, all);
    }
    yield* small(SUMS, `${sums.join("\n")}\n`, at);
  }
  const out = createWriteStream(target, { flags: "wx", mode: 0o600 });
  await pipeline(Readable.from(writeTar(content())), createGzip(), out);

  function* small(name: string, text: string, at: number): Generator<TarFile> {
    const bytes = Buffer.from(text);
    if (name === MANIFEST) sums.push(`${createHash("sha256").update(bytes).digest("hex")}  ${name}`);
    yield { name, size: bytes.length, at, content: Readable.from([bytes]) };
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
  try {
    const input = createReadStream(source);
    const unzipped = input.pipe(createGunzip());
    input.once("error", (error) => unzipped.destroy(error));
    for await (const { name, size, content } of readTar(unzipped)) {
      const hash = createHash("sha256");
      if (name === MANIFEST || name === SUMS) {
        const text = await textOf(hashed(content, hash));
        if (name === SUMS) listed = text;
        else manifest = parseManifest(text);
      } else {
        if (!manifest || !SAFE.test(name)) throw new CannotRestore(`it holds a file that no backup has: ${name}`);
        const file = join(folder, name.slice("data/".length));
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        await pipeline(hashed(content, hash), createWriteStream(file, { flags: "wx" }));
        bytes += size;
      }
      if (name !== SUMS) sums.set(name, hash.digest("hex"));
      onProgress(sums.size, bytes);
    }
  } catch (error) {
    if (error instanceof CannotRestore) throw error;
    throw new CannotRestore(error instanceof Error ? error.message : String(error));
  }
  if (!manifest || listed === undefined) throw new CannotRestore("it ends too early");
  if (listed !== [...sums].map(([name, hash]) => `${hash}  ${name}\n`).join(""))
    throw new CannotRestore("a file in it is not the one that was put in: it was damaged");
  return manifest;
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
