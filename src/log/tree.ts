import { compareBytes, HASH_BYTES, nodeHash, type Sha256 } from "./hash.ts";

/**
 * The right edge of a tree: the roots of the perfect subtrees it is made of, largest first, one for each bit of `size`.
 * All that is needed to append to a log and to know its root.
 */
export interface Edge {
  size: number;
  hashes: readonly Uint8Array[];
}

/** Hash of the perfect subtree over the leaves from `index × 2^height` up to but not including `(index + 1) × 2^height`. */
export type ReadNode = (height: number, index: number) => Uint8Array;

export const EMPTY_EDGE: Edge = { size: 0, hashes: [] };

/** The edge after one more leaf, whose hash is given. `edge` is left as it was. */
export const appendLeaf = (sha256: Sha256, edge: Edge, leaf: Uint8Array): Edge => appendSubtree(sha256, edge, 0, leaf);

/**
 * The edge after a perfect subtree of 2^`height` more leaves, whose root is given: the same as after each of its leaves.
 * Throws where the edge's size is no multiple of them.
 */
export function appendSubtree(sha256: Sha256, edge: Edge, height: number, root: Uint8Array): Edge {
  const width = 2 ** height;
  if (edge.size % width !== 0) throw new RangeError(`a subtree of ${width} leaves does not begin at ${edge.size}`);
  const hashes = [...edge.hashes];
  let subtree = root;
  // Not a bit operation anywhere in this file: those of JavaScript cut a size to 32 bits.
  for (let pairs = edge.size / width; pairs % 2 === 1; pairs = (pairs - 1) / 2) {
    const left = hashes.pop();
    if (!left) throw new Error("an edge has one hash for each bit of its size");
    subtree = nodeHash(sha256, left, subtree);
  }
  return { size: edge.size + width, hashes: [...hashes, subtree] };
}

/** The Merkle Tree Hash, 32 bytes; that of no leaves is SHA-256 of nothing. RFC 6962 section 2.1. */
export const rootOf = (sha256: Sha256, { hashes }: Edge): Uint8Array =>
  hashes.length === 0 ? sha256(new Uint8Array(0)) : hashes.reduceRight((right, left) => nodeHash(sha256, left, right));

/** The edge of the subtree over `size` leaves from `start` on, read from stored hashes; `start` is 0 for a whole log. */
export function edgeOf(node: ReadNode, size: number, start = 0): Edge {
  const hashes: Uint8Array[] = [];
  for (let at = start, left = size; left > 0; ) {
    const width = powerOfTwoUpTo(left);
    hashes.push(node(Math.round(Math.log2(width)), at / width));
    at += width;
    left -= width;
  }
  return { size, hashes };
}

/** PATH(m, D[n]): the audit path of leaf `index` in a tree of `size`, lowest sibling first. RFC 6962 section 2.1.1. */
export function inclusionProof(sha256: Sha256, node: ReadNode, index: number, size: number): Uint8Array[] {
  if (!isSize(size) || !isSize(index) || index >= size)
    throw new RangeError(`no leaf ${index} in a tree of size ${size}`);
  return path(0, size);

  function path(start: number, width: number): Uint8Array[] {
    if (width === 1) return [];
    const left = split(width);
    return index < start + left
      ? [...path(start, left), rootOf(sha256, edgeOf(node, width - left, start + left))]
      : [...path(start + left, width - left), rootOf(sha256, edgeOf(node, left, start))];
  }
}

/** PROOF(m, D[n]): that the tree of size `from` is a prefix of the tree of size `to`. RFC 6962 section 2.1.2. */
export function consistencyProof(sha256: Sha256, node: ReadNode, from: number, to: number): Uint8Array[] {
  if (!isSize(from) || !isSize(to) || from < 1 || from > to)
    throw new RangeError(`no proof from size ${from} to size ${to}`);
  return subproof(0, to, true);

  /** SUBPROOF over the leaves `start` … `start + width`; `known`: the verifier holds this subtree's hash already. */
  function subproof(start: number, width: number, known: boolean): Uint8Array[] {
    if (from === start + width) return known ? [] : [rootOf(sha256, edgeOf(node, width, start))];
    const left = split(width);
    return from <= start + left
      ? [...subproof(start, left, known), rootOf(sha256, edgeOf(node, width - left, start + left))]
      : [...subproof(start + left, width - left, false), rootOf(sha256, edgeOf(node, left, start))];
  }
}

