import { afterAll, describe, expect, it } from "vitest";
import { decodeBundle, encodeBundle } from "../../src/log/bundle.ts";
import { formatCheckpoint, openCheckpoint } from "../../src/log/checkpoint.ts";
import { leafHash } from "../../src/log/hash.ts";
import { signNote } from "../../src/log/note.ts";
import { fromUtf8, utf8 } from "../../src/log/text.ts";
import { nodesFromTiles, tileOfBundle } from "../../src/log/tiles.ts";
import {
  appendLeaf,
  consistencyProof,
  EMPTY_EDGE,
  inclusionProof,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from "../../src/log/tree.ts";
import { cast, logOf, logSigner, ORIGIN, takenBack, VKEY } from "./a-log.ts";
import { goJudge, rootLetters } from "./go-judge.ts";
import { sha256, signer, verify } from "./node-crypto.ts";

const { ask, end } = goJudge();
afterAll(end);

/** A log of 207 entries, in one bundle, with withdrawals; its checkpoint is signed. */
const ballots = Array.from({ length: 200 }, (_, i) => cast(`voter ${i}`, [i % 3 ? "yes" : "no"]));
const { entries } = logOf(
  { ballots: ballots.slice(0, 60).map(({ text }) => text) },
  {
    notes: [{ event: "paused" }],
    ballots: ballots.slice(60).map(({ text }) => text),
    withdrawals: ballots.slice(60, 62).map((ballot) => takenBack(ballot, "this-batch")),
  },
);
const size = entries.length;

const rootUpTo = (upTo: number): Uint8Array =>
  rootOf(
    sha256,
    entries.slice(0, upTo).reduce((edge, entry) => appendLeaf(sha256, edge, leafHash(sha256, entry)), EMPTY_EDGE),
  );
const root = rootUpTo(size);
const checkpoint = signNote(sha256, logSigner, formatCheckpoint({ origin: ORIGIN, size, root }));
const nodesAt = (upTo: number) =>
  nodesFromTiles(sha256, upTo, (_level, _number, width) => tileOfBundle(sha256, encodeBundle(entries.slice(0, width))));

const lettersOf = (root: Uint8Array): string => rootLetters(Buffer.from(root).toString("base64"));

/** Our verdict on a note's bytes, as Go's is asked for. */
function ours(note: Uint8Array): boolean {
  let text: string;
  try {
    text = fromUtf8(note);
  } catch {
    return false;
  }
  return openCheckpoint(sha256, verify, VKEY, text).kind === "checkpoint";
}

function ourRoot(bytes: Uint8Array, width: number): string | undefined {
  try {
    const decoded = decodeBundle(bytes);
    if (decoded.length !== width) return undefined;
    const edge = decoded.reduce((grown, entry) => appendLeaf(sha256, grown, leafHash(sha256, entry)), EMPTY_EDGE);
    return lettersOf(rootOf(sha256, edge));
  } catch {
    return undefined;
  }
}

/** Every byte of a file, one at a time: each of its bits turned, and a few values that mean something in a note. */
function* mutationsOf(
  bytes: Uint8Array,
  values: (byte: number) => number[],
): Generator<{ at: number; bytes: Uint8Array }> {
  for (let at = 0; at < bytes.length; at++)
    for (const value of new Set(values(bytes[at] ?? 0))) {
      if (value === bytes[at]) continue;
      const mutated = Uint8Array.from(bytes);
      mutated[at] = value;
      yield { at, bytes: mutated };
    }
}

const everyBit = (byte: number): number[] => Array.from({ length: 8 }, (_, bit) => byte ^ (1 << bit));
const withMeaning = (byte: number): number[] => [
  ...everyBit(byte),
  ..."\n\r \t+=-/—A0\0".split("").map((c) => c.charCodeAt(0) & 0xff),
];

describe("Go's note and tlog", () => {
  it("read the checkpoint and its root as we do", () => {
    const [answer] = ask([{ kind: "checkpoint", vkey: VKEY, note: utf8(checkpoint) }]);
    expect(answer).toEqual({ ok: true, size, root: lettersOf(root) });
  });

  it("compute our root from the bytes of our bundle, at every size", () => {
    const sizes = Array.from({ length: size }, (_, i) => i + 1);
    const answers = ask(
      sizes.map((upTo) => ({ kind: "root", size: upTo, bundle: encodeBundle(entries.slice(0, upTo)) })),
    );
    expect(answers.map((answer) => answer.root)).toEqual(sizes.map((upTo) => lettersOf(rootUpTo(upTo))));
  });

  it("accept our inclusion proofs, and refuse with us what is one off", () => {
    const cases = [1, 2, 3, 7, 8, 64, 65, 130, size].flatMap((upTo) =>
      [0, 1, Math.floor(upTo / 2), upTo - 1]
        .filter((index) => index < upTo)
        .flatMap((index) => {
          const leaf = leafHash(sha256, entries[index]!);
          const proof = inclusionProof(sha256, nodesAt(upTo), index, upTo);
          const claim = { index, size: upTo, leaf, root: rootUpTo(upTo), proof };
          return [
            claim,
            { ...claim, index: index + 1 },
            { ...claim, size: upTo + 1 },
            { ...claim, size: Math.max(upTo - 1, 0) },
            { ...claim, leaf: leafHash(sha256, utf8("a stranger")) },
            { ...claim, root },
            { ...claim, proof: proof.slice(1) },
            { ...claim, proof: [...proof, leaf] },
            { ...claim, proof: proof.toReversed() },
            { ...claim, proof: proof.map((hash, i) => (i === 0 ? hash.subarray(1) : hash)) },
          ];
        }),
    );
    const answers = ask(cases.map((claim) => ({ kind: "inclusion", ...claim })));
    expect(answers.map(({ ok }) => ok)).toEqual(cases.map((claim) => verifyInclusion(sha256, claim)));
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThan(30);
  });

  it("accept our consistency proofs between all seals and more, and refuse with us what is one off", () => {
    const pairs = [1, 2, 3, 63, 64, 65, 128, size - 1, size].flatMap((from) =>
      [2, 64, 65, 100, 200, size].filter((to) => from <= to).map((to) => ({ from, to })),
    );
    const cases = pairs.flatMap(({ from, to }) => {
      const proof = consistencyProof(sha256, nodesAt(to), from, to);
      const claim = { from, to, fromRoot: rootUpTo(from), toRoot: rootUpTo(to), proof };
      return [
        claim,
        { ...claim, from: from + 1 },
        { ...claim, to: to + 1 },
        { ...claim, fromRoot: claim.toRoot },
        { ...claim, toRoot: rootUpTo(1) },
        { ...claim, proof: proof.slice(1) },
        { ...claim, proof: [...proof, root] },
        { ...claim, proof: proof.toReversed() },
      ];
    });
    const answers = ask(
      cases.map(({ from, to, fromRoot, toRoot, proof }) => ({
        kind: "consistency",
        from,
        size: to,
        old: fromRoot,
        root: toRoot,
        proof,
      })),
    );
    expect(answers.map(({ ok }) => ok)).toEqual(cases.map((claim) => verifyConsistency(sha256, claim)));
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThan(pairs.length - 1);
  });

  it("give our verdict on every single-byte mutation of a checkpoint, but for the padding bits of base64", () => {
    const mutated = [...mutationsOf(utf8(checkpoint), withMeaning)];
    const answers = ask(mutated.map(({ bytes }) => ({ kind: "checkpoint", vkey: VKEY, note: bytes })));
    const apart = mutated.filter(({ bytes }, i) => answers[i]?.ok !== ours(bytes));
    // The signature line's base64 ends in "=": of its last letter Go ignores the low bits, and we do not. All else is alike.
    expect(apart.every(({ bytes }, i) => !ours(bytes) && apart[i]?.at === utf8(checkpoint).lastIndexOf(0x3d) - 1)).toBe(
      true,
    );
    expect(mutated.length).toBeGreaterThan(3_000);
    expect(mutated.filter(({ bytes }) => ours(bytes))).toEqual([]);
  });

  it("give our verdict on every single-byte mutation of a bundle: another root, or no bundle", () => {
    const some = entries.slice(1, 14);
    const small = encodeBundle(some);
    const mutated = [...mutationsOf(small, everyBit)];
    const answers = ask(mutated.map(({ bytes }) => ({ kind: "root", size: some.length, bundle: bytes })));
    expect(answers.map((answer) => answer.root)).toEqual(mutated.map(({ bytes }) => ourRoot(bytes, some.length)));
    expect(mutated.length).toBe(small.length * 8);
    expect(answers.filter(({ root }) => root === ourRoot(small, some.length))).toEqual([]);
  });

  it("are laxer than we are in two ways, and we stay strict", () => {
    const text = formatCheckpoint({ origin: ORIGIN, size, root });
    const line = checkpoint.slice(text.length + 1);
    const stray = checkpoint.replace(/(.)=\n$/, (_, last: string) => {
      const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
      return `${letters[letters.indexOf(last) + 1]}=\n`;
    });
    const foreign = signNote(sha256, signer("a.witness", 9), text).slice(text.length + 1);
    // The tenth letter of the base64 is past the key's id, in the signature.
    const badAgain = line.replace(
      /( \S{9})(\S)(\S*\n)$/,
      (_, start: string, letter: string, rest: string) => `${start}${letter === "A" ? "B" : "A"}${rest}`,
    );
    const notes = {
      "stray padding bits": stray,
      "the same key twice": checkpoint + line,
      "a second, false signature by the same key": checkpoint + badAgain,
      "a false one first": `${text}\n${badAgain}${line}`,
      "a stranger's beside it": checkpoint + foreign,
      "a stranger's alone": `${text}\n${foreign}`,
    };
    const answers = ask(Object.values(notes).map((note) => ({ kind: "checkpoint", vkey: VKEY, note: utf8(note) })));
    const verdicts = Object.entries(notes).map(([name, note], i) => [
      name,
      { go: answers[i]?.ok, ours: ours(utf8(note)) },
    ]);
    expect(Object.fromEntries(verdicts)).toEqual({
      "stray padding bits": { go: true, ours: false },
      "the same key twice": { go: true, ours: true },
      "a second, false signature by the same key": { go: true, ours: false },
      "a false one first": { go: false, ours: false },
      "a stranger's beside it": { go: true, ours: true },
      "a stranger's alone": { go: false, ours: false },
    });
  });
});
