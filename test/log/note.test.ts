import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { checkpointOf } from "../../src/log/checkpoint.ts";
import { openNote, parseVerifierKey, promiseKeyName, promiseText, signNote, verifierKey } from "../../src/log/note.ts";
import { sha256, signer, verify } from "./node-crypto.ts";
import { leafOf } from "./rfc6962.ts";

const ORIGIN = "news.example/log/bread";
const log = signer(ORIGIN, 1);
const witness = signer("witness.example", 2);
const stranger = signer("stranger.example", 3);
const keyOf = (each: typeof log) => parseVerifierKey(sha256, verifierKey(sha256, each))!;

const TEXT = `${ORIGIN}\n2\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`;
const lineOf = (each: typeof log, text = TEXT) => signNote(sha256, each, text).slice(text.length + 1);
const note = (...lines: string[]) => `${TEXT}\n${lines.join("")}`;
const open = (text: string, keys = [keyOf(log), keyOf(witness)]) => openNote(verify, keys, text);
const refused = (why: string) => ({ kind: "refused", why });

describe("a verifier key", () => {
  it("is name, key id and key, and is read back", () => {
    const vkey = verifierKey(sha256, log);
    expect(vkey).toMatch(/^news\.example\/log\/bread\+[0-9a-f]{8}\+AYqI4/);
    expect(parseVerifierKey(sha256, vkey)).toEqual({
      name: ORIGIN,
      id: vkey.split("+")[1],
      publicKey: new Uint8Array(log.publicKey),
    });
  });

  const [name = "", id = "", ...rest] = verifierKey(sha256, log).split("+");
  const base64 = rest.join("+");
  const other = verifierKey(sha256, witness).split("+")[1]!;
  const typed = (type: number, key = log.publicKey) => Buffer.from([type, ...key]).toString("base64");
  test.each([
    ["nothing", ""],
    ["no key", `${name}+${id}`],
    ["no name", `+${id}+${base64}`],
    ["a space in its name, under its own id", verifierKey(sha256, { ...log, name: "a b" })],
    ["no name, under its own id", verifierKey(sha256, { ...log, name: "" })],
    ["another's id", `${name}+${other}+${base64}`],
    ["another name", `${name}x+${id}+${base64}`],
    ["an id in capitals", `${name}+${id.toUpperCase()}+${base64}`],
    ["an id cut short", `${name}+${id.slice(1)}+${base64}`],
    ["a cosignature's type", `${name}+${id}+${typed(4)}`],
    ["a key of 31 bytes", `${name}+${id}+${typed(1, log.publicKey.subarray(1))}`],
    ["something after it", `${name}+${id}+${base64}+`],
    ["a newline after it", `${name}+${id}+${base64}\n`],
  ])("with %s is none", (_, vkey) => {
    expect(id).toMatch(/[a-f]/);
    expect(parseVerifierKey(sha256, vkey)).toBeUndefined();
  });
});

