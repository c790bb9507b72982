import type { Context } from "hono";
import { MAX_BODY_BYTES } from "../../domain/numbers.ts";
import { concatBytes, fromUtf8 } from "../../log/text.ts";

type FormBody = { kind: "form"; form: URLSearchParams } | { kind: "refused"; status: 413 | 415 };

type JsonBody = { kind: "json"; value: unknown } | { kind: "refused"; reason: "too-large" | "media-type" | "not-json" };

/**
 * Fields of a posted form of at most `most` bytes: urlencoded, or multipart with text fields alone.
 * 415: another media type, a file, or bytes that are not UTF-8.
 */
export async function readForm(c: Context, most: number = MAX_BODY_BYTES): Promise<FormBody> {
  const contentType = c.req.header("content-type") ?? "";
  const type = mediaType(contentType);
  if ((type !== URLENCODED && type !== MULTIPART) || isEncoded(c)) return { kind: "refused", status: 415 };
  const bytes = await readBytes(c.req.raw, most);
  if (!bytes) return { kind: "refused", status: 413 };
  const form = type === URLENCODED ? readUrlencoded(bytes) : await readMultipart(bytes, contentType);
  return form ? { kind: "form", form } : { kind: "refused", status: 415 };
}

/** The JSON value of a body of at most `most` bytes sent as application/json. Bytes that are not UTF-8 are not JSON. */
export async function readJson(c: Context, most: number = MAX_BODY_BYTES): Promise<JsonBody> {
  if (mediaType(c.req.header("content-type") ?? "") !== "application/json" || isEncoded(c))
    return { kind: "refused", reason: "media-type" };
  const bytes = await readBytes(c.req.raw, most);
  if (!bytes) return { kind: "refused", reason: "too-large" };
  try {
    return { kind: "json", value: JSON.parse(fromUtf8(bytes)) };
  } catch {
    return { kind: "refused", reason: "not-json" };
  }
}

const URLENCODED = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";

/** Type and subtype, or "" where a charset other than UTF-8 is named. RFC 9110 section 8.3.1. */
function mediaType(contentType: string): string {
  const [type = "", ...parameters] = contentType
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const charset = parameters.find((each) => each.startsWith("charset="))?.slice("charset=".length);
  return charset === undefined || charset.replaceAll('"', "") === "utf-8" ? type : "";
}

/** A compressed body would make the limit a guess. RFC 9110 section 8.4: 415 is the answer to an unwanted coding. */
function isEncoded(c: Context): boolean {
  const coding = c.req.header("content-encoding");
  return coding !== undefined && coding.toLowerCase() !== "identity";
}

/** The body, or undefined where it is longer than `most` bytes. */
async function readBytes(request: Request, most: number): Promise<Uint8Array | undefined> {
  const declared = request.headers.get("content-length");
  if (declared === null || !/^\d+$/.test(declared)) return readCounting(request, most);
  if (Number(declared) > most) return undefined;
  // A body that is framed by its length is no longer than that (RFC 9112 section 6.3), so it may be read at one go.
  const bytes = new Uint8Array(await request.arrayBuffer());
  return bytes.length > most ? undefined : bytes;
}

/** Counts what arrives, and stops once it is too much: a body in chunks does not say how long it will be. */
async function readCounting(request: Request, most: number): Promise<Uint8Array | undefined> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = request.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    length += part.value.length;
    if (length > most) {
      await reader?.cancel();
      return undefined;
    }
    parts.push(part.value);
  }
  return concatBytes(parts);
}

function readUrlencoded(bytes: Uint8Array): URLSearchParams | undefined {
  try {
    const text = fromUtf8(bytes);
    // URLSearchParams would turn escaped bytes that are not UTF-8 into U+FFFD; this throws on them.
    decodeURIComponent(text);
    return new URLSearchParams(text);
  } catch {
    return undefined;
  }
}

async function readMultipart(bytes: Uint8Array, contentType: string): Promise<URLSearchParams | undefined> {
  try {
    fromUtf8(bytes);
    const data = await new Response(bytes, { headers: { "content-type": contentType } }).formData();
    const form = new URLSearchParams();
    for (const [name, value] of data) {
      if (typeof value !== "string") return undefined;
      form.append(name, value);
    }
    return form;
  } catch {
    return undefined;
  }
}
