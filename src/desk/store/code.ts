/**
 * The one shape of everything that lets somebody in: links, sessions and tokens. 38 random bytes in base64url: 8 characters
 * that find the row, 43 that prove knowledge of it and are kept only as their SHA-256. So a wrong guess is counted
 * against the row it aims at, and nothing is looked up by what is secret.
 */
export interface Code {
  id: string;
  secret: string;
}

export const CODE_BYTES = 38;
const ID_LENGTH = 8;
const SHAPE = /^[A-Za-z0-9_-]{51}$/;

/** Spaces and line breaks that came along when a code was copied are dropped. */
export function parseCode(text: string): Code | undefined {
  const code = text.replace(/\s/g, "");
  return SHAPE.test(code) ? { id: code.slice(0, ID_LENGTH), secret: code.slice(ID_LENGTH) } : undefined;
}
