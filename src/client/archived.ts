import { sha256 } from "@noble/hashes/sha2.js";
import { type PollDefinition, parseDefinition } from "../domain/definition.ts";
import { inLanguage, type Language } from "../domain/language.ts";
import { type Counts, total } from "../domain/tally.ts";
import type { Failure, Read } from "../log/audit.ts";
import { BUNDLE_SIZE, bundlePath, bundlesBetween, decodeBundle, encodeBundle } from "../log/bundle.ts";
import { parseEntry } from "../log/entry.ts";
import { fromUtf8, toHex, utf8 } from "../log/text.ts";
import { parseTilePath } from "../log/tiles.ts";
import { integer } from "./numbers.ts";

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

/** What came of holding a folder against the fingerprints of its files: the first that is not as it was written. */
type Compared = { kind: "same"; files: number } | { kind: "differs"; path: string } | { kind: "missing"; path: string };

/** A chosen folder as files by their paths in it, whatever the folder is called. */
export const filesOfFolder = (chosen: Iterable<File>): Map<string, File> =>
  new Map([...chosen].map((file) => [file.webkitRelativePath.split("/").slice(1).join("/"), file]));

/** `sums`: lines as sha256sum writes them, `{hex}  {path}`. `onProgress`: files compared, of how many. */
export async function compareFiles(
  files: ReadonlyMap<string, Blob>,
  sums: string,
  onProgress: (read: number, of: number) => void,
): Promise<Compared> {
  const lines = sums.split("\n").filter((line) => line !== "");
  for (const [i, line] of lines.entries()) {
    const [sum = "", path = ""] = line.split("  ");
    const file = files.get(path);
    if (!file) return { kind: "missing", path };
    if (toHex(sha256(new Uint8Array(await file.arrayBuffer()))) !== sum) return { kind: "differs", path };
    onProgress(i + 1, lines.length);
  }
  return { kind: "same", files: lines.length };
}

/** A question's results as they are printed: its words, and for each option its words, classes a and c, and both. */
export interface Figures {
  question: string;
  rows: string[][];
}

/** Figures of a recount, in one language. The two last rows, ballots and withdrawn, have their words elsewhere. */
export const figuresOf = (definition: PollDefinition, counts: Counts, language: Language): Figures[] =>
  definition.questions.map((question) => {
    const counted = counts[question.id];
    const row = (name: string, votes = { a: 0, c: 0 }) => [
      name,
      ...[votes.a, votes.c, total(votes)].map((each) => integer(language, each)),
    ];
    return {
      question: inLanguage(question.text, language),
      rows: [
        ...question.options.map(({ id, label }) => row(inLanguage(label, language), counted?.options[id])),
        row("", counted?.ballots),
        row("", counted?.withdrawn),
      ],
    };
  });

/** The definition that the first line of a log states. Only for a log that was audited. */
export async function definitionIn(read: Read, size: number): Promise<PollDefinition | undefined> {
  const [first] = bundlesBetween(0, size);
  const bundle = first && (await read(`${LOG}/tile/${bundlePath(first.number, first.width)}`));
  if (!(bundle instanceof Uint8Array)) return undefined;
  const [line] = decodeBundle(bundle);
  const open = line && parseEntry(fromUtf8(line));
  const parsed = open?.kind === "open" ? parseDefinition(open.json.definition) : undefined;
  return parsed?.kind === "definition" ? parsed.definition : undefined;
}
