import { BUNDLE_SIZE, decodeBundle } from "./bundle.ts";
import { leafHash, type Sha256 } from "./hash.ts";
import { toHex, utf8 } from "./text.ts";

/** Entries that one set of index files covers: 256 bundles, so about one ballot of each bundle to a file. */
export const SPAN_SIZE = 65_536;

/** Ballots among which a reader's own stays hidden from whoever answers. */
const LEAST_CANDIDATES = 64;

/** Lines of the longest answer: 1.6 MB. Whoever wants more reads the log itself. */
const MOST_CANDIDATES = 65_536;

/** Hex digits of a leaf hash in a line: 64 bits, enough to tell the ballots of one log apart. */
const SHOWN_DIGITS = 16;

const BALLOT = utf8("ballot ");

/**
 * Digits of the longest prefix under which about `LEAST_CANDIDATES` of so many ballots still stand: 0 is none at all.
 * Not by a logarithm: those of JavaScript miss whole powers by a hair.
 */
function longestPrefix(ballots: number): number {
  let digits = 0;
  for (let left = ballots / LEAST_CANDIDATES; left >= 16; left /= 16) digits++;
  return digits;
}

/** Digits of the shortest prefix that is answered. */
function shortestPrefix(ballots: number): number {
  let digits = 0;
  for (let left = ballots; left > MOST_CANDIDATES; left /= 16) digits++;
  return digits;
}

type PrefixRequest =
  | { kind: "prefix"; prefix: string }
  | { kind: "malformed" }
  | { kind: "too-long"; longest: number }
  | { kind: "too-short"; shortest: number };

/** What the last part of an index address asks for, in a log of so many ballots: lower-case hex, or `all`. */
export function parsePrefix(text: string, ballots: number): PrefixRequest {
  const prefix = text === "all" ? "" : text;
  if (text !== "all" && !/^[0-9a-f]{1,64}$/.test(text)) return { kind: "malformed" };
  const [longest, shortest] = [longestPrefix(ballots), shortestPrefix(ballots)];
  if (prefix.length > longest) return { kind: "too-long", longest };
  if (prefix.length < shortest) return { kind: "too-short", shortest };
  return { kind: "prefix", prefix };
}

/** First bytes, 0 to 255, of the hashes that begin with this prefix. */
export const firstBytes = (prefix: string): number[] =>
  Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => {
    const hex = toHex(new Uint8Array([byte]));
    return prefix.length < 2 ? hex.startsWith(prefix) : prefix.startsWith(hex);
  });

/** `{index} {first 16 hex digits of the leaf hash}\n` for every ballot of a bundle; nothing else of the log is listed. */
export const indexOfBundle = (sha256: Sha256, number: number, bundle: Uint8Array): string =>
  decodeBundle(bundle)
    .map((entry, i) =>
      BALLOT.every((byte, at) => entry[at] === byte)
        ? `${number * BUNDLE_SIZE + i} ${toHex(leafHash(sha256, entry)).slice(0, SHOWN_DIGITS)}\n`
        : "",
    )
    .join("");

/** The lines of a full span by the first byte of their hashes: 256 files, each in the order of the log. */
export function indexFiles(lines: string): string[] {
  const files = Array.from({ length: 256 }, () => "");
  for (const [line, byte = ""] of lines.matchAll(/\d+ ([0-9a-f]{2}).*\n/g)) files[Number.parseInt(byte, 16)] += line;
  return files;
}

/** The lines whose hash begins with the prefix. */
export const linesUnder = (prefix: string, lines: string): string =>
  prefix === "" ? lines : (lines.match(new RegExp(`^\\d+ ${prefix}.*\\n`, "gm")) ?? []).join("");

/** Indices of the lines of an answer, and which of them stand for this leaf hash. */
export function readIndex(lines: string, leaf: Uint8Array): { candidates: number[]; own: number | undefined } {
  const found = [...lines.matchAll(/^(\d{1,15}) ([0-9a-f]{16})$/gm)];
  const hex = toHex(leaf).slice(0, SHOWN_DIGITS);
  const own = found.find(([, , hash]) => hash === hex)?.[1];
  return { candidates: found.map(([, index]) => Number(index)), own: own === undefined ? undefined : Number(own) };
}

/**
 * Candidates whose proofs are asked for together with one's own, one for each bundle. A bundle and a prefix together
 * would name a single ballot of a large log; so many bundles are asked for that at least `LEAST_CANDIDATES` candidates
 * stand in them. `random`: from 0 to 1, anew at each call.
 */
export function proofsToAsk(candidates: readonly number[], own: number, random: () => number): number[] {
  const inBundle = new Map<number, number[]>();
  for (const each of candidates) {
    const bundle = Math.floor(each / BUNDLE_SIZE);
    inBundle.set(bundle, [...(inBundle.get(bundle) ?? []), each]);
  }
  const ownBundle = Math.floor(own / BUNDLE_SIZE);
  const others = [...inBundle.keys()].filter((each) => each !== ownBundle);
  const asked = [own];
  for (let among = inBundle.get(ownBundle)?.length ?? 1; among < LEAST_CANDIDATES && others.length > 0; ) {
    const [bundle = 0] = others.splice(Math.floor(random() * others.length), 1);
    const [first = 0, ...more] = inBundle.get(bundle) ?? [];
    asked.push(first);
    among += 1 + more.length;
  }
  return asked.sort((one, other) => one - other);
}

/**
 * Digits to ask for, of the reader's own hash. `ballots`: as last heard, perhaps more than the log's head has, so half
 * of them are reckoned with. A short prefix costs lines of 24 bytes, a longer one more bundles of 8 KB to hide among.
 */
export const digitsToAsk = (ballots: number): number =>
  Math.min(longestPrefix(ballots / 2), ballots < 8 * MOST_CANDIDATES ? 1 : 2);
