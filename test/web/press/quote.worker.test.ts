import { describe, expect, it } from "vitest";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { LANGUAGES } from "../../../src/domain/language.ts";
import { pledgedHours, quoteSentence } from "../../../src/web/press/quote.ts";
import { aBallot, boxOf, inTurns, ledgerOf, openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { aSnapshot, USUAL } from "../pictures/a-snapshot.ts";

const bare = (text: string) => text.replace(/[\u2066-\u2069]/g, "").replaceAll("\u00a0", " ");
const said = (votes: Parameters<typeof aSnapshot>[0], language: "ar" | "fr" | "en" = "en") =>
  bare(quoteSentence(aSnapshot(votes), language));

async function sealed(poll: PollDefinition, ...names: string[]): Promise<void> {
  await inTurns(names, (name) => boxOf(poll).cast(aBallot(name)));
  await ledgerOf(poll).seal();
}
/** Milliseconds: the first picture of a process starts the engine, which takes long where others compute as well. */
const TO_PAINT = 60_000;
const pageOf = async (path: string) => bare(await (await ask(path)).text());

describe("the sentence ready to quote", () => {
  it("stands in each language's own quotation marks, and says that it is no survey", () => {
    expect(LANGUAGES.map((language) => said(USUAL, language))).toEqual([
      "«في تصويت مفتوح لقراء الجريدة، وهو ليس استطلاعا علميا، كان الجواب الأكثر اختيارا: “سأقلّل من استعماله ساعة في اليوم أو أكثر”، 41,3 في المائة (1187 صوتا). المجموع: 2877 صوتا، إلى حدود 19 يوليوز 2026 على الساعة 21:05.»",
      "« Dans un vote ouvert aux lecteurs (Le Journal), sans valeur scientifique, la réponse la plus choisie est “Je l’utiliserais au moins une heure de moins par jour” : 41,3 % (1187 votes). Total : 2877 votes, au 19 juillet 2026 à 21:05. »",
      "“In an open readers’ vote by The Newspaper, not a scientific survey, the answer chosen most was ‘I would use it at least an hour less a day’: 41.3% (1187 votes). Total: 2877 votes, as of July 19, 2026 at 21:05.”",
    ]);
  });

  it("has counts alone below 30 ballots, all of a tie, and no answer where nobody voted", () => {
    expect(said({ hour: 20, leave: 9 })).toContain(
      "‘I would use it at least an hour less a day’: 20 votes. Total: 29 votes",
    );
    expect(said({ hour: 40, leave: 40 })).toContain(
      "‘I would leave Facebook for good’ and ‘I would use it at least an hour less a day’: 50% each (40 votes). Total: 80 votes",
    );
    expect(said({})).toBe(
      "“No reader of The Newspaper had voted as of July 19, 2026 at 21:05, in this open vote, which is not a scientific survey.”",
    );
  });

  it("never has a margin of error", () => {
    for (const language of LANGUAGES) expect(said(USUAL, language)).not.toMatch(/±|margin|marge|هامش/);
  });
});

describe("the hours pledged", () => {
  it("are an hour for each vote of an answer that is a pledge, and said to be derived", () => {
    expect(bare(pledgedHours(aSnapshot({ leave: 3, hour: 4, less: 100 }), "en") ?? "")).toBe(
      "7 votes for a pledge (‘I would leave Facebook for good’ and ‘I would use it at least an hour less a day’). At one hour each, that would be 7 hours a day: a figure derived from the answers, not a measurement.",
    );
  });

  it("are not spoken of where nobody pledged", () => {
    expect(pledgedHours(aSnapshot({ same: 4 }), "en")).toBeUndefined();
  });
});

describe("the page of a frozen result", () => {
  it(
    "has the figures of its seal, its root, its checkpoint and ways to check, and stays so while the log grows",
    async () => {
      const poll = await openPoll({ rules: { boxes: 1 } });
      await sealed(poll, "one");
      await sealed(poll, "two", "three");
      const page = await pageOf(`/en/p/${poll.id}/at/4`);
      const checkpoint = await (await ask(`/log/${poll.id}/checkpoint/4`)).text();
      const [, , root = "none"] = checkpoint.split("\n");
      expect(page).toContain(root);
      expect(page).toContain(checkpoint.replaceAll("+", "&#43;").split("\n")[0]);
      expect(page).toContain("Total: <bdi>1 vote</bdi>");
      expect(page).toContain(`/en/p/${poll.id}/at/4</textarea>`);
      expect(page).toContain(`npm run verify -- http://localhost:8787/en/p/${poll.id} --since ${poll.id}-4.txt`);
      expect(page).toContain(
        `<img class="chart" src="/p/${poll.id}/at/4/chart.svg?lang=en" alt="Provisional results, `,
      );
      for (const file of ["results.csv", "chart.svg", "chart.png", "card.png"])
        expect([file, (await ask(`/p/${poll.id}/at/4/${file}`)).status]).toEqual([file, 200]);
      expect(await pageOf(`/en/p/${poll.id}/at/7`)).toContain("Total: <bdi>3 votes</bdi>");
    },
    TO_PAINT,
  );

  it("is there in every language of the poll, and leads from one to the other", async () => {
    const poll = await openPoll();
    for (const prefix of ["", "/fr", "/en"]) {
      const page = await pageOf(`${prefix}/p/${poll.id}/at/2`);
      expect(page).toContain(`<link rel="canonical" href="${prefix}/p/${poll.id}/at/2">`);
      for (const other of ["", "/fr", "/en"].filter((each) => each !== prefix))
        expect(page).toContain(`href="${other}/p/${poll.id}/at/2"`);
    }
  });

  it("is asked for again at each visit, so that it says at once that the vote is void", async () => {
    const poll = await openPoll();
    expect((await ask(`/en/p/${poll.id}/at/2`)).headers.get("cache-control")).toBe(
      "public, max-age=0, s-maxage=1, stale-while-revalidate=30",
    );
    await ledgerOf(poll).declareVoid({ en: "Robots." });
    await expect
      .poll(() => pageOf(`/en/p/${poll.id}/at/2`), { timeout: 5_000 })
      .toContain("The newsroom declared this vote void");
  });

  it("is refused while results are hidden, and says final once they are", async () => {
    const poll = await openPoll({ rules: { boxes: 1, results: "after-close" } });
    await sealed(poll, "one");
    const hidden = await ask(`/en/p/${poll.id}/at/4`);
    expect([hidden.status, hidden.headers.get("cache-control")]).toEqual([403, "private, no-store"]);
    const refusal = await hidden.text();
    expect(refusal).toContain("Results are shown after voting closes.");
    expect(refusal).not.toMatch(/<table|chart\.svg|1 vote/);
    await ledgerOf(poll).close("over");
    await expect
      .poll(() => pageOf(`/en/p/${poll.id}/at/6`), { timeout: 5_000 })
      .toContain("This is the last seal: the results are final.");
  });

  it("is not there for a size that is no seal", async () => {
    const poll = await openPoll();
    for (const size of ["1", "3", "02", "x", "99999999"]) {
      const response = await ask(`/fr/p/${poll.id}/at/${size}`);
      expect([size, response.status]).toEqual([size, 404]);
    }
  });
});
