import { toBase64url } from "../../log/text.ts";

/** A secret for the form of a reader without a script: 32 random bytes, base64url. It is never logged nor in an address. */
export const freshSecret = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(32)));
