import type { Sha256 } from "./hash.ts";
import { concatBytes, toBase64, utf8 } from "./text.ts";

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

/** `{name}+{key id in hex}+base64(type || public key)`. C2SP signed-note, "Verifier keys". */
export function verifierKey(sha256: Sha256, { name, publicKey }: Pick<NoteSigner, "name" | "publicKey">): string {
  const id = [...keyId(sha256, name, publicKey)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${name}+${id}+${toBase64(concatBytes([new Uint8Array([ED25519]), publicKey]))}`;
}

/** A signed note: the text (ending in a newline), an empty line and one signature line. C2SP signed-note, "Format". */
export function signNote(sha256: Sha256, signer: NoteSigner, text: string): string {
  if (!text.endsWith("\n")) throw new Error("the text of a note ends in a newline");
  const signature = concatBytes([keyId(sha256, signer.name, signer.publicKey), signer.sign(utf8(text))]);
  return `${text}\n— ${signer.name} ${toBase64(signature)}\n`;
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
