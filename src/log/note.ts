import type { NoteFault } from "./fault.ts";
import type { Sha256 } from "./hash.ts";
import { concatBytes, fromBase64, toBase64, toHex, utf8 } from "./text.ts";

/** Ed25519 as a signed-note algorithm. C2SP signed-note, "Signature types". */
const ED25519 = 0x01;

/** One of a log's keys: a name and a synchronous Ed25519 signer. The private key stays with whoever made `sign`. */
export interface NoteSigner {
  name: string;
  /** 32 bytes, RFC 8032. */
  publicKey: Uint8Array;
  sign: (message: Uint8Array) => Uint8Array;
}

/** First 4 bytes of SHA-256(name || 0x0A || type || public key). C2SP signed-note, "Format". */
const keyId = (sha256: Sha256, name: string, publicKey: Uint8Array): Uint8Array =>
  sha256(concatBytes([utf8(`${name}\n`), new Uint8Array([ED25519]), publicKey])).subarray(0, 4);

/** Ids of signers that have signed: a promise is signed for every vote, and its key never changes. */
const signerIds = new WeakMap<NoteSigner, Uint8Array>();

function idOf(sha256: Sha256, signer: NoteSigner): Uint8Array {
  const known = signerIds.get(signer);
  if (known) return known;
  const id = keyId(sha256, signer.name, signer.publicKey);
  signerIds.set(signer, id);
  return id;
}

/** `{name}+{key id in hex}+base64(type || public key)`. C2SP signed-note, "Verifier keys". */
export function verifierKey(sha256: Sha256, { name, publicKey }: Pick<NoteSigner, "name" | "publicKey">): string {
  const id = toHex(keyId(sha256, name, publicKey));
  return `${name}+${id}+${toBase64(concatBytes([new Uint8Array([ED25519]), publicKey]))}`;
}

/** A signed note: the text (ending in a newline), an empty line and one signature line. C2SP signed-note, "Format". */
export function signNote(sha256: Sha256, signer: NoteSigner, text: string): string {
  if (!text.endsWith("\n")) throw new Error("the text of a note ends in a newline");
  const signature = concatBytes([idOf(sha256, signer), signer.sign(utf8(text))]);
  return `${text}\n— ${signer.name} ${toBase64(signature)}\n`;
}

/** Key names hold no Unicode space and no plus. C2SP signed-note, "Format". */
const KEY_NAME = /^[^\p{White_Space}+]+$/u;

/** Bytes of a key id, of an Ed25519 public key and of its signature. */
const [ID_BYTES, KEY_BYTES, SIGNATURE_BYTES] = [4, 32, 64];

/** Signature lines that are looked at: a note with more is refused. C2SP asks for at least 16. */
const MAX_SIGNATURES = 100;

/** A synchronous Ed25519 verification, passed in. RFC 8032. */
export type Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** A key whose signatures are trusted. */
interface NoteKey {
  name: string;
  /** 8 lower-case hexadecimal digits. */
  id: string;
  publicKey: Uint8Array;
}

/** Reads an Ed25519 verifier key; nothing where it is none or its id is not its own. C2SP signed-note, "Verifier keys". */
export function parseVerifierKey(sha256: Sha256, vkey: string): NoteKey | undefined {
  const [name = "", id = "", ...rest] = vkey.split("+");
  const typed = fromBase64(rest.join("+"));
  if (!KEY_NAME.test(name) || typed?.length !== 1 + KEY_BYTES) return undefined;
  const publicKey = typed.subarray(1);
  return verifierKey(sha256, { name, publicKey }) === vkey ? { name, id, publicKey } : undefined;
}

type OpenedNote = { kind: "note"; text: string; signers: string[] } | { kind: "refused"; why: NoteFault };

/**
 * The text of a note that at least one of `keys` has signed. Signatures by other keys are ignored; one bad signature by
 * a known key refuses the whole note. C2SP signed-note, "Format" and "Signatures".
 */
export function openNote(verify: Verify, keys: readonly NoteKey[], note: string): OpenedNote {
  const refused = (why: NoteFault): OpenedNote => ({ kind: "refused", why });
  const end = note.lastIndexOf("\n\n") + 1;
  const lines = note.slice(end + 1).split("\n");
  if (end === 0 || lines.length < 2 || lines.pop() !== "" || !isPlain(note)) return refused("not-a-note");
  if (lines.length > MAX_SIGNATURES) return refused("too-many-signatures");

  const text = note.slice(0, end);
  const signers: string[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (!signature) return refused("malformed-signature");
    const key = keys.find((each) => each.name === signature.name && each.id === signature.id);
    if (!key) continue;
    if (signature.bytes.length !== SIGNATURE_BYTES || !verify(key.publicKey, utf8(text), signature.bytes))
      return refused("false-signature");
    signers.push(key.name);
  }
  return signers.length > 0 ? { kind: "note", text, signers } : refused("no-known-signature");
}

/** Well-formed Unicode without control characters below U+0020, newlines aside. C2SP signed-note, "Format". */
const isPlain = (note: string): boolean =>
  !/\p{Cs}/u.test(note) && ![...note].some((character) => character < " " && character !== "\n");

function parseSignature(line: string): { name: string; id: string; bytes: Uint8Array } | undefined {
  const [dash, name = "", base64 = "", ...more] = line.split(" ");
  const bytes = fromBase64(base64);
  if (dash !== "—" || !KEY_NAME.test(name) || !bytes || bytes.length <= ID_BYTES || more.length > 0) return undefined;
  return { name, id: toHex(bytes.subarray(0, ID_BYTES)), bytes: bytes.subarray(ID_BYTES) };
}

/** Name of the key that signs promises: never that of checkpoints, so that neither can pass for the other. */
export const promiseKeyName = (origin: string): string => `${origin}/promise`;

/**
 * The promise that a leaf will be in the log, as the text of a note. `by`: one hour after the closing time; without
 * one, "close": in the next seal, at the latest at close. Its second line is no decimal, so it is no checkpoint.
 */
export function promiseText(origin: string, leaf: Uint8Array, closes: string | undefined): string {
  const by =
    closes === undefined ? "close" : new Date(Date.parse(closes) + 3_600_000).toISOString().replace(".000Z", "Z");
  return `${promiseKeyName(origin)}\nleaf ${toBase64(leaf)}\nby ${by}\n`;
}

/** The leaf, in base64, that a note promises; empty where it promises none. Says nothing of who signed it. */
export const promisedLeaf = (note: string): string => /^[^\n]+\nleaf (\S+)\nby \S+\n\n/.exec(note)?.[1] ?? "";

/** The leaf, in base64, of a promise that this log's own promise key has signed; nothing where it is none. */
export function openPromise(
  sha256: Sha256,
  verify: Verify,
  { origin, promiseVkey }: { origin: string; promiseVkey: string },
  note: string,
): string | undefined {
  const name = promiseKeyName(origin);
  const key = parseVerifierKey(sha256, promiseVkey);
  if (key?.name !== name || openNote(verify, [key], note).kind === "refused") return undefined;
  return note.startsWith(`${name}\n`) ? promisedLeaf(note) || undefined : undefined;
}
