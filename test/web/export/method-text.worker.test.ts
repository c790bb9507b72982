import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../../src/domain/language.ts";
import { words } from "../../../src/i18n/index.ts";
import { prefixOf } from "../../../src/web/http/addresses.ts";
import { aBallot, boxOf, openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";

const AAPOR_ITEMS = 11;
const textOf = async (path: string) => (await (await ask(path)).text()).replace(/[\u2068\u2069]/g, "");
const headings = (text: string) => text.match(/^\d+\. .*$/gm) ?? [];

describe.each(LANGUAGES)("method.txt in %s", (language) => {
  it("discloses the eleven items of AAPOR, each with something to say, after the line that this is no science", async () => {
    const { id } = await openPoll();
    const response = await ask(`${prefixOf(language)}/p/${id}/method.txt`);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
    expect(response.headers.get("content-language")).toBe(language);
    const text = await response.text();
    const [, line] = text.split("\n\n");
    expect(line).toBe(words(language, "reader").notsci);
    expect(headings(text).map((each) => Number.parseInt(each, 10))).toEqual(
      Array.from({ length: AAPOR_ITEMS }, (_, i) => i + 1),
    );
    for (const block of text.split(/^\d+\. /m).slice(1)) expect(block.split("\n")[1]).toMatch(/^- \S/);
    expect(text).not.toMatch(/undefined|\{\w+\}|<\w+>/);
  });

  it("is the method page without its markup: the same items in the same order", async () => {
    const { id } = await openPoll();
    const page = await textOf(`${prefixOf(language)}/p/${id}/method`);
    const titles = [...page.matchAll(/<h2 id="item-\d+">([^<]+)<\/h2>/g)].map(([, title]) => title);
    expect(titles).toEqual(headings(await textOf(`${prefixOf(language)}/p/${id}/method.txt`)));
  });
});

describe("method.txt", () => {
  it("has dates in words, and names the page's own language first", async () => {
    const { id } = await openPoll();
    const text = await textOf(`/fr/p/${id}/method.txt`);
    expect(text).toContain("المغرب يجتمع بشركة فيسبوك هذا الشهر (30 mai 2019)");
    expect(text).toContain("Langues\u00a0: Français · العربية · English.");
    expect(text).toContain("- Éditeur\u00a0: ");
  });

  it("states who, what, when, how many, by which rules and where to recount, from the definition and the tally", async () => {
    const poll = await openPoll({ closes: "2031-07-30T19:00:00Z" });
    await boxOf(poll, 0).cast(aBallot("one"));
    await boxOf(poll, 1).cast(aBallot("two", { class: "c" }));
    const text = await textOf(`/en/p/${poll.id}/method.txt`);
    expect(text).toContain("- Paid for by: Nobody: a local trial\n");
    expect(text).toContain("- العربية: هل لديك استعداد لمغادرة فايسبوك");
    expect(text).toContain("    1) I would leave Facebook for good\n");
    expect(text).toContain("- Closes: Wednesday, July 30, 2031 at 19:00, Casablanca time (2031-07-30 19:00 UTC)\n");
    expect(text).toMatch(/: 2 votes\. Cast: 2, of which 0 taken back\. Class a: 1\. Class c: 1\.\n/);
    expect(text).toContain("20 per IPv4 address, 5 per /64, 20 per /56, 100 per /48");
    expect(text).toContain(`that anyone can recount: localhost:8787/log/${poll.id}\n`);
    expect(text).toContain("No margin of error can be given");
  });

  it("says how much hangs on class c, once there are enough votes in class a for shares", async () => {
    const textOfPollWith = async (classA: number) => {
      const poll = await openPoll();
      const cast = (count: number, name: string, more: object) =>
        Promise.all(Array.from({ length: count }, (_, i) => boxOf(poll).cast(aBallot(`${name} ${i}`, more))));
      await cast(classA, "a", { choice: ["leave"] });
      await cast(10, "c", { choice: ["hour"], class: "c" });
      return textOf(`/en/p/${poll.id}/method.txt`);
    };
    expect(await textOfPollWith(29)).not.toContain("Without class c");
    expect(await textOfPollWith(30)).toContain("Without class c, the share of an answer to “");
  });

  it("of a poll whose results are hidden states totals, and nothing that hangs on an answer", async () => {
    const poll = await openPoll({ rules: { results: "after-close" } });
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => boxOf(poll).cast(aBallot(`v ${i}`, { class: i % 2 ? "c" : "a" }))),
    );
    const text = await textOf(`/en/p/${poll.id}/method.txt`);
    expect(text).toContain("40 votes. Cast: 40");
    expect(text).not.toContain("Without class c");
  });

  it("is there in the poll's languages alone, and takes nothing but reads", async () => {
    const { id } = await openPoll();
    expect((await ask("/p/none/method.txt")).status).toBe(404);
    expect((await ask(`/p/${id}/method.txt`, { method: "POST" })).status).toBe(405);
  });
});
