import { bundlePath, bundlesBetween, encodeBundle } from "../../src/log/bundle.ts";
import { formatCheckpoint } from "../../src/log/checkpoint.ts";
import { leafHash } from "../../src/log/hash.ts";
import { promiseKeyName, promiseText, signNote, verifierKey } from "../../src/log/note.ts";
import { utf8 } from "../../src/log/text.ts";
import { appendLeaf, EMPTY_EDGE, rootOf } from "../../src/log/tree.ts";
import { cast, definition, entriesOf, linesOf, logOf, logSigner, ORIGIN, takenBack, VKEY } from "./a-log.ts";
import { sha256, signer } from "./node-crypto.ts";

/** A log as its server shows it to somebody who recounts. */
export interface ShownLog {
  vkey: string;
  checkpoint: string;
  entries: readonly Uint8Array[];
  since?: string;
  promises?: readonly string[];
}

const promiseSigner = signer(promiseKeyName(ORIGIN), 2);
export const PROMISE_VKEY = verifierKey(sha256, promiseSigner);

export const promiseOf = (text: string, by = promiseSigner): string =>
  signNote(sha256, by, promiseText(ORIGIN, leafHash(sha256, utf8(text)), undefined));

export const reader = (name: string) => cast(name, [name.length % 2 === 0 ? "yes" : "no"]);
/** More than one bundle of 256 in the first batch, and in the last. */
export const first = Array.from({ length: 300 }, (_, i) => reader(`first ${i}`));
export const last = Array.from({ length: 240 }, (_, i) => reader(`last ${i}`));
export const [ada, ben, cleo] = [first[0]!, first[1]!, first[2]!];

function lines(): string[] {
  const texts = first.map(({ text }) => text);
  const begun = linesOf(logOf({ ballots: texts }).entries);
  const all = logOf(
    { ballots: texts },
    { notes: [{ kind: "paused" }], withdrawals: [takenBack(ada, begun.indexOf(ada.text))] },
    { ballots: last.map(({ text }) => text), close: { reason: "time" } },
  );
  return linesOf(all.entries).with(0, openLine({ vkey: VKEY, promiseVkey: PROMISE_VKEY }));
}

export function openLine(keys: { vkey: string; promiseVkey?: string }): string {
  return `open ${JSON.stringify({ origin: ORIGIN, ...keys, definition })}`;
}

/** 0 open, 1 seal 0, 2–301 ballots, 302 seal 1, 303 note, 304 withdraw, 305 seal 2, 306–545 ballots, 546 close, 547 seal 3. */
export const HONEST = lines();
export const SIZE = 548;
export const SEAL_1 = 302;
export const WITHDRAW = 304;

export function checkpointOver(all: readonly string[], by = logSigner, origin = ORIGIN): string {
  const edge = entriesOf(all).reduce((at, entry) => appendLeaf(sha256, at, leafHash(sha256, entry)), EMPTY_EDGE);
  const text = formatCheckpoint({ origin, size: edge.size, root: rootOf(sha256, edge) });
  return signNote(sha256, by, text);
}

export const earlier = checkpointOver(HONEST.slice(0, SEAL_1 + 1));
export const honest: ShownLog = { vkey: VKEY, checkpoint: checkpointOver(HONEST), entries: entriesOf(HONEST) };
/** The same before its last batch. */
export const stillOpen: ShownLog = {
  vkey: VKEY,
  checkpoint: checkpointOver(HONEST.slice(0, 306)),
  entries: entriesOf(HONEST.slice(0, 306)),
};
export const keptPromises = [promiseOf(ada.text), promiseOf(last[7]!.text)];
export const unknownPromise = promiseOf(reader("never sealed").text);
export const foreignPromise = promiseOf(ada.text, signer(promiseKeyName(ORIGIN), 9));

/** Signed by the operator who wrote it. */
export const written = (change: (lines: string[]) => void): ShownLog => {
  const all = [...HONEST];
  change(all);
  return { vkey: VKEY, checkpoint: checkpointOver(all), entries: entriesOf(all) };
};

/** The honest checkpoint over entries that are not the ones it was signed for. */
export const tampered = (change: (lines: string[]) => void): ShownLog => ({
  ...written(change),
  checkpoint: honest.checkpoint,
});

/** What is served under `/log/{poll}/`, by the end of its address. */
export function servedFiles(log: ShownLog): Map<string, Uint8Array> {
  const files = new Map([["checkpoint", utf8(log.checkpoint)]]);
  const size = Number(log.checkpoint.split("\n")[1]);
  for (const { number, width } of bundlesBetween(0, size)) {
    const entries = log.entries.slice(number * 256, Math.min(number * 256 + 256, number * 256 + width));
    files.set(`tile/${bundlePath(number, width)}`, encodeBundle(entries));
  }
  return files;
}
