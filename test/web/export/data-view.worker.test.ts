import { describe, expect, it } from "vitest";
import { EXPORT_NAMES } from "../../../src/web/export/files.ts";
import { aBallot, boxOf, ledgerOf, openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { textOf } from "../pages/page.ts";

describe("the data section of the page for journalists", () => {
  it.each([
    ["", "ar", "لبرنامج Excel"],
    ["/fr", "fr", "Pour Excel, Google Sheets"],
    ["/en", "en", "For Excel, Google Sheets"],
  ])(
    "links every file in its language, Excel first, says for whom it is, and each link answers (%s)",
    async (prefix, language, whom) => {
      const poll = await openPoll({ rules: { boxes: 1 } });
      await boxOf(poll).cast(aBallot("one"));
      await ledgerOf(poll).seal();
      const section = dataOf(await textOf(`${prefix}/p/${poll.id}/embed`));
      const links = [...section.matchAll(/href="http:\/\/localhost:8787\/p\/[^/]+\/([^"?]+)(\?lang=(\w+))?"/g)];
      expect(links.map(([, name]) => name)).toEqual([...EXPORT_NAMES]);
      expect(section.indexOf(whom)).toBeGreaterThan(0);
      expect(new Set(links.flatMap(([, , , asked]) => asked ?? []))).toEqual(new Set([language]));
      for (const [href] of links) {
        const response = await ask(new URL(href.slice('href="'.length, -1)).pathname, { method: "HEAD" });
        expect([href, response.status]).toEqual([href, 200]);
      }
      expect(section).toContain(`href="/log/${poll.id}/checkpoint/4"`);
      for (const line of [
        `results &lt;- readr::read_csv(&quot;http://localhost:8787/p/${poll.id}/results.csv&quot;)`,
        `results = pandas.read_csv(&quot;http://localhost:8787/p/${poll.id}/results.csv&quot;)`,
        `=IMPORTDATA(&quot;http://localhost:8787/p/${poll.id}/results.csv&quot;)`,
        `http://localhost:8787/p/${poll.id}/at/4/results.csv`,
      ])
        expect(section).toContain(line);
    },
  );

  it("says of a poll with hidden results when its files will be there, and links none", async () => {
    const poll = await openPoll({ rules: { boxes: 1, results: "after-close" } });
    const section = dataOf(await textOf(`/en/p/${poll.id}/embed`));
    expect(section).toContain("This vote shows no figures before it closes");
    expect(section).not.toContain("results.");
  });
});

const dataOf = (page: string): string => /<section id="data".*?<\/section>/s.exec(page)?.[0] ?? "";
