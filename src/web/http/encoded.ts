import { brotliCompressSync, brotliDecompressSync, constants, createBrotliCompress, gzipSync } from "node:zlib";
import { concatBytes } from "../../log/text.ts";
import type { Encoding } from "./encoding.ts";

type Pieces = readonly Uint8Array<ArrayBuffer>[];

/** That of the runtime's own encoder: more takes long and gains a hundredth. */
const PARAMS = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/**
 * A body in pieces, encoded piece by piece so that any `between` bytes can be sent, as they are, in each place between
 * two. Nothing where that cannot be done: a body in gzip ends in a checksum of the whole.
 */
export async function encoded(pieces: Pieces, encoding: Encoding, between: number): Promise<Pieces | undefined> {
  const [whole] = pieces;
  if (whole && pieces.length === 1)
    return [new Uint8Array(encoding === "br" ? brotliCompressSync(whole, PARAMS) : gzipSync(whole))];
  return encoding === "br" ? brotliAround(pieces, between) : undefined;
}

/** So many bytes after a gap are sent as they are too: how the next byte is encoded depends on the two before it. */
const CONTEXT = 2;

/** Most bytes of a stand-in. A prime number; as it happens, the length of a secret. */
const STAND_IN = 43;

/**
 * One brotli stream with a stand-in in each gap. A flush ends a block at a whole byte (RFC 7932 section 9.2), and a block
 * can be exchanged for an uncompressed one of its length as long as nothing later refers into it: the stand-in is of
 * bytes that occur nowhere else, in an order that occurs nowhere else, so nothing can. It is read back all the same before anybody is sent it.
 */
async function brotliAround(pieces: Pieces, between: number): Promise<Pieces | undefined> {
  const used = new Set(pieces.flatMap((piece) => [...piece]));
  const free = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !used.has(byte));
  if (between > STAND_IN || free.length < STAND_IN) return undefined;
  // In steps of its own for each gap: of a prime number no two bytes then follow each other twice.
  const gap = (step: number) => Uint8Array.from({ length: between }, (_, i) => free[(i * step) % STAND_IN] ?? 0);

  const brotli = createBrotliCompress(PARAMS);
  const chunks: Uint8Array[] = [];
  brotli.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  const failed = new Promise<never>((_, reject) => brotli.once("error", reject));
  const write = (bytes: Uint8Array, flush: (done: () => void) => void): Promise<Uint8Array> => {
    brotli.write(bytes);
    return Promise.race([failed, new Promise<void>(flush).then(() => concatBytes(chunks.splice(0)))]);
  };
  const block = (bytes: Uint8Array) => write(bytes, (done) => brotli.flush(done));
  const last = (bytes: Uint8Array) => write(bytes, (done) => brotli.once("end", done).end());

  const result: Uint8Array<ArrayBuffer>[] = [];
  for (const [i, piece] of pieces.entries()) {
    const context = i === 0 ? piece.subarray(0, 0) : piece.subarray(0, CONTEXT);
    if (i > 0) await block(concatBytes([gap(i), context]));
    const rest = piece.subarray(context.length);
    const next = pieces[i + 1];
    result.push(
      next
        ? concatBytes([context, await block(rest), uncompressed(between + Math.min(CONTEXT, next.length))])
        : concatBytes([context, await last(rest)]),
    );
  }
  const sample = gap(pieces.length);
  return opensAs(joined(result, sample), joined(pieces, sample)) ? result : undefined;
}

function opensAs(encoding: Uint8Array, plain: Uint8Array): boolean {
  try {
    return Buffer.compare(brotliDecompressSync(encoding), plain) === 0;
  } catch {
    return false;
  }
}

/** Head of an uncompressed block of 1 to 65,536 bytes that is not the last. RFC 7932 section 9.2. */
const uncompressed = (length: number): Uint8Array => {
  const bits = ((length - 1) << 3) | (1 << 19);
  return Uint8Array.of(bits & 255, (bits >> 8) & 255, bits >> 16);
};

/** All pieces, with these bytes in each place between two. */
export function joined(pieces: Pieces, between: Uint8Array): Uint8Array<ArrayBuffer> {
  const gaps = Math.max(pieces.length - 1, 0) * between.length;
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, gaps));
  let at = 0;
  for (const piece of pieces) {
    if (at > 0) {
      whole.set(between, at);
      at += between.length;
    }
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