describe("a signed note", () => {
  it("is its text, an empty line, and a line with the key's name and signature", () => {
    const signed = signNote(sha256, log, TEXT);
    expect(signed).toMatch(
      /^news\.example\/log\/bread\n2\n47DEQ.*=\n\n— news\.example\/log\/bread [A-Za-z0-9+/]{91}=\n$/,
    );
    expect(open(signed)).toEqual({ kind: "note", text: TEXT, signers: [ORIGIN] });
  });

  it("is only made of a text that ends in a newline", () => {
    expect(() => signNote(sha256, log, "no newline")).toThrow("ends in a newline");
  });

  it("may hold empty lines: the last one parts text and signatures", () => {
    const text = "a\n\nb\n\n\nc\n";
    expect(open(signNote(sha256, log, text))).toEqual({ kind: "note", text, signers: [ORIGIN] });
  });

  it("with two known signatures names both", () => {
    expect(open(note(lineOf(log), lineOf(witness)))).toMatchObject({ signers: [ORIGIN, "witness.example"] });
  });

  it("with a stranger's signature, true or false, is opened all the same", () => {
    for (const line of [lineOf(stranger), lineOf(stranger, "something else\n"), "— stranger.example AAAAAAA=\n"])
      expect(open(note(line, lineOf(log)))).toMatchObject({ kind: "note", signers: [ORIGIN] });
  });

  it("a key of the same name with another id, or of the same id with another name, is a stranger", () => {
    const namesake = signer(ORIGIN, 9);
    expect(open(note(lineOf(namesake), lineOf(log)))).toMatchObject({ kind: "note", signers: [ORIGIN] });
    const renamed = lineOf(log, "something else\n").replace(ORIGIN, "stranger.example");
    expect(open(note(renamed, lineOf(log)))).toMatchObject({ kind: "note", signers: [ORIGIN] });
    expect(open(note(lineOf(namesake)))).toEqual(refused("no-known-signature"));
  });

  it("that no known key signed is refused", () => {
    expect(open(note(lineOf(stranger)))).toEqual(refused("no-known-signature"));
    expect(open(note(lineOf(log)), [])).toEqual(refused("no-known-signature"));
  });

  it("with one bad signature of a known key is refused whole, wherever it stands", () => {
    const bad = lineOf(witness, "something else\n");
    for (const lines of [
      [bad, lineOf(log)],
      [lineOf(log), bad],
      [lineOf(log), lineOf(witness), bad],
    ])
      expect(open(note(...lines))).toEqual(refused("false-signature"));
  });

  it("takes at least 16 signatures, and refuses more than 100", () => {
    const strangers = (count: number) => Array<string>(count).fill(lineOf(stranger));
    expect(open(note(...strangers(99), lineOf(log)))).toMatchObject({ kind: "note" });
    expect(open(note(...strangers(100), lineOf(log)))).toEqual(refused("too-many-signatures"));
  });

  const line = lineOf(log);
  const base64 = line.trimEnd().split(" ")[2]!;
  test.each([
    ["a hyphen for the dash", line.replace("—", "-")],
    ["two spaces", line.replace(" ", "  ")],
    ["a trailing space", line.replace("\n", " \n")],
    ["something after the signature", line.replace("\n", " x\n")],
    ["no name", line.replace(ORIGIN, "")],
    ["a plus in its name", line.replace(ORIGIN, "a+b")],
    ["a no-break space in its name", line.replace(ORIGIN, "a\u00a0b")],
    ["a next-line character in its name", line.replace(ORIGIN, "a\u0085b")],
    ["padding left out", line.replace("=", "")],
    ["a signature of no bytes", `— ${ORIGIN} ${Buffer.from(base64, "base64").subarray(0, 4).toString("base64")}\n`],
    ["no signature", `— ${ORIGIN}\n`],
    ["an empty line after it", `${line}x\n`],
  ])("whose signature line has %s is refused", (_, changed) => {
    expect(changed).not.toBe(line);
    expect(open(note(changed))).toEqual(refused("malformed-signature"));
    expect(open(note(line, changed))).toEqual(refused("malformed-signature"));
  });

  it("whose signature has unused bits set is refused, as Go's reader would not", () => {
    const at = base64.length - 2;
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const loose = base64.slice(0, at) + letters[letters.indexOf(base64[at]!) + 1] + base64.slice(at + 1);
    expect(Buffer.from(loose, "base64")).toEqual(Buffer.from(base64, "base64"));
    expect(open(note(line.replace(base64, loose)))).toEqual(refused("malformed-signature"));
  });

  it("whose known signature is not 64 bytes long is refused without asking the key", () => {
    const long = Buffer.concat([Buffer.from(base64, "base64"), Buffer.alloc(1)]).toString("base64");
    expect(openNote(() => true, [keyOf(log)], note(line.replace(base64, long)))).toEqual(refused("false-signature"));
  });

  test.each([
    ["nothing", ""],
    ["a text alone", TEXT],
    ["a text and an empty line", `${TEXT}\n`],
    ["no newline at the end", note(line).trimEnd()],
    ["an empty line at the end", `${note(line)}\n`],
    ["no empty line", `${TEXT}${line}`],
    ["a carriage return", note(line).replace("\n", "\r\n")],
    ["a tab", note(line).replace("2", "\t")],
    ["a null character", note(line).replace("2", "\0")],
    ["half a surrogate pair", note(line).replace("2", "\ud800")],
  ])("%s is no signed note", (_, text) => {
    expect(open(text)).toEqual(refused("not-a-note"));
  });

  it("with any one character changed is refused", () => {
    const signed = note(lineOf(log));
    fc.assert(
      fc.property(fc.nat(signed.length - 1), fc.constantFrom("A", "1", "\n", " ", "—", "="), (at, character) => {
        const changed = signed.slice(0, at) + character + signed.slice(at + 1);
        if (changed !== signed) expect(open(changed).kind).toBe("refused");
      }),
      { numRuns: 500 },
    );
  });
});

describe("a promise", () => {
  const leaf = leafOf("ballot eat a x yes");

  it("says the leaf, and one hour after closing, or at close", () => {
    const base64 = Buffer.from(leaf).toString("base64");
    expect(promiseText(ORIGIN, leaf, "2026-07-30T23:30:00Z")).toBe(
      `${ORIGIN}/promise\nleaf ${base64}\nby 2026-07-31T00:30:00Z\n`,
    );
    expect(promiseText(ORIGIN, leaf, undefined)).toBe(`${ORIGIN}/promise\nleaf ${base64}\nby close\n`);
  });

  it("is signed by a key of its own and cannot be taken for a checkpoint", () => {
    expect(promiseKeyName(ORIGIN)).toBe("news.example/log/bread/promise");
    const promise = signNote(sha256, signer(promiseKeyName(ORIGIN), 4), promiseText(ORIGIN, leaf, undefined));
    expect(open(promise)).toEqual(refused("no-known-signature"));
    expect(checkpointOf(promise)).toBeUndefined();
  });
});
