import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { openPoll } from "../../engine/a-poll.ts";
import { hidden, markOf, open, textOf, words } from "./page.ts";

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

  it("holds a secret of its own, so no cache keeps it", async () => {
    const { id } = await openPoll();
    const response = await open(`/p/${id}`);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    const secret = hidden(await response.text(), "secret");
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(hidden(await textOf(`/p/${id}`), "secret")).not.toBe(secret);
  });

  it("shows the secret as a receipt code only where there is no script", async () => {
    const { id } = await openPoll();
    const page = await textOf(`/p/${id}`);
    const secret = hidden(page, "secret");
    expect(/<noscript>([\s\S]*?)<\/noscript>/.exec(page)?.[1]).toContain(`<code dir="ltr">${secret}</code>`);
    expect(page.split(secret).length - 1).toBe(2);
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

  it("tells a browser that voted so, with the way to the results and no form", async () => {
    const { id } = await openPoll();
    const response = await open(`/en/p/${id}`, [markOf(id, "pledge")]);
    const page = await response.text();
    expect(words(page, /<p class="ok">/)).toBe("A vote was already recorded from this browser. One vote per browser.");
    expect(page).toContain(`href="/en/p/${id}/results"`);
    expect(page).not.toContain("<form");
    expect(response.headers.get("cache-control")).toBe("private, no-store");
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
    expect(response.headers.get("cache-control")).toBe("public, max-age=1");
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
