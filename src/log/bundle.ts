import { concatBytes } from "./text.ts";

/** Entries in a full bundle, and hashes in a full tile. C2SP tlog-tiles, "Merkle Tree". */
export const BUNDLE_SIZE = 256;

/** Longest entry that a bundle can hold: its length is a uint16. */
const MAX_ENTRY_BYTES = 65_535;

/** An entry bundle: each entry as a big-endian uint16 length and its bytes. C2SP tlog-tiles, "Log entries". */
export const encodeBundle = (entries: readonly Uint8Array[]): Uint8Array =>
  concatBytes(
    entries.flatMap((entry) => {
      if (entry.length > MAX_ENTRY_BYTES)
        throw new RangeError(`an entry of ${entry.length} bytes does not fit a bundle`);
      return [new Uint8Array([entry.length >> 8, entry.length & 0xff]), entry];
    }),
  );

/** The entries of a bundle; throws a RangeError where it is cut short. */
export function decodeBundle(bundle: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; ) {
    const [high, low] = [bundle[at], bundle[at + 1]];
    if (high === undefined || low === undefined) throw new RangeError("a bundle ends inside a length");
    const end = at + 2 + (high << 8) + low;
    if (end > bundle.length) throw new RangeError("a bundle ends inside an entry");
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/** The first `width` entries of a bundle, still encoded. */
export const cutBundle = (bundle: Uint8Array, width: number): Uint8Array =>
  encodeBundle(decodeBundle(bundle).slice(0, width));

/** Path of bundle `number`: `entries/x001/x234/067` or, holding only `width` entries, `entries/…/067.p/{width}`. */
export const bundlePath = (number: number, width: number = BUNDLE_SIZE): string =>
  `entries/${numberPath(number, width)}`;

/**
 * A tile's or bundle's number as a path: three digits an element, all but the last prefixed with x, and the width of
 * a partial one. C2SP tlog-tiles, "Merkle Tree".
 */
export function numberPath(number: number, width: number): string {
  const digits = String(number);
  const elements = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/\d{3}/g) ?? [];
  const path = elements.map((element, i) => (i < elements.length - 1 ? `x${element}` : element)).join("/");
  return width < BUNDLE_SIZE ? `${path}.p/${width}` : path;
}

/** The bundles, with their widths, that hold entries `from` up to but not including `size`, as a log of `size` has them. */
export function bundlesBetween(from: number, size: number): { number: number; width: number }[] {
  const bundles = [];
  for (let number = Math.floor(from / BUNDLE_SIZE); number * BUNDLE_SIZE < size; number++)
    bundles.push({ number, width: Math.min(BUNDLE_SIZE, size - number * BUNDLE_SIZE) });
  return bundles;
}
