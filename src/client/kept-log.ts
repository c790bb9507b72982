import { BUNDLE_SIZE, encodeBundle } from "../log/bundle.ts";
import { utf8 } from "../log/text.ts";
import { parseTilePath } from "../log/tiles.ts";
import type { Failure, Read } from "./read-log.ts";

/** Address of the log in an archive, as its page names it. */
export const LOG = "log";

const missing = (address: string): Failure => ({ kind: "unreadable", why: `${address} is missing` });

/** The log that stands in a page as lines, read at the addresses of its files. What is short there is short here. */
export function readLines(checkpoint: string, lines: readonly string[]): Read {
  return async (address) => {
    if (address === `${LOG}/checkpoint`) return utf8(checkpoint);
    const bundle = parseTilePath(address.replace(`${LOG}/tile/`, ""));
    if (bundle?.level !== "entries") return missing(address);
    const first = bundle.number * BUNDLE_SIZE;
    try {
      return encodeBundle(lines.slice(first, first + bundle.width).map(utf8));
    } catch (error) {
      return { kind: "unreadable", why: String(error) };
    }
  };
}

/** The log in the files of an archive's folder, by their paths in it. */
export function readFiles(files: ReadonlyMap<string, Blob>): Read {
  return async (address) => {
    const file = files.get(address);
    return file ? new Uint8Array(await file.arrayBuffer()) : missing(address);
  };
}
