import { brotliDecompressSync, gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../../src/log/text.ts";
import { encoded, joined } from "../../../src/web/http/encoded.ts";

const bytes = (text: string) => new Uint8Array(utf8(text));
const text = (whole: Uint8Array) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(whole);
const page = `<p>${"تصويت مفتوح للقراء «ساعة أقل في اليوم» <b>Facebook</b> ".repeat(40)}</p><input value="`;
const SECRETS = ["A".repeat(43), `${"q2W_-x".repeat(7)}z`, '<input value="><p>'.repeat(3).slice(0, 43)].map(bytes);

describe("a body in pieces", () => {
  it("opens in brotli as itself, whatever of the same length is sent between its pieces", async () => {
    const parts = [page, `"><noscript><code dir="ltr">`, `</code></noscript>${page.toUpperCase()}`].map(bytes);
    for (const between of SECRETS) {
      const sent = await encoded(parts, "br", between.length);
      expect(sent).toBeDefined();
      expect(text(brotliDecompressSync(joined(sent ?? [], between)))).toBe(text(joined(parts, between)));
      expect(joined(sent ?? [], between).length).toBeLessThan(joined(parts, between).length / 5);
    }
  });

  it("does so whatever its text is", async () => {
    const part = fc.string({ unit: fc.constantFrom(...'<>"=/ valueقصتوم1'), minLength: 2, maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 2, maxLength: 4 }), async (texts) => {
        const parts = texts.map(bytes);
        for (const between of SECRETS) {
          const sent = await encoded(parts, "br", between.length);
          expect(text(brotliDecompressSync(joined(sent ?? [], between)))).toBe(text(joined(parts, between)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is not encoded in gzip, whose end is a checksum of the whole", async () => {
    expect(await encoded([bytes(page), bytes(page)], "gzip", 43)).toBeUndefined();
  });

  it("of one piece is encoded either way", async () => {
    const [br, gzip] = [await encoded([bytes(page)], "br", 0), await encoded([bytes(page)], "gzip", 0)];
    expect(text(brotliDecompressSync(br?.[0] ?? bytes("")))).toBe(page);
    expect(text(gunzipSync(gzip?.[0] ?? bytes("")))).toBe(page);
  });
});
