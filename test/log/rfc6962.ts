import { createHash } from "node:crypto";
import type { ReadNode } from "../../src/log/tree.ts";

/**
 * RFC 6962 section 2.1, word for word and slow, over the hashes of leaves: what the code under test is compared with.
 */
const hash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  createHash("sha256").update("\x01").update(left).update(right).digest();

export const leafOf = (entry: string | Uint8Array): Uint8Array =>
  createHash("sha256").update("\x00").update(entry).digest();

function splitOf(n: number): number {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

export function mth(d: readonly Uint8Array[]): Uint8Array {
  if (d.length === 0) return createHash("sha256").digest();
  if (d.length === 1) return d[0]!;
  const k = splitOf(d.length);
  return hash(mth(d.slice(0, k)), mth(d.slice(k)));
}

export function path(m: number, d: readonly Uint8Array[]): Uint8Array[] {
  if (d.length === 1) return [];
  const k = splitOf(d.length);
  return m < k ? [...path(m, d.slice(0, k)), mth(d.slice(k))] : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
}

export const proof = (m: number, d: readonly Uint8Array[]): Uint8Array[] => subproof(m, d, true);

function subproof(m: number, d: readonly Uint8Array[], b: boolean): Uint8Array[] {
  if (m === d.length) return b ? [] : [mth(d)];
  const k = splitOf(d.length);
  return m <= k
    ? [...subproof(m, d.slice(0, k), b), mth(d.slice(k))]
    : [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))];
}

/** Distinct leaves. */
export const leaves = (count: number, salt = ""): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => leafOf(`${salt}entry ${i}`));

/** Nodes of the tree over these leaves. */
export const nodesOf =
  (d: readonly Uint8Array[]): ReadNode =>
  (height, index) => {
    const width = 2 ** height;
    const under = d.slice(index * width, (index + 1) * width);
    if (under.length < width) throw new Error(`no node ${index} of height ${height}`);
    return mth(under);
  };

/** Nodes of a tree of any size whose leaves are all alike: those of one height are alike too. */
export function uniformNodes(leaf: Uint8Array): ReadNode {
  const byHeight = [leaf];
  return (height) => {
    for (let last = byHeight.at(-1)!; byHeight.length <= height; last = byHeight.at(-1)!)
      byHeight.push(hash(last, last));
    return byHeight[height]!;
  };
}
