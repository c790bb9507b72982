import { brotliCompressSync } from "node:zlib";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { LANGUAGES } from "../../../src/domain/language.ts";
import { formatterOf } from "../../../src/i18n/format.ts";
import { aBallot, boxOf, openPoll } from "../../engine/a-poll.ts";
import { EXPECTED_FORMS, EXPECTED_VOTES, formsOf, votesOf } from "../../i18n/moroccan-forms.ts";
import { markOf, open } from "./page.ts";

/** Milliseconds, a bound on hanging: these render dozens of pages each, where others compute as well. */
vi.setConfig({ testTimeout: 60_000 });

describe.each(LANGUAGES)("in %s, this runtime's Intl says what Node's does", (language) => {
  it("to the code point", () => {
    expect(formsOf(language)).toEqual(EXPECTED_FORMS[language]);
    expect(votesOf(language)).toEqual(EXPECTED_VOTES[language]);
    expect(formatterOf(language).integer(0)).toBe("0");
  });
});

interface Page {
  path: string;
  page: string;
  headers: Headers;
}

const PREFIXES = ["", "/fr", "/en"];
const brotli = (page: string): number => brotliCompressSync(page).length;

async function everyPage(): Promise<Page[]> {
  const { id } = await openPoll();
  const paths = [`/p/${id}`, `/p/${id}/results`, `/p/${id}/method`, `/p/${id}/verify`, "/privacy", "/p/none"];
  const pages: Page[] = [];
  const add = async (path: string, response: Response) =>
    pages.push({ path, page: await response.text(), headers: response.headers });
  for (const prefix of PREFIXES) {
    for (const path of paths) await add(prefix + path, await open(prefix + path));
    for (const own of [`${prefix}/p/${id}/voted?answered=pledge`])
      await add(own, await open(own, [markOf(id, "pledge")]));
    for (const own of ["vote?choice=hour", "vote?question=pledge"])
      await add(own, await open(`${prefix}/p/${id}/${own}`));
  }
  return pages;
}

describe("every page", () => {
  let pages: Page[] = [];
  beforeAll(async () => {
    pages = await everyPage();
  });

  it("weighs at most 8 KB with its style and script, and 20 KB where it recounts", async () => {
    for (const { path, page } of pages) {
      const most = path.endsWith("/verify") ? 20_480 : 8_192;
      const weight = brotli(page);
      expect([path, weight, weight <= most]).toEqual([path, weight, true]);
    }
  });

  it("weighs no more where crowded networks are shown apart, after the first question and after all", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    const asked = poll.questions.map(({ id }) => id);
    const crowd = poll.questions.flatMap(({ id, options }) =>
      options.flatMap((option, i) =>
        Array.from({ length: 15 * (i + 1) }, (_, n) =>
          aBallot(`${id} ${i} ${n}`, { question: id, choice: [option.id], class: n % 3 === 0 ? "c" : "a" }),
        ),
      ),
    );
    await Promise.all(crowd.map((ballot) => boxOf(poll).cast(ballot)));
    const tooHeavy: [string, number, number][] = [];
    for (const prefix of PREFIXES)
      for (const marks of [[], ["pledge"], asked]) {
        const path = `${prefix}/p/${poll.id}/${marks.length > 0 ? "voted?answered=pledge" : "results"}`;
        const page = await (
          await open(
            path,
            marks.map((each) => markOf(poll.id, each)),
          )
        ).text();
        expect(page.includes(' class="note split">')).toBe(true);
        if (brotli(page) > 8_192) tooHeavy.push([path, marks.length, brotli(page)]);
      }
    expect(tooHeavy).toEqual([]);
  });

  it("names no other host, and has no inline handler or style attribute", async () => {
    for (const { path, page: whole } of pages) {
      // Programs of others are told the whole of our own address.
      const page = whole
        .replace(/<(script|style)>[\s\S]*?<\/\1>/g, "")
        .replaceAll('href="http://localhost:8787/', 'href="/');
      expect([path, page.match(/(?:src|href|action)="(?:https?:)?\/\/[^"]*"/g)]).toEqual([path, null]);
      expect([path, page.match(/<[^>]+\s(?:style|on\w+)=/g)]).toEqual([path, null]);
      expect(page).toContain('<link rel="icon" href="data:,">');
    }
  });

  it("allows exactly its own style and script, by their hashes", async () => {
    for (const { path, page, headers } of pages) {
      const policy = headers.get("content-security-policy") ?? "";
      const inline = async (tag: string) =>
        Promise.all(
          [...page.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, "g"))].map(async ([, text = ""]) => {
            const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
            return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(hash)))}'`;
          }),
        );
      const [styles, scripts] = [await inline("style"), await inline("script")];
      expect([path, styles.length, scripts.length <= 2]).toEqual([path, 1, true]);
      expect(policy).toContain(`style-src ${styles.join(" ")};`);
      expect(policy).toContain(`script-src ${scripts.join(" ") || "'none'"};`);
    }
  });

  it("has one h1, a title, a way past the header, and ids that stand once", async () => {
    for (const { path, page } of pages) {
      expect([path, page.split("<h1>").length - 1]).toEqual([path, 1]);
      expect(page).toMatch(/<title>[^<]+<\/title>/);
      expect(page).toContain('<a class="skip" href="#main">');
      const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect([path, ids.length - new Set(ids).size]).toEqual([path, 0]);
    }
  });
});