interface InclusionClaim {
  index: number;
  size: number;
  leaf: Uint8Array;
  root: Uint8Array;
  proof: readonly Uint8Array[];
}

/** Does the path lead from the leaf to the root? False for anything malformed. RFC 9162 section 2.1.3.2. */
export function verifyInclusion(sha256: Sha256, { index, size, leaf, root, proof }: InclusionClaim): boolean {
  if (!isSize(size) || !isSize(index) || index >= size || ![leaf, root, ...proof].every(isHash)) return false;
  const reached = climb(index, size, proof.length);
  return reached !== undefined && compareBytes(reached, root) === 0;

  /** Root of a subtree of `width` leaves that holds the leaf at `at`, from the first `length` hashes of the proof. */
  function climb(at: number, width: number, length: number): Uint8Array | undefined {
    if (width === 1) return length === 0 ? leaf : undefined;
    const sibling = proof[length - 1];
    const left = split(width);
    const below = at < left ? climb(at, left, length - 1) : climb(at - left, width - left, length - 1);
    if (!sibling || !below) return undefined;
    return at < left ? nodeHash(sha256, below, sibling) : nodeHash(sha256, sibling, below);
  }
}

interface ConsistencyClaim {
  from: number;
  to: number;
  fromRoot: Uint8Array;
  toRoot: Uint8Array;
  proof: readonly Uint8Array[];
}

/**
 * Is the tree of size `from` a prefix of the tree of size `to`? False for anything malformed, and from size 0: every
 * tree grows from nothing, so that would prove nothing. RFC 9162 section 2.1.4.2.
 */
export function verifyConsistency(sha256: Sha256, { from, to, fromRoot, toRoot, proof }: ConsistencyClaim): boolean {
  if (!isSize(from) || !isSize(to) || from < 1 || from > to) return false;
  if (from === to) return proof.length === 0 && compareBytes(fromRoot, toRoot) === 0;
  if (![fromRoot, toRoot, ...proof].every(isHash)) return false;
  const reached = climb(from, to, proof.length, true);
  return reached !== undefined && compareBytes(reached.old, fromRoot) === 0 && compareBytes(reached.new, toRoot) === 0;

  /** Both roots of a subtree that had `old` and has `width` leaves; `known`: its old root is `fromRoot` itself. */
  function climb(
    old: number,
    width: number,
    length: number,
    known: boolean,
  ): { old: Uint8Array; new: Uint8Array } | undefined {
    if (old === width) {
      const hash = known ? fromRoot : proof[0];
      return hash && length === (known ? 0 : 1) ? { old: hash, new: hash } : undefined;
    }
    const sibling = proof[length - 1];
    const left = split(width);
    const below =
      old <= left ? climb(old, left, length - 1, known) : climb(old - left, width - left, length - 1, false);
    if (!sibling || !below) return undefined;
    return old <= left
      ? { old: below.old, new: nodeHash(sha256, below.new, sibling) }
      : { old: nodeHash(sha256, sibling, below.old), new: nodeHash(sha256, sibling, below.new) };
  }
}

/** Sizes and indexes stay below 2^53, where every whole number is itself. */
const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Also keeps a proof from moving the border between two hashes that are hashed together. */
const isHash = (value: Uint8Array): boolean => value.length === HASH_BYTES;

/** The largest power of two smaller than `size`: where RFC 6962 splits a tree. */
const split = (size: number): number => powerOfTwoUpTo(size - 1);

function powerOfTwoUpTo(size: number): number {
  let power = 1;
  while (power * 2 <= size) power *= 2;
  return power;
}
