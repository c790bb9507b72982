import type { Readable } from "node:stream";

/** A file of an archive: its name with `/` between folders, its bytes, and when it was written (milliseconds since 1970). */
export interface TarFile {
  name: string;
  size: number;
  at: number;
  content: AsyncIterable<Uint8Array>;
}

const BLOCK = 512;
/** Bytes of a size in octal, less the one that ends it: 8 GiB. No file of a poll comes near. */
const MOST_BYTES = 8 ** 11 - 1;

/** Writes files as a tar archive of POSIX.1-1988 (ustar), which every tar reads. Throws where a file is not as long as it said. */
export async function* writeTar(files: AsyncIterable<TarFile>): AsyncGenerator<Uint8Array> {
  for await (const { name, size, at, content } of files) {
    yield header(name, size, at);
    let written = 0;
    for await (const piece of content) {
      written += piece.length;
      yield piece;
    }
    if (written !== size) throw new Error(`${name} changed while it was read`);
    yield new Uint8Array(paddingOf(size));
  }
  yield new Uint8Array(2 * BLOCK);
}

/**
 * Reads what `writeTar` wrote, file by file: each must be read before the next is asked for. Throws a sentence where the
 * bytes are no such archive, or end too early.
 */
export async function* readTar(source: Readable): AsyncGenerator<TarFile> {
  const bytes = new Bytes(source[Symbol.asyncIterator]());
  for (;;) {
    const block = Buffer.concat(await collected(bytes.take(BLOCK)));
    if (block.every((byte) => byte === 0)) return;
    const { name, size, at } = parseHeader(block);
    yield { name, size, at, content: bytes.take(size) };
    for await (const _ of bytes.take(paddingOf(size)));
  }
}

const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

function header(path: string, size: number, at: number): Uint8Array {
  if (size > MOST_BYTES) throw new Error(`${path} is larger than 8 GiB`);
  const block = Buffer.alloc(BLOCK);
  const { prefix, name } = split(path);
  block.write(name, 0);
  block.write("0000600\0", 100);
  block.write("0000000\0", 108);
  block.write("0000000\0", 116);
  block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  block.write(
    `${Math.floor(at / 1_000)
      .toString(8)
      .padStart(11, "0")}\0`,
    136,
  );
  block.write("0", 156);
  block.write("ustar\x0000", 257, "latin1");
  block.write(prefix, 345);
  block.write(`${checksum(block).toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

/** A name of up to 100 bytes, and the folders before it where there are more. */
function split(path: string): { prefix: string; name: string } {
  if (path.length <= 100) return { prefix: "", name: path };
  const at = path.indexOf("/", path.length - 101);
  if (at < 0 || at > 155) throw new Error(`the name ${path} is too long`);
  return { prefix: path.slice(0, at), name: path.slice(at + 1) };
}

function parseHeader(block: Buffer): Omit<TarFile, "content"> {
  const text = (from: number, length: number) =>
    block
      .toString("latin1", from, from + length)
      .replace(/\0.*$/s, "")
      .trim();
  const octal = (from: number, length: number) =>
    /^[0-7]+$/.test(text(from, length)) ? Number.parseInt(text(from, length), 8) : Number.NaN;
  const [size, at] = [octal(124, 12), octal(136, 12)];
  const isFile = block[156] === "0".charCodeAt(0);
  if (
    text(257, 6) !== "ustar" ||
    octal(148, 8) !== checksum(block) ||
    Number.isNaN(size) ||
    Number.isNaN(at) ||
    !isFile
  )
    throw new Error("it is not a backup, or it was damaged");
  const prefix = text(345, 155);
  return { name: prefix ? `${prefix}/${text(0, 100)}` : text(0, 100), size, at: at * 1_000 };
}

/** Sum of a header's bytes, its own field counted as spaces. */
const checksum = (block: Uint8Array): number =>
  block.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

/** Bytes of a stream, so many at a time. */
class Bytes {
  readonly #source: AsyncIterator<Uint8Array>;
  #left: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterator<Uint8Array>) {
    this.#source = source;
  }

  async *take(count: number): AsyncGenerator<Uint8Array> {
    for (let wanted = count; wanted > 0; ) {
      if (this.#left.length === 0) {
        const { done, value } = await this.#source.next();
        if (done) throw new Error("it ends too early");
        this.#left = value;
      }
      const piece = this.#left.subarray(0, wanted);
      this.#left = this.#left.subarray(piece.length);
      wanted -= piece.length;
      yield piece;
    }
  }
}
