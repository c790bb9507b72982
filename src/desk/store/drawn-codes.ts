import { timingSafeEqual } from "node:crypto";
import { sha256 } from "../../engine/keys.ts";
import { toBase64url, utf8 } from "../../log/text.ts";
import { CODE_BYTES, type Code, parseCode } from "./code.ts";

/** Draws what lets somebody in: the `text` to hand out once, and what of it is stored. */
export function drawCode(): { text: string; id: string; hash: string } {
  const text = toBase64url(crypto.getRandomValues(new Uint8Array(CODE_BYTES)));
  const code = parseCode(text);
  if (!code) throw new Error("a drawn code has the wrong shape");
  return { text, id: code.id, hash: hashOf(code) };
}

/** A name that says nothing: 8 characters, for accounts. */
export const drawId = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(6)));

/** In constant time: how much of a guess was right cannot be measured. */
export const opens = (code: Code, hash: string): boolean => timingSafeEqual(utf8(hashOf(code)), utf8(hash));

const hashOf = ({ secret }: Code): string => toBase64url(sha256(utf8(`sawt-code/v1\n${secret}`)));
