import { describe, expect, it } from "vitest";
import { shareLinks, shareResult, shareText } from "../../../src/web/press/share.ts";
import { aBallot, boxOf, ledgerOf, openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { AS_OF, aSnapshot, USUAL } from "../pictures/a-snapshot.ts";

const url = "https://vote.example.org/p/facebook-hour";

describe("the text that is passed on", () => {
  it("isolates its parts, spells the percent, and has the address alone on the last line", () => {
    const text = shareText({ question: "هل؟", result: shareResult(aSnapshot(USUAL), "ar"), url });
    expect(text).toBe(
      "\u2068هل؟\u2069\n" +
        "في المقدمة: \u2068سأقلّل من استعماله ساعة في اليوم أو أكثر\u2069، \u206841,3 في المائة\u2069. " +
        "\u2068المجموع: \u20682877 صوتا\u2069\u2069. تصويت مفتوح للقراء، ليس استطلاعا علميا.\n" +
        "https://vote.example.org/p/facebook-hour",
    );
    expect(text).not.toMatch(/[%\u200e\u200f]/);
  });

  it("without a result is the question and the address", () => {
    expect(shareText({ question: "Why?", result: [], url })).toBe(`\u2068Why?\u2069\n${url}`);
  });

  it("names no leader of few ballots nor of a tie, and says that a vote is void", () => {
    expect(shareResult(aSnapshot({ hour: 20 }), "en")).toEqual([
      "Total: \u206820 votes\u2069. Open vote, not a scientific survey.",
    ]);
    expect(shareResult(aSnapshot({ hour: 20, leave: 20 }), "en")).toEqual([
      "Total: \u206840 votes\u2069. Open vote, not a scientific survey.",
    ]);
    const notices = [{ kind: "voided" as const, at: AS_OF, reason: { en: "Robots." } }];
    expect(shareResult(aSnapshot({ hour: 40 }, { notices }), "en")).toEqual([
      "Leading: \u2068I would use it at least an hour less a day\u2069, \u2068100%\u2069. \u2068Total: \u206840 votes\u2069\u2069. Open vote, not a scientific survey.",
      "The newsroom declared this vote void on \u2068July 19, 2026\u2069.",
    ]);
  });
});

describe("links to services", () => {
  it("carry the text encoded, line ends and isolates with it", () => {
    expect(shareLinks({ question: "A & b?", result: [], url: "https://v.example/p/x" })).toEqual({
      telegram: "https://t.me/share/url?url=https%3A%2F%2Fv.example%2Fp%2Fx&text=%E2%81%A8A%20%26%20b%3F%E2%81%A9",
      signal: "sgnl://send?text=%E2%81%A8A%20%26%20b%3F%E2%81%A9%0Ahttps%3A%2F%2Fv.example%2Fp%2Fx",
      sms: "sms:?&body=%E2%81%A8A%20%26%20b%3F%E2%81%A9%0Ahttps%3A%2F%2Fv.example%2Fp%2Fx",
      mail: "mailto:?subject=A%20%26%20b%3F&body=%E2%81%A8A%20%26%20b%3F%E2%81%A9%0D%0Ahttps%3A%2F%2Fv.example%2Fp%2Fx",
      whatsapp: "https://wa.me/?text=%E2%81%A8A%20%26%20b%3F%E2%81%A9%0Ahttps%3A%2F%2Fv.example%2Fp%2Fx",
    });
  });

  it("stand on the page for journalists, of no one else's making, with no number while results are hidden", async () => {
    const poll = await openPoll({ rules: { boxes: 1, results: "after-close" } });
    await boxOf(poll).cast(aBallot("one"));
    await ledgerOf(poll).seal();
    const page = await (await ask(`/fr/p/${poll.id}/embed`)).text();
    const section = /<section id="share"[\s\S]*?<\/section>/.exec(page)?.[0] ?? "";
    expect([...section.matchAll(/<a href="([^?"]*)[^"]*" rel="([^"]*)"/g)].map(([, to, rel]) => [to, rel])).toEqual(
      ["https://t.me/share/url", "sgnl://send", "sms:", "mailto:", "https://wa.me/"].map((to) => [
        to,
        "noopener noreferrer nofollow",
      ]),
    );
    expect(section).toContain(`http://localhost:8787/fr/p/${poll.id}</textarea>`);
    expect(section).not.toMatch(/En tête|Total/);
    expect(section).toContain('id="native-share"');
    expect(section).toMatch(/<button[^>]* hidden>/);
  });
});
