import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  appendLeaf,
  appendSubtree,
  consistencyProof,
  type Edge,
  EMPTY_EDGE,
  edgeOf,
  inclusionProof,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from "../../src/log/tree.ts";
import { sha256 } from "./node-crypto.ts";
import { leafOf, leaves, mth, nodesOf, path, proof as proofOf, uniformNodes } from "./rfc6962.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const grown = (hashes: readonly Uint8Array[]): Edge =>
  hashes.reduce((edge, leaf) => appendLeaf(sha256, edge, leaf), EMPTY_EDGE);
const root = (hashes: readonly Uint8Array[]) => rootOf(sha256, grown(hashes));

/** Each way to change a proof a little. None of them may be accepted. */
function spoilt(proof: readonly Uint8Array[]): Uint8Array[][] {
  const flipped = proof.flatMap((hash, i) =>
    [0, 31].map((byte) =>
      proof.with(
        i,
        hash.map((each, at) => (at === byte ? each ^ 1 : each)),
      ),
    ),
  );
  const extra = leafOf("extra");
  return [
    ...flipped,
    [...proof, extra],
    [extra, ...proof],
    ...proof.map((_, i) => proof.toSpliced(i, 1)),
    ...proof.slice(1).map((_, i) => proof.toSpliced(i, 2, proof[i + 1]!, proof[i]!)),
  ];
}

