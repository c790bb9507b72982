import { brotliCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { verifyScript } from "../../../src/built/inline.ts";
import { LANGUAGES } from "../../../src/domain/language.ts";
import { words } from "../../../src/i18n/index.ts";
import { openPoll } from "../../engine/a-poll.ts";
import { open, textOf } from "./page.ts";

it("the script that recounts is at most 12 KB on the way", () => {
  expect(brotliCompressSync(verifyScript.text).length).toBeLessThanOrEqual(12 * 1024);
});

/** The page without its style and scripts, and without what escapes quotes. */
const wordsOf = (page: string): string =>
  page
    .replace(/<(script|style)>[\s\S]*?<\/\1>/g, "")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"');

describe.each(LANGUAGES)("check it yourself, in %s", (language) => {
  const path = (poll: string, page: string) => `${language === "ar" ? "" : `/${language}`}/p/${poll}/${page}`;

  it("shows the key, says what is checked and what is not, and how else to recount", async () => {
    const { id } = await openPoll();
    const response = await open(path(id, "verify"));
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toMatch(/^public, /);
    const page = wordsOf(await response.text());
    const strings = words(language, "reader");
    for (const each of [...strings["verify.checked"], ...strings["verify.not"]]) expect(page).toContain(each);
    const [vkey = ""] = /<code dir="ltr">(localhost:8787\/log\/[^<]+)<\/code>/.exec(page)?.slice(1) ?? [];
    expect(vkey).toMatch(new RegExp(`^localhost:8787/log/${id}\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{44}$`));
    expect(page).toMatch(
      new RegExp(`npm run verify -- https?://[^ ]+/p/${id} --vkey '${vkey.replaceAll("+", "\\+")}'`),
    );
    expect(page).toContain(`href="/log/${id}/checkpoint"`);
    expect(page).toContain(`href="${path(id, "withdraw")}"`);
  });

  it("carries its script, and tells it the log by its whole address: a saved copy has no other way to it", async () => {
    const { id } = await openPoll();
    const response = await open(path(id, "verify"));
    const page = await response.text();
    expect(response.headers.get("content-security-policy")).toContain(`script-src 'sha256-${verifyScript.sha256}';`);
    expect(page).toContain(verifyScript.text);
    const say = JSON.parse(
      /data-say="([^"]*)"/
        .exec(page)?.[1]
        ?.replaceAll("&quot;", '"')
        .replaceAll("&#39;", "'")
        .replaceAll("&amp;", "&")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">") ?? "",
    );
    expect(say).toMatchObject({ language, poll: id, log: expect.stringMatching(/^https?:\/\/[^/]+\/log\//) });
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)="(?!data:|\/)/);
  });

  it("says that nothing can be recounted while results are hidden, and carries no script then", async () => {
    const { id } = await openPoll({ rules: { results: "after-close" } });
    const page = await textOf(path(id, "verify"));
    expect(page).toContain(words(language, "reader")["verify.hidden"]);
    expect(page).not.toContain("<script");
    expect(page).not.toContain("<button");
  });

  it("is linked from the results and from the method", async () => {
    const { id } = await openPoll();
    for (const from of ["results", "method"])
      expect(await textOf(path(id, from))).toContain(
        `<a href="${path(id, "verify")}">${words(language, "reader")["verify.link"]}</a>`,
      );
  });
});
