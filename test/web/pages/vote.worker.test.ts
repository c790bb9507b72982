import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { hidden, markOf, open, send, textOf, words } from "./page.ts";

describe("the vote page", () => {
  it("asks in Arabic, from right to left, and in French and English from left to right", async () => {
    const { id } = await openPoll();
    expect(await textOf(`/p/${id}`)).toContain('<html lang="ar" dir="rtl">');
    expect(await textOf(`/fr/p/${id}`)).toContain('<html lang="fr" dir="ltr">');
    const english = await textOf(`/en/p/${id}`);
    expect(english).toContain('<html lang="en" dir="ltr">');
    expect(words(english, /<h1>/)).toBe("Would you leave Facebook, or at least use it an hour less a day?");
    expect(words(english, /<title>/)).toBe("Would you leave Facebook, or at least use it an hour less a day?");
  });

  it("has the answers as native radios in questionnaire order, none chosen", async () => {
    const { id } = await openPoll();
    const page = await textOf(`/p/${id}`);
    expect([...page.matchAll(/<input type="radio" name="choice" value="(\w+)"/g)].map(([, option]) => option)).toEqual([
      "leave",
      "hour",
      "less",
      "same",
      "nonuser",
    ]);
    expect(page).not.toContain(" checked");
    expect(page).toMatch(/<legend><h1>/);
  });

  it("is the same for everyone, with no secret in it, and a 304 for whoever has it", async () => {
    const { id } = await openPoll();
    const first = await open(`/p/${id}`);
    const page = await first.text();
    expect(first.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=1, stale-while-revalidate=30");
    expect([first.headers.get("set-cookie"), first.headers.get("vary")]).toEqual([null, "Accept-Encoding"]);
    expect(page).not.toMatch(/name="secret"|[A-Za-z0-9_-]{43}(?![A-Za-z0-9_=-])(?![^<]*<\/script>)/);
    expect(await textOf(`/p/${id}`, [markOf(id, "pledge")])).toBe(page);
    const tag = first.headers.get("etag") ?? "";
    const again = await ask(`/p/${id}`, { headers: { "if-none-match": tag } });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
    expect(again.headers.get("content-security-policy")).toBe(first.headers.get("content-security-policy"));
  });

  it("asks without a script for a page that confirms: its form is a GET with the question", async () => {
    const { id } = await openPoll();
    const page = await textOf(`/fr/p/${id}`);
    expect(page).toContain(`<form method="get" action="/fr/p/${id}/vote"`);
    expect(hidden(page, "question")).toBe("pledge");
    expect(page).not.toContain("<noscript>");
  });

  it("quotes its source verbatim, in its own language, after the form", async () => {
    const { id } = await openPoll();
    const page = await textOf(`/fr/p/${id}`);
    const quote =
      '<blockquote lang="ar" dir="rtl"><p>«هل المغاربة قادرون على الخروج من فيسبوك، أو على الأقل أن يقللوا من التعامل به ساعة في اليوم ليبينوا مدى وعيهم؟»</p></blockquote>';
    expect(page).toContain(quote);
    expect(page.indexOf(quote)).toBeGreaterThan(page.indexOf("</form>"));
  });

  it("says that it is no scientific survey, and leads to method and privacy", async () => {
    const { id } = await openPoll();
    const page = await textOf(`/p/${id}`);
    expect(page).toContain("تصويت مفتوح للقراء وليس استطلاعا علميا");
    expect(page).toContain(`href="/p/${id}/method"`);
    expect(page).toContain('href="/privacy"');
  });

  it("links to itself in every other language, each in its own name", async () => {
    const { id } = await openPoll();
    const page = await textOf(`/fr/p/${id}`);
    expect(page).toContain(`<a lang="ar" hreflang="ar" href="/p/${id}">العربية</a>`);
    expect(page).toContain('<span lang="fr" aria-current="page">Français</span>');
    expect(page).toContain(`<a lang="en" hreflang="en" href="/en/p/${id}">English</a>`);
  });
});

describe("a poll that takes no votes now", () => {
  it("before it opens shows the day and the answers, without a form", async () => {
    const { id } = await openPoll({ opens: "2031-07-30T19:00:00Z" });
    const response = await open(`/en/p/${id}`);
    const page = await response.text();
    expect(words(page, /<p class="stamp">/)).toBe("Opens Wednesday, July 30, 2031 at 19:00");
    expect(page).toContain("<li>I would change nothing</li>");
    expect(page).not.toContain("<form");
    expect(response.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=1, stale-while-revalidate=30");
  });

  it("while paused says so", async () => {
    const { id } = await openPoll();
    await env.LEDGER.getByName(id).pause();
    const page = await textOf(`/p/${id}`);
    expect(words(page, /<p class="stamp">/)).toBe("التصويت متوقف مؤقتا");
    expect(page).not.toContain("<form");
  });

  it("once closed shows the final results in the place of the question", async () => {
    const { id } = await openPoll();
    await env.LEDGER.getByName(id).close("the test ends");
    const page = await textOf(`/en/p/${id}`);
    expect(words(page, /<p class="stamp">/)).toMatch(/^Voting closed on \w+, \w+ \d+, 20\d\d at \d\d:\d\d$/);
    expect(words(page, /<caption>/)).toBe("Final results");
    expect(page).not.toContain("<form");
  });
});

describe("an address of nothing", () => {
  it("is a page of its own, in the language it asks for", async () => {
    const response = await open("/fr/p/nothing");
    expect(response.status).toBe(404);
    const page = await response.text();
    expect(words(page, /<h1>/)).toBe("Page introuvable");
    expect(page).toContain("Ce vote n’existe pas ou a été supprimé.");
  });

  it("is a poll in a language it does not have", async () => {
    const { id } = await openPoll({ languages: ["ar", "fr"] });
    expect((await open(`/en/p/${id}`)).status).toBe(404);
    expect(await textOf(`/p/${id}`)).not.toContain('hreflang="en"');
  });

  it("without a language leads to the first that the poll has, on every page of it", async () => {
    const { id } = await openPoll({ languages: ["fr", "en"] });
    for (const page of [
      "",
      "/results",
      "/method",
      "/verify",
      "/withdraw",
      "/embed",
      "/vote?choice=hour",
      "/at/2?x=y",
    ]) {
      const response = await open(`/p/${id}${page}`);
      expect([page, response.status, response.headers.get("location")]).toEqual([page, 302, `/fr/p/${id}${page}`]);
    }
    expect((await send(`/p/${id}/vote`, [["choice", "hour"]])).status).toBe(404);
  });

  it("is a poll nobody has published", async () => {
    const { id } = await openPoll();
    const registry = env.REGISTRY.getByName("registry");
    const { default: facebookHour } = await import("../../../src/domain/seed/facebook-hour.json");
    await registry.create({ ...facebookHour, id: `${id}-draft` });
    expect((await open(`/p/${id}-draft`)).status).toBe(404);
  });

  it("is an id that no poll can have", async () => {
    expect((await open("/p/NOT%20AN%20ID")).status).toBe(404);
  });
});

it("/healthz is ok, and fresh", async () => {
  const response = await open("/healthz");
  expect([response.status, await response.text(), response.headers.get("cache-control")]).toEqual([
    200,
    "ok",
    "no-store",
  ]);
});
