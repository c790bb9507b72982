import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Verdict } from "../log/audit.ts";
import { BUNDLE_SIZE, bundlePath, bundlesBetween, cutBundle, decodeBundle } from "../log/bundle.ts";
import { openCheckpoint } from "../log/checkpoint.ts";
import { type JsonObject, parseEntry } from "../log/entry.ts";
import { compareBytes, HASH_BYTES } from "../log/hash.ts";
import { cutTile, hashOfTile, nodesFromTiles, tileOfBundle, tilePath, tilesBetween, tileWidth } from "../log/tiles.ts";
import { edgeOf, rootOf } from "../log/tree.ts";
import { auditLog, fetchBytes, type LogAddress, sha256, verifyEd25519 } from "./fetch-log.ts";

type True = Extract<Verdict, { kind: "true" }>;

export interface KeptLog {
  kind: "true";
  poll: string;
  /** Where it was read. */
  from: string;
  vkey: string;
  size: number;
  /** base64 */
  root: string;
  /** The signed checkpoint of all of it. */
  note: string;
  recount: True["recount"];
  /** JSON of the `open` entry: definition, rules, keys. */
  open: JsonObject;
  /** JSON of the `note` entries, in order. */
  notes: JsonObject[];
}

/** Seals whose checkpoints are asked for at the same time. */
const AT_ONCE = 6;

/**
 * Audits a log while it is read, and keeps it under `folder`/log at the paths at which it is served: bundles, every tile
 * (also the partial ones of each seal, where no full one came), the checkpoint, and as `checkpoints/{size}` that of every
 * seal, each compared with the root over the entries. C2SP tlog-tiles.
 */
export async function keepLog(
  address: LogAddress,
  vkey: string,
  folder: string,
  onProgress: (read: number, of: number, what: string) => void,
): Promise<KeptLog | (Extract<Verdict, { kind: "false" }> & { note: string })> {
  const log = join(folder, "log");
  const write = (path: string, bytes: Uint8Array | string): void => {
    mkdirSync(dirname(join(log, path)), { recursive: true });
    writeFileSync(join(log, path), bytes);
  };
  const sizes: number[] = [];
  const notes: JsonObject[] = [];
  let open: JsonObject = {};
  let index = 0;
  const verdict = await auditLog(
    address,
    { vkey },
    (read, of) => onProgress(read, of, "entries"),
    (bundle, { number, width }) => {
      const cut = cutBundle(bundle, width);
      write(`tile/${bundlePath(number, width)}`, cut);
      for (const entry of decodeBundle(cut)) {
        const text = Buffer.from(entry).toString();
        const parsed = /^(open|note) /.test(text) ? parseEntry(text) : undefined;
        if (parsed?.kind === "open") open = parsed.json;
        if (parsed?.kind === "note") notes.push(parsed.json);
        index += 1;
        if (text.startsWith("seal ")) sizes.push(index);
      }
    },
  );
  if (verdict.kind === "false") return verdict;

  const { size, root } = verdict.checkpoint;
  write("checkpoint", verdict.note);
  const read = (path: string): Uint8Array => readFileSync(join(log, "tile", path));
  writeTiles(size, sizes, read, write);

  const nodes = nodesFromTiles(sha256, size, (level, number, width) => read(tilePath({ level, number, width })));
  for (let i = 0; i < sizes.length; i += AT_ONCE) {
    const notes = await Promise.all(
      sizes.slice(i, i + AT_ONCE).map(async (each) => {
        const bytes = await fetchBytes(`${address.base}/log/${address.poll}/checkpoint/${each}`);
        return { each, note: new TextDecoder().decode(bytes) };
      }),
    );
    for (const { each, note } of notes) {
      const opened = openCheckpoint(sha256, verifyEd25519, vkey, note);
      const stands =
        opened.kind === "checkpoint" &&
        opened.checkpoint.size === each &&
        compareBytes(opened.checkpoint.root, rootOf(sha256, edgeOf(nodes, each))) === 0;
      if (!stands)
        return {
          kind: "false",
          fault: { kind: "seal", what: "checkpoint" },
          index: each - 1,
          note,
        };
      write(`checkpoints/${each}`, note);
    }
    onProgress(Math.min(i + AT_ONCE, sizes.length), sizes.length, "seals");
  }
  return {
    kind: "true",
    poll: address.poll,
    from: `${address.base}/log/${address.poll}`,
    vkey,
    size,
    root: Buffer.from(root).toString("base64"),
    note: verdict.note,
    recount: verdict.recount,
    open,
    notes,
  };
}

/** Tiles are not asked for: they follow from the bundles, which the audit has followed to the signed root. */
function writeTiles(
  size: number,
  seals: readonly number[],
  read: (path: string) => Uint8Array,
  write: (path: string, bytes: Uint8Array) => void,
): void {
  for (const { number, width } of bundlesBetween(0, size))
    write(`tile/${tilePath({ level: 0, number, width })}`, tileOfBundle(sha256, read(bundlePath(number, width))));
  for (const tile of tilesBetween(0, size).filter(({ level }) => level > 0)) {
    const hashes = Array.from({ length: tile.width }, (_, i) =>
      hashOfTile(
        sha256,
        read(tilePath({ level: tile.level - 1, number: tile.number * BUNDLE_SIZE + i, width: BUNDLE_SIZE })),
      ),
    );
    write(`tile/${tilePath(tile)}`, Buffer.concat(hashes, tile.width * HASH_BYTES));
  }
  // A partial stays for every size that had a checkpoint, until a full one stands. C2SP tlog-tiles, "Partial Tiles".
  for (const { level, number, width: whole } of tilesBetween(0, size)) {
    if (whole === BUNDLE_SIZE) continue;
    for (const width of new Set(seals.map((seal) => tileWidth(level, number, seal)))) {
      if (width === 0 || width === whole) continue;
      write(
        `tile/${tilePath({ level, number, width })}`,
        cutTile(read(tilePath({ level, number, width: whole })), width),
      );
      if (level === 0) write(`tile/${bundlePath(number, width)}`, cutBundle(read(bundlePath(number, whole)), width));
    }
  }
}
