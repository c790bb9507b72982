import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { checkpointOf, formatCheckpoint, growsFrom, openCheckpoint } from "../../src/log/checkpoint.ts";
import { signNote, verifierKey } from "../../src/log/note.ts";
import { sha256, signer, verify } from "./node-crypto.ts";
import { leafOf, leaves, mth } from "./rfc6962.ts";

const ORIGIN = "news.example/log/bread";
const root = new Uint8Array(leafOf("root"));
const ROOT = Buffer.from(root).toString("base64");

/** A text as it stands in a note, whose signature is not looked at here. */
const note = (text: string): string => `${text}\n— somebody c2lnbmF0dXJl\n`;

describe("the text of a checkpoint", () => {
  it("is origin, decimal size and base64 root, each on its line", () => {
    expect(formatCheckpoint({ origin: ORIGIN, size: 1593, root })).toBe(`news.example/log/bread\n1593\n${ROOT}\n`);
  });

  it("is read back, whatever the size below 2^53", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, hash) => {
        const checkpoint = { origin: ORIGIN, size, root: hash };
        expect(checkpointOf(note(formatCheckpoint(checkpoint)))).toEqual(checkpoint);
      }),
    );
  });

  it("of another log may have extension lines", () => {
    expect(checkpointOf(note(`${ORIGIN}\n7\n${ROOT}\nmore\nand more\n`))).toEqual({ origin: ORIGIN, size: 7, root });
  });

  test.each([
    ["nothing", ""],
    ["two lines", `${ORIGIN}\n7\n`],
    ["no newline at the end", `${ORIGIN}\n7\n${ROOT}`],
    ["no newline after an extension line", `${ORIGIN}\n7\n${ROOT}\nmore`],
    ["no origin", `\n7\n${ROOT}\n`],
    ["a size with a leading zero", `${ORIGIN}\n07\n${ROOT}\n`],
    ["a negative size", `${ORIGIN}\n-7\n${ROOT}\n`],
    ["a size with a sign", `${ORIGIN}\n+7\n${ROOT}\n`],
    ["a size with a space", `${ORIGIN}\n7 \n${ROOT}\n`],
    ["a size in hexadecimal", `${ORIGIN}\n0x7\n${ROOT}\n`],
    ["a size of 2^53", `${ORIGIN}\n9007199254740992\n${ROOT}\n`],
    ["a root of 31 bytes", `${ORIGIN}\n7\n${Buffer.from(root.subarray(1)).toString("base64")}\n`],
    ["a root of 33 bytes", `${ORIGIN}\n7\n${Buffer.from([...root, 0]).toString("base64")}\n`],
    ["a root without padding", `${ORIGIN}\n7\n${ROOT.replace("=", "")}\n`],
    ["a root in hexadecimal", `${ORIGIN}\n7\n${Buffer.from(root).toString("hex")}\n`],
    ["an empty extension line", `${ORIGIN}\n7\n${ROOT}\n\n`],
    ["an empty line among extensions", `${ORIGIN}\n7\n${ROOT}\n\nmore\n`],
    ["a carriage return", `${ORIGIN}\r\n7\r\n${ROOT}\r\n`],
  ])("is not %s", (_, text) => {
    expect(checkpointOf(note(text))).toBeUndefined();
  });
});

describe("a signed checkpoint", () => {
  const log = signer(ORIGIN, 1);
  const vkey = verifierKey(sha256, log);
  const checkpoint = { origin: ORIGIN, size: 7, root };
  const open = (note: string, key = vkey) => openCheckpoint(sha256, verify, key, note);

  it("is opened with the log's key", () => {
    const text = formatCheckpoint(checkpoint);
    expect(open(signNote(sha256, log, text))).toEqual({ kind: "checkpoint", checkpoint, text });
  });

  test.each<[what: string, note: string, why: string]>([
    [
      "signed by another key of that name",
      signNote(sha256, signer(ORIGIN, 2), formatCheckpoint(checkpoint)),
      "no-known-signature",
    ],
    [
      "of another origin, signed by the log",
      signNote(sha256, log, formatCheckpoint({ ...checkpoint, origin: "other" })),
      "another-log",
    ],
    ["that is another text, signed by the log", signNote(sha256, log, "hello\n"), "not-a-checkpoint"],
    ["that is no note", formatCheckpoint(checkpoint), "not-a-note"],
    [
      "with another size under its signature",
      signNote(sha256, log, formatCheckpoint(checkpoint)).replace("\n7\n", "\n8\n"),
      "false-signature",
    ],
  ])("%s is refused", (_, note, why) => {
    expect(open(note)).toEqual({ kind: "refused", why });
  });

  it("is not opened with what is no key", () => {
    expect(open(signNote(sha256, log, formatCheckpoint(checkpoint)), "key")).toEqual({
      kind: "refused",
      why: "not-a-key",
    });
  });
});

describe("a ledger may sign", () => {
  const hashes = leaves(9);
  const rootAt = (size: number) => mth(hashes.slice(0, size));

  it("where nothing was published yet", () => {
    expect(growsFrom(undefined, 0, rootAt)).toBe("may-sign");
  });

  it("where the newest published checkpoint is one of its own", () => {
    for (const size of [0, 5, 9]) expect(growsFrom({ size, root: rootAt(size) }, 9, rootAt)).toBe("may-sign");
  });

  it("never where the archive is ahead of it", () => {
    expect(growsFrom({ size: 9, root: rootAt(9) }, 8, rootAt)).toBe("archive-is-ahead");
    expect(growsFrom({ size: 2, root: rootAt(2) }, 0, rootAt)).toBe("archive-is-ahead");
  });

  it("never where the archive holds another history", () => {
    expect(growsFrom({ size: 5, root: mth(leaves(5, "other ")) }, 9, rootAt)).toBe("histories-differ");
    expect(growsFrom({ size: 9, root: mth(leaves(9, "other ")) }, 9, rootAt)).toBe("histories-differ");
  });
});
