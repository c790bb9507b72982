import { expect, it } from "vitest";
import { entryOf, findProof } from "../../src/client/find-proof.ts";
import type { Receipt } from "../../src/client/receipts.ts";
import type { Read } from "../../src/log/audit.ts";
import { encodeBundle } from "../../src/log/bundle.ts";
import { formatCheckpoint } from "../../src/log/checkpoint.ts";
import { leafHash } from "../../src/log/hash.ts";
import { indexOfBundle, linesUnder } from "../../src/log/index-prefix.ts";
import { signNote } from "../../src/log/note.ts";
import { checkProof } from "../../src/log/proof.ts";
import { concatBytes, fromUtf8, toBase64, utf8 } from "../../src/log/text.ts";
import { nodesFromTiles, parseTilePath } from "../../src/log/tiles.ts";
import { appendLeaf, EMPTY_EDGE, edgeOf, rootOf } from "../../src/log/tree.ts";
import { cast, indexOf, logOf, logSigner, ORIGIN, VKEY } from "../log/a-log.ts";
import { bytes32, sha256, verify } from "../log/node-crypto.ts";
import { readProof } from "../log/read-proof.ts";

const BALLOTS = 3_000;
const mine = cast("mine", ["no"], "c");
const log = logOf({
  ballots: [mine, ...Array.from({ length: BALLOTS - 1 }, (_, i) => cast(`voter ${i}`))].map(({ text }) => text),
});
const leaves = log.entries.map((entry) => leafHash(sha256, entry));
const size = leaves.length;
const root = rootOf(
  sha256,
  leaves.reduce((edge, leaf) => appendLeaf(sha256, edge, leaf), EMPTY_EDGE),
);
const note = signNote(sha256, logSigner, formatCheckpoint({ origin: ORIGIN, size, root }));

/** Node of the tree from its leaves. */
const node = (height: number, index: number): Uint8Array =>
  rootOf(
    sha256,
    leaves
      .slice(index * 2 ** height, (index + 1) * 2 ** height)
      .reduce((edge, leaf) => appendLeaf(sha256, edge, leaf), EMPTY_EDGE),
  );

/** The log as its server answers. `changed`: other answers, by address. */
function server(changed: Record<string, Uint8Array> = {}) {
  const asked: string[] = [];
  const read: Read = async (address) => {
    asked.push(address);
    const other = changed[address];
    if (other) return other;
    if (address === "/log/bread/checkpoint") return utf8(note);
    const [, prefix] = /index\/(\w+)$/.exec(address) ?? [];
    if (prefix) return utf8(linesUnder(prefix === "all" ? "" : prefix, lines));
    const tile = parseTilePath(address.slice("/log/bread/tile/".length));
    if (!tile || tile.level === "entries") return { kind: "unreadable", why: `${address}: 404` };
    const { level, number, width } = tile;
    return concatBytes(Array.from({ length: width }, (_, i) => node(level * 8, number * 256 + i)));
  };
  return { read, asked };
}
const lines = Array.from({ length: Math.ceil(size / 256) }, (_, number) =>
  indexOfBundle(sha256, number, encodeBundle(log.entries.slice(number * 256, (number + 1) * 256))),
).join("");
const place = { url: "/log/bread", vkey: VKEY, ballots: BALLOTS };

const receipt: Receipt = {
  poll: "bread",
  question: "eat",
  choice: ["no"],
  secret: mine.secret,
  leaf: toBase64(leafHash(sha256, utf8(mine.text))),
  promise: "",
};

it("a receipt gives back its entry, in the class that the server chose, and only its own", () => {
  expect(fromUtf8(entryOf(receipt, ORIGIN, ["yes", "no"]) ?? utf8("none"))).toBe(mine.text);
  expect(entryOf({ ...receipt, choice: ["yes"] }, ORIGIN, ["yes", "no"])).toBeUndefined();
  expect(entryOf({ ...receipt, secret: bytes32("another") }, ORIGIN, ["yes", "no"])).toBeUndefined();
  expect(entryOf(receipt, "elsewhere.example/log/bread", ["yes", "no"])).toBeUndefined();
});

it("an entry is found by one hex digit of its hash, and its proof stands up to the log's own code", async () => {
  const { read, asked } = server();
  const found = await findProof(place, utf8(mine.text), read, () => 0.5);
  if (found.kind !== "included") throw new Error(JSON.stringify(found));
  expect([found.index, found.size]).toEqual([indexOf(log.entries, mine), size]);
  const proof = readProof(found.proof);
  if (!proof) throw new Error("no proof");
  expect(fromUtf8(proof.extra ?? utf8(""))).toBe(mine.text);
  expect(checkProof(sha256, verify, VKEY, leafHash(sha256, utf8(mine.text)), proof).kind).toBe("included");
  const [, prefix] = /index\/([0-9a-f]*)$/.exec(asked[1] ?? "") ?? [];
  expect(prefix).toHaveLength(1);
});

it("the bundles that are asked for hold 64 candidates at least, not the own one alone", async () => {
  const { read, asked } = server();
  await findProof(place, utf8(mine.text), read, () => 0.5);
  const bundles = new Set(asked.flatMap((address) => /tile\/0\/(\d{3})/.exec(address)?.[1] ?? []).map(Number));
  const prefix = asked[1]?.slice(-1) ?? "";
  const candidates = linesUnder(prefix, lines).match(/^\d+/gm) ?? [];
  const hidden = candidates.filter((index) => bundles.has(Math.floor(Number(index) / 256)));
  expect(hidden.length).toBeGreaterThanOrEqual(64);
  expect(bundles.size).toBeLessThan(Math.ceil(size / 256));
});

it("a ballot that no seal has taken yet is waiting", async () => {
  const later = cast("later");
  expect(await findProof(place, utf8(later.text), server().read, Math.random)).toEqual({ kind: "waiting" });
});

it("a changed tile, a foreign signature, a silent server: never a proof", async () => {
  const { read, asked } = server();
  await findProof(place, utf8(mine.text), read, () => 0.5);
  const own =
    asked.find((address) =>
      address.includes(`tile/0/${String(Math.floor(indexOf(log.entries, mine) / 256)).padStart(3, "0")}`),
    ) ?? "";
  const tile = await read(own);
  if (!(tile instanceof Uint8Array)) throw new Error("no tile");
  const changed = tile.map((byte) => byte ^ 1);
  expect(await findProof(place, utf8(mine.text), server({ [own]: changed }).read, () => 0.5)).toEqual({
    kind: "false",
    why: "not-included",
  });
  expect((await findProof(place, utf8(mine.text), server({ [own]: tile.slice(32) }).read, () => 0.5)).kind).toBe(
    "false",
  );
  const forged = server({ "/log/bread/checkpoint": utf8(note.replace(/.{5}\n$/, "AAAA=\n")) });
  expect((await findProof(place, utf8(mine.text), forged.read, () => 0.5)).kind).toBe("false");
  const silent: Read = async () => ({ kind: "unreadable", why: "gone" });
  expect(await findProof(place, utf8(mine.text), silent, () => 0.5)).toEqual({ kind: "unreadable", why: "gone" });
});

it("the test's own tree is the log's", () => {
  const tiles = nodesFromTiles(sha256, size, (level, number, width) =>
    concatBytes(Array.from({ length: width }, (_, i) => node(level * 8, number * 256 + i))),
  );
  expect(Buffer.from(rootOf(sha256, edgeOf(tiles, size))).equals(Buffer.from(root))).toBe(true);
});
