import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../../src/domain/language.ts";
import { frameHeight } from "../../../src/web/frame/height.ts";
import { addressed, type OEmbed, oembedOf } from "../../../src/web/press/oembed.ts";
import { openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { open, textOf } from "../pages/page.ts";
import { wordPressFilter } from "./wordpress-filter.ts";

const SITE = "http://localhost:8787";
const asked = (address: string, more = "") => open(`/oembed?url=${encodeURIComponent(address)}${more}`);
const answer = async (address: string, more = ""): Promise<OEmbed> => (await asked(address, more)).json();

describe("oEmbed", () => {
  it("describes a poll by each of its addresses, in the language of the address", async () => {
    const { id } = await openPoll();
    for (const [path, language] of [
      [`/p/${id}`, "ar"],
      [`/p/${id}/`, "ar"],
      [`/fr/p/${id}?utm_source=x#top`, "fr"],
      [`/en/p/${id}/results`, "en"],
      [`/en/p/${id}/method`, "en"],
      [`/en/p/${id}/embed`, "en"],
      [`/e/${id}`, "ar"],
      [`/e/${id}?lang=fr`, "fr"],
    ]) {
      const response = await asked(SITE + path);
      expect([path, response.status]).toEqual([path, 200]);
      const { html } = await response.json<OEmbed>();
      expect(html).toContain(`src="${SITE}/e/${id}?lang=${language}&amp;view=results"`);
    }
  });

  it("describes a poll without Arabic by its frame and its bare address in the language that those have", async () => {
    const { id } = await openPoll({ languages: ["fr", "en"] });
    for (const [path, language] of [
      [`/e/${id}`, "fr"],
      [`/e/${id}?lang=ar`, "fr"],
      [`/e/${id}?lang=en`, "en"],
      [`/p/${id}`, "fr"],
      [`/en/p/${id}`, "en"],
    ])
      expect([path, (await answer(SITE + path)).html]).toEqual([
        path,
        expect.stringContaining(`src="${SITE}/e/${id}?lang=${language}&amp;view=results"`),
      ]);
  });

  it("says all that the specification asks of a rich answer, in whole pixels", async () => {
    const { id } = await openPoll();
    const response = await asked(`${SITE}/en/p/${id}`);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const title = "Would you leave Facebook, or at least use it an hour less a day?";
    const { height, ...rest } = await response.json<OEmbed>();
    expect(height).toSatisfy((px: number) => Number.isInteger(px) && px > 400 && px < 1_000);
    expect(rest).toEqual({
      version: "1.0",
      type: "rich",
      title,
      author_name: "Local trial",
      provider_name: "Local trial",
      provider_url: `${SITE}/`,
      cache_age: 86_400,
      thumbnail_url: `${SITE}/p/${id}/card.png?lang=en`,
      thumbnail_width: 1_200,
      thumbnail_height: 630,
      width: 600,
      html: `<blockquote><a href="${SITE}/en/p/${id}">${title}</a></blockquote><iframe src="${SITE}/e/${id}?lang=en&amp;view=results" width="600" height="${height}" frameborder="0" scrolling="no" title="${title}"></iframe>`,
    });
  });

  it("keeps within the room it is given, and then lets the frame scroll", async () => {
    const { id } = await openPoll();
    const narrow = await answer(`${SITE}/p/${id}`, "&maxwidth=320");
    expect([narrow.width, narrow.thumbnail_width, narrow.thumbnail_height]).toEqual([320, 320, 168]);
    expect(narrow.html).toContain('width="320"');
    const low = await answer(`${SITE}/p/${id}`, "&maxwidth=2000&maxheight=250");
    expect([low.width, low.height, low.thumbnail_height]).toEqual([600, 250, 250]);
    expect(low.html).not.toContain("scrolling");
    for (const none of ["&maxwidth=0", "&maxwidth=-5", "&maxwidth=wide", "&maxheight=1.5"])
      expect((await answer(`${SITE}/p/${id}`, none)).width).toBe(600);
  });

  it("is XML on request, with the same fields", async () => {
    const { id } = await openPoll();
    const response = await asked(`${SITE}/fr/p/${id}`, "&format=xml");
    expect(response.headers.get("content-type")).toBe("text/xml; charset=utf-8");
    const xml = await response.text();
    expect(xml).toMatch(
      /^<\?xml version="1.0" encoding="utf-8" standalone="yes"\?>\n<oembed>\n<version>1.0<\/version>/,
    );
    expect(xml).toContain(`<html>&lt;blockquote&gt;&lt;a href=&quot;${SITE}/fr/p/${id}&quot;&gt;`);
    const { width } = await answer(`${SITE}/fr/p/${id}`);
    expect(xml).toContain(`<width>${width}</width>`);
  });

  it("answers 404 for what is no poll of this site, and 501 for another format", async () => {
    const { id } = await openPoll({ languages: ["ar"] });
    for (const address of [
      "",
      "nonsense",
      `${SITE}/p/none`,
      `${SITE}/p/No%20id`,
      `${SITE}/fr/p/${id}`,
      `${SITE}/p/${id}/at/5`,
      `${SITE}/log/${id}/checkpoint`,
      `https://elsewhere.example/p/${id}`,
      `javascript:alert(1)//localhost:8787/p/${id}`,
    ])
      expect([address, (await asked(address)).status]).toEqual([address, 404]);
    expect((await open("/oembed")).status).toBe(404);
    expect((await asked(`${SITE}/p/${id}`, "&format=yaml")).status).toBe(501);
    const post = await ask("/oembed", { method: "POST", body: "" });
    expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it("answers from the archive, whatever becomes of the objects", async () => {
    const { id } = await openPoll();
    const poll = JSON.parse((await env.ARCHIVE.get(`poll/${id}`)) ?? "{}");
    const copy = "only-archived";
    await env.ARCHIVE.put(`poll/${copy}`, JSON.stringify({ ...poll, definition: { ...poll.definition, id: copy } }));
    expect((await asked(`${SITE}/p/${copy}`)).status).toBe(200);
  });

  it("is found in the head of every page that is passed on, early and one a line", async () => {
    const { id } = await openPoll();
    const scheduled = await openPoll({ opens: "2090-07-30T20:00:00Z" });
    for (const path of [`/p/${id}`, `/fr/p/${id}/results`, `/en/p/${scheduled.id}`, `/en/p/${id}/embed`]) {
      const page = await textOf(path);
      const head = page.slice(0, page.indexOf("</head>"));
      const link = new RegExp(
        `^<link rel="alternate" type="application/json\\+oembed" href="${SITE}/oembed\\?url=${encodeURIComponent(SITE + path)}&amp;format=json">$`,
        "m",
      );
      expect([path, link.test(head.slice(0, 2_000))]).toEqual([path, true]);
      expect(head.split("text/xml+oembed").length).toBe(2);
      const found = /json\+oembed" href="([^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
      expect([path, (await open(found.replace(SITE, ""))).status]).toEqual([path, 200]);
    }
  });
});

describe("what WordPress makes of it", () => {
  it.each(LANGUAGES)(
    "passes its filter unchanged in %s, and becomes a sandboxed frame with a secret",
    async (language) => {
      const { id } = await openPoll();
      const { html } = await answer(`${SITE}${language === "ar" ? "" : `/${language}`}/p/${id}`);
      const filtered = wordPressFilter(html, "0123456789");
      expect(filtered?.kept).toBe(html);
      expect(filtered?.shown).toContain(
        `sandbox="allow-scripts" security="restricted" style="position: absolute; visibility: hidden;" src="${SITE}/e/${id}?lang=${language}&amp;view=results#?secret=0123456789" data-secret="0123456789"`,
      );
    },
  );

  it("passes with a question full of what HTML reads as its own", async () => {
    const definition = await openPoll();
    const text = { ar: `<b>"A" & 'B'</b> > C`, fr: "x", en: "x" };
    const [question, ...others] = definition.questions;
    const odd = { ...definition, questions: [{ ...question!, text }, ...others] };
    const { html } = oembedOf(odd, "ar", SITE, {}, "results");
    expect(wordPressFilter(html, "0123456789")).toMatchObject({ kept: html });
    expect(html).not.toContain("<b>");
  });

  it("a registered provider’s frame takes votes, and brings the loader for its height", async () => {
    const { id } = await openPoll();
    const { html } = await answer(`${SITE}/en/p/${id}`, "&view=vote");
    expect(html).toMatch(/^<iframe src="http:\/\/localhost:8787\/e\/[^"]+\?lang=en" /);
    expect(html).toMatch(/<script async src="http:\/\/localhost:8787\/embed.js"><\/script>$/);
  });
});

describe("an address", () => {
  it("of a host that is not ours leads nowhere, whatever its path", () => {
    expect(addressed("https://vote.example/p/bread", ["vote.example"])).toEqual({ poll: "bread" });
    expect(addressed("https://vote.example.evil.example/p/bread", ["vote.example"])).toBeUndefined();
    expect(addressed("https://vote.example:8443/p/bread", ["vote.example"])).toBeUndefined();
  });

  it("of the front page names no poll: it is that of the poll at `/`", () => {
    for (const [path, found] of [
      ["", {}],
      ["/", {}],
      ["/fr", { language: "fr" }],
      ["/en/", { language: "en" }],
    ] as const)
      expect(addressed(`https://vote.example${path}`, ["vote.example"])).toEqual(found);
  });
});

describe("the height that is reserved", () => {
  it("grows as the frame narrows, and with every answer", async () => {
    const definition = await openPoll();
    const heights = [800, 600, 360, 300].map((width) => frameHeight(definition, "ar", width));
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
    const [question] = definition.questions;
    const fewer = { ...definition, questions: [{ ...question!, options: question!.options.slice(0, 2) }] };
    expect(frameHeight(fewer, "ar", 600)).toBeLessThan(frameHeight(definition, "ar", 600) - 150);
  });
});