describe("the tree heads of Certificate Transparency's eight test leaves", () => {
  const entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
  const hashes = entries.map((entry) => leafOf(Buffer.from(entry, "hex")));

  test.each([
    [0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    [1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"],
    [2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    [3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"],
    [4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    [5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"],
    [6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"],
    [7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"],
    [8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"],
  ])("of the first %i", (size, head) => {
    expect(hex(root(hashes.slice(0, size)))).toBe(head);
  });
});

describe("growing by the right edge alone", () => {
  it("gives the root that the definition gives, at every size", () => {
    const hashes = leaves(300);
    let edge = EMPTY_EDGE;
    for (const [i, leaf] of hashes.entries()) {
      edge = appendLeaf(sha256, edge, leaf);
      expect(edge.size).toBe(i + 1);
      expect(hex(rootOf(sha256, edge))).toBe(hex(mth(hashes.slice(0, i + 1))));
    }
  });

  it("leaves the edge it grows from as it was", () => {
    const edge = grown(leaves(7));
    appendLeaf(sha256, edge, leafOf("eighth"));
    expect(edge).toEqual(grown(leaves(7)));
  });

  it("by a whole subtree is growing by each of its leaves", () => {
    const hashes = leaves(64);
    for (const height of [0, 1, 2, 4])
      for (let size = 0; size + 2 ** height <= hashes.length; size += 2 ** height) {
        const added = mth(hashes.slice(size, size + 2 ** height));
        const edge = appendSubtree(sha256, grown(hashes.slice(0, size)), height, added);
        expect(edge).toEqual(grown(hashes.slice(0, size + 2 ** height)));
      }
  });

  it("by a subtree where none begins is refused", () => {
    for (const size of [1, 2, 3, 5, 6, 7])
      expect(() => appendSubtree(sha256, grown(leaves(size)), 2, leafOf("root"))).toThrow(RangeError);
  });

  it("reads the same edge back from stored nodes", () => {
    const hashes = leaves(70);
    for (const size of [0, 1, 2, 63, 64, 65, 70])
      expect(edgeOf(nodesOf(hashes), size)).toEqual(grown(hashes.slice(0, size)));
  });

  it("goes on beyond 2^31 and 2^32 leaves", () => {
    const leaf = leafOf("the same");
    const nodes = uniformNodes(leaf);
    for (const size of [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40 - 1, 2 ** 52 + 2 ** 31 + 1])
      expect(appendLeaf(sha256, edgeOf(nodes, size), leaf)).toEqual(edgeOf(nodes, size + 1));
  });
});

describe("an inclusion proof", () => {
  const sizeAndIndex = fc
    .integer({ min: 1, max: 90 })
    .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));

  it("is the audit path of the definition and is accepted", () => {
    fc.assert(
      fc.property(sizeAndIndex, ({ size, index }) => {
        const hashes = leaves(size);
        const proof = inclusionProof(sha256, nodesOf(hashes), index, size);
        expect(proof.map(hex)).toEqual(path(index, hashes).map(hex));
        expect(verifyInclusion(sha256, { index, size, leaf: hashes[index]!, root: mth(hashes), proof })).toBe(true);
      }),
    );
  });

  it("is refused with anything changed", () => {
    fc.assert(
      fc.property(sizeAndIndex, ({ size, index }) => {
        const hashes = leaves(size);
        const claim = { index, size, leaf: hashes[index]!, root: mth(hashes), proof: path(index, hashes) };
        for (const proof of spoilt(claim.proof)) expect(verifyInclusion(sha256, { ...claim, proof })).toBe(false);
        expect(verifyInclusion(sha256, { ...claim, leaf: leafOf("another") })).toBe(false);
        expect(verifyInclusion(sha256, { ...claim, root: leafOf("another") })).toBe(false);
        for (const other of [index - 1, index + 1, size])
          expect(verifyInclusion(sha256, { ...claim, index: other })).toBe(false);
      }),
    );
  });

  it("is accepted and refused the same for trees beyond 2^31, 2^32 and up to 2^53 - 1 leaves", () => {
    const leaf = leafOf("the same");
    const nodes = uniformNodes(leaf);
    for (const size of [2 ** 31 + 3, 2 ** 32 + 1, 961_984_011 * 8, 2 ** 53 - 1]) {
      const whole = rootOf(sha256, edgeOf(nodes, size));
      for (const index of [0, 2 ** 31, size - 1]) {
        const proof = inclusionProof(sha256, nodes, index, size);
        const claim = { index, size, leaf, root: whole, proof };
        expect([size, index, verifyInclusion(sha256, claim)]).toEqual([size, index, true]);
        expect(verifyInclusion(sha256, { ...claim, leaf: leafOf("another") })).toBe(false);
      }
      // Cut to 32 bits, this index would be the first one.
      const proof = inclusionProof(sha256, nodes, 0, size);
      const wrapped = size - 1;
      expect(verifyInclusion(sha256, { index: wrapped, size, leaf, root: whole, proof })).toBe(false);
    }
  });

  test.each([
    ["an index beyond the tree", { index: 4, size: 4 }],
    ["a negative index", { index: -1, size: 4 }],
    ["an empty tree", { index: 0, size: 0 }],
    ["half an index", { index: 0.5, size: 4 }],
    ["no number", { index: Number.NaN, size: 4 }],
    ["a size of 2^53", { index: 0, size: 2 ** 53 }],
    ["an endless tree", { index: 0, size: Number.POSITIVE_INFINITY }],
  ])("of %s is refused and is not made", (_, where) => {
    const hashes = leaves(4);
    const claim = { ...where, leaf: hashes[0]!, root: mth(hashes), proof: path(0, hashes) };
    expect(verifyInclusion(sha256, claim)).toBe(false);
    expect(() => inclusionProof(sha256, nodesOf(hashes), where.index, where.size)).toThrow(RangeError);
  });

  it("whose hashes are longer or shorter than 32 bytes is refused, though what is hashed be the same bytes", () => {
    const [one, other] = leaves(2);
    const joined = Buffer.concat([one!, other!]);
    const claim = { index: 0, size: 2, root: mth([one!, other!]) };
    expect(verifyInclusion(sha256, { ...claim, leaf: one!, proof: [other!] })).toBe(true);
    expect(verifyInclusion(sha256, { ...claim, leaf: joined.subarray(0, 33), proof: [joined.subarray(33)] })).toBe(
      false,
    );
    expect(verifyInclusion(sha256, { ...claim, leaf: joined.subarray(0, 31), proof: [joined.subarray(31)] })).toBe(
      false,
    );
  });
});

describe("a consistency proof", () => {
  const twoSizes = fc
    .integer({ min: 1, max: 90 })
    .chain((to) => fc.record({ to: fc.constant(to), from: fc.integer({ min: 1, max: to }) }));

  it("is that of the definition and is accepted", () => {
    fc.assert(
      fc.property(twoSizes, ({ from, to }) => {
        const hashes = leaves(to);
        const proof = consistencyProof(sha256, nodesOf(hashes), from, to);
        expect(proof.map(hex)).toEqual(proofOf(from, hashes).map(hex));
        const claim = { from, to, fromRoot: mth(hashes.slice(0, from)), toRoot: mth(hashes), proof };
        expect(verifyConsistency(sha256, claim)).toBe(true);
      }),
    );
  });

  it("is refused with anything changed", () => {
    fc.assert(
      fc.property(twoSizes, ({ from, to }) => {
        const hashes = leaves(to);
        const [fromRoot, toRoot] = [mth(hashes.slice(0, from)), mth(hashes)];
        const claim = { from, to, fromRoot, toRoot, proof: proofOf(from, hashes) };
        for (const proof of spoilt(claim.proof)) expect(verifyConsistency(sha256, { ...claim, proof })).toBe(false);
        expect(verifyConsistency(sha256, { ...claim, fromRoot: leafOf("another") })).toBe(false);
        expect(verifyConsistency(sha256, { ...claim, toRoot: leafOf("another") })).toBe(false);
        if (from < to) {
          expect(verifyConsistency(sha256, { ...claim, fromRoot: toRoot, toRoot: fromRoot })).toBe(false);
          expect(verifyConsistency(sha256, { ...claim, from: to, to: from })).toBe(false);
          expect(verifyConsistency(sha256, { ...claim, from: 0 })).toBe(false);
        }
      }),
    );
  });

  it("does not exist between a log and its fork, nor its rewound self", () => {
    const hashes = leaves(20);
    const forked = hashes.with(5, leafOf("changed"));
    for (const other of [forked, forked.slice(0, 18)]) {
      const claim = { from: 12, to: other.length, fromRoot: mth(hashes.slice(0, 12)), toRoot: mth(other) };
      for (const proof of [proofOf(12, other), proofOf(12, hashes.slice(0, other.length)), []])
        expect(verifyConsistency(sha256, { ...claim, proof })).toBe(false);
    }
  });

  it("holds beyond 2^31 and 2^32 and up to 2^53 - 1 leaves", () => {
    const leaf = leafOf("the same");
    const nodes = uniformNodes(leaf);
    const rootAt = (size: number) => rootOf(sha256, edgeOf(nodes, size));
    for (const [from, to] of [
      [1, 2 ** 31 + 1],
      [2 ** 31, 2 ** 32],
      [2 ** 31 - 1, 2 ** 32 + 5],
      [2 ** 52 + 1, 2 ** 53 - 1],
    ] as const) {
      const proof = consistencyProof(sha256, nodes, from, to);
      const claim = { from, to, fromRoot: rootAt(from), toRoot: rootAt(to), proof };
      expect([from, to, verifyConsistency(sha256, claim)]).toEqual([from, to, true]);
      expect(verifyConsistency(sha256, { ...claim, toRoot: rootAt(to - 1) })).toBe(false);
    }
  });

  it("from nothing proves nothing: it is refused and not made", () => {
    const hashes = leaves(4);
    const claim = { fromRoot: mth([]), toRoot: mth(hashes), proof: [] };
    expect(verifyConsistency(sha256, { ...claim, from: 0, to: 4 })).toBe(false);
    expect(verifyConsistency(sha256, { ...claim, from: 0, to: 0, toRoot: mth([]) })).toBe(false);
    expect(() => consistencyProof(sha256, nodesOf(hashes), 0, 4)).toThrow("no proof from size 0 to size 4");
    expect(() => consistencyProof(sha256, nodesOf(hashes), 3, 2)).toThrow("no proof from size 3 to size 2");
    expect(() => consistencyProof(sha256, nodesOf(hashes), 1, 2 ** 53)).toThrow(RangeError);
  });
});
