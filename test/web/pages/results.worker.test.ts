import { describe, expect, it } from "vitest";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { sha256 } from "../../../src/engine/keys.ts";
import { lockOf } from "../../../src/log/lock.ts";
import { aBallot, boxOf, bytes32, openPoll } from "../../engine/a-poll.ts";
import { hidden, markOf, open, textOf, words } from "./page.ts";

/** `counts` ballots for each option, straight into the only box. */
async function cast(poll: PollDefinition, question: string, counts: Record<string, number>): Promise<void> {
  const ballots = Object.entries(counts).flatMap(([option, n]) =>
    Array.from({ length: n }, (_, i) =>
      aBallot("", {
        question,
        choice: [option],
        lock: lockOf(sha256, poll.id, question, bytes32(`${option} ${i}`)),
      }),
    ),
  );
  const outcomes = await Promise.all(ballots.map((ballot) => boxOf(poll).cast(ballot)));
  for (const outcome of outcomes) if (outcome.kind !== "counted") throw new Error(outcome.kind);
}
const ONE_BOX = { rules: { boxes: 1 } };
const voted = (poll: PollDefinition, ...questions: string[]) =>
  ["pledge", ...questions].map((each) => markOf(poll.id, each));

const row = (page: string, option: string): string =>
  (new RegExp(`<tr role="row" data-option="${option}">[\\s\\S]*?</tr>`).exec(page)?.[0] ?? "")
    .replace(/<rect[^>]*>/g, "")
    .replace(/<[^>]*>/g, "|");

describe("the results", () => {
  it("are a real table in questionnaire order, with its bars as pictures", async () => {
    const poll = await openPoll(ONE_BOX);
    await cast(poll, "pledge", { leave: 30, hour: 120, same: 60 });
    const page = await textOf(`/p/${poll.id}/voted`, voted(poll));
    expect(page).toMatch(/<table class="res" role="table">\s*<caption>/);
    expect(
      [...page.matchAll(/<tr role="row" data-option="(\w+)"><th scope="row" role="rowheader">/g)]
        .slice(0, 5)
        .map(([, id]) => id),
    ).toEqual(["leave", "hour", "less", "same", "nonuser"]);
    expect(page).toContain('<svg aria-hidden="true"><rect width="57.1%" height="100%"/></svg>');
    expect(row(page, "hour")).toContain("57,1\u200e%\u200e");
    expect(row(page, "hour")).toContain("120 صوتا");
    expect(words(page, /<p class="total">/)).toBe("المجموع: 210 أصوات");
  });

  it("of fewer than 30 votes are counts alone", async () => {
    const poll = await openPoll(ONE_BOX);
    await cast(poll, "pledge", { hour: 29 });
    const page = await textOf(`/en/p/${poll.id}/voted`, voted(poll));
    expect(page).toContain('<div class="result few" data-question="pledge">');
    expect(page).toContain("Few votes so far: percentages mean little yet.");
  });

  it("of 30 to 199 votes are whole percent, with no excuse", async () => {
    const poll = await openPoll(ONE_BOX);
    await cast(poll, "pledge", { hour: 20, same: 10 });
    const page = await textOf(`/en/p/${poll.id}/voted`, voted(poll));
    expect(row(page, "hour")).toContain("67%");
    expect(page).toContain('<div class="result" data-question="pledge">');
  });

  it("never speak of a margin of error", async () => {
    const poll = await openPoll();
    for (const language of ["", "/fr", "/en"]) {
      const page = await textOf(`${language}/p/${poll.id}/results`);
      expect(page.replace(/<style>[\s\S]*<\/style>/, "")).not.toMatch(/margin|marge|هامش/);
    }
  });

  it("are one page for everyone, voters too, from a cache; a voter's own is fresh, and at another address", async () => {
    const poll = await openPoll(ONE_BOX);
    const shared = await open(`/p/${poll.id}/results`, voted(poll));
    expect([shared.headers.get("cache-control"), shared.headers.get("vary")]).toEqual([
      "public, max-age=0, s-maxage=1, stale-while-revalidate=30",
      "Accept-Encoding",
    ]);
    const page = await shared.text();
    expect(page).not.toContain("<form");
    expect(await textOf(`/p/${poll.id}/results?answered=pledge&voted=pledge`)).toBe(page);
    const own = await open(`/p/${poll.id}/voted`, voted(poll));
    expect(own.headers.get("cache-control")).toBe("private, no-store");
    expect(await own.text()).toContain("<form");
  });

  it("are all that whoever did not vote finds at a voter's address", async () => {
    const poll = await openPoll();
    const response = await open(`/fr/p/${poll.id}/voted?answered=pledge`);
    expect([response.status, response.headers.get("location")]).toEqual([303, `/fr/p/${poll.id}/results`]);
  });

  it("thank after a vote, in a box with the focus", async () => {
    const poll = await openPoll();
    const page = await textOf(`/fr/p/${poll.id}/voted?answered=pledge`, voted(poll));
    expect(words(page, /<div class="ok" id="thanks" tabindex="-1" autofocus><p>/)).toBe(
      "Merci, votre vote est enregistré.",
    );
    expect(await textOf(`/fr/p/${poll.id}/voted?answered=elsewhere`, voted(poll))).not.toContain('id="thanks"');
  });

  it("have ballots from crowded networks apart, in a sentence", async () => {
    const poll = await openPoll(ONE_BOX);
    await cast(poll, "pledge", { hour: 2 });
    await boxOf(poll).cast(aBallot("crowded", { class: "c" }));
    const page = await textOf(`/en/p/${poll.id}/voted`, voted(poll));
    expect(words(page, /<p class="note split">/)).toBe("3 votes, of which 1 from crowded or uncertain networks.");
    expect(page).not.toContain("more than 5 points");
  });

  it("have the result without crowded networks beside the result, and a sentence where it is another one", async () => {
    const poll = await openPoll(ONE_BOX);
    await cast(poll, "pledge", { hour: 30, leave: 20 });
    const crowd = Array.from({ length: 30 }, (_, i) => aBallot(`c ${i}`, { class: "c", choice: ["leave"] }));
    await Promise.all(crowd.map((ballot) => boxOf(poll).cast(ballot)));
    for (const [prefix, sentence, short, colon, hour] of [
      ["", "دونها تتغير نسبة أحد الأجوبة بأكثر من 5 نقط.", "التقليل بساعة أو أكثر", ":", "60‎%‎"],
      [
        "/fr",
        "Sans eux, la part d’une réponse changerait de plus de 5 points.",
        "Une heure de moins ou plus",
        "\u00a0:",
        "60\u00a0%",
      ],
      [
        "/en",
        "Without them, the share of an answer would move by more than 5 points.",
        "Cut an hour or more",
        ":",
        "60%",
      ],
    ] as const) {
      const page = await textOf(`${prefix}/p/${poll.id}/voted`, voted(poll, "concern", "hosting", "equality"));
      const split = /<details class="note split">[\s\S]*?<\/details>/.exec(page)?.[0] ?? "";
      expect(split).toContain(`<b>${sentence}</b></summary>`);
      expect(split).toContain(`<li><bdi>${short}</bdi>${colon} <bdi>${hour}</bdi></li>`);
    }
  });

  it("have what was refused at the door beside them, by kind; a page that goes on asking has the way to it", async () => {
    const poll = await openPoll(ONE_BOX);
    const shared = await textOf(`/en/p/${poll.id}/results`);
    const details = /<details class="note door">[\s\S]*?<\/details>/.exec(shared)?.[0] ?? "";
    expect(details.replace(/<\/?bdi>/g, "")).toContain(
      "<summary>Votes refused: 0 · largest network: fewer than 30 · allowances forgotten: 0</summary>",
    );
    expect(details).toContain(
      "As of the last seal.<ul><li>Votes refused and not counted, at least: <bdi>0</bdi> malformed",
    );
    const asking = await textOf(`/en/p/${poll.id}/voted`, voted(poll));
    expect(asking).not.toContain("<details");
    const address = `/en/p/${poll.id}/method#item-11`;
    expect(words(asking, new RegExp(`<p class="note"><a href="${address}">`))).toBe(
      "Votes refused: 0 · largest network: fewer than 30 · allowances forgotten: 0",
    );
    const method = await textOf(`/en/p/${poll.id}/method`);
    expect(method.split('id="item-11"')[1]).toContain("Votes refused and not counted, at least:");
  });

  it("can be asked for again without a script", async () => {
    const poll = await openPoll();
    expect(await textOf(`/en/p/${poll.id}/results`)).toContain(
      `<a href="/en/p/${poll.id}/results" id="refresh">Refresh</a>`,
    );
  });

  it("of a batched poll say when a vote shows", async () => {
    const poll = await openPoll({ rules: { release: "batched" } });
    const page = await textOf(`/en/p/${poll.id}/voted?answered=pledge`, voted(poll));
    expect(page).toContain("Your vote is counted; it is shown in the results at the next seal.");
  });
});

describe("results that are hidden", () => {
  it("until close show the number of votes alone, to voters too", async () => {
    const poll = await openPoll({ rules: { boxes: 1, results: "after-close" } });
    await cast(poll, "pledge", { hour: 3 });
    const page = await textOf(`/en/p/${poll.id}/voted`, voted(poll));
    expect(words(page, /<p class="total">/)).toBe("Total: 3 votes");
    expect(page).toContain("Results are shown after voting closes.");
    expect(page).not.toContain("<table");
    expect(page).not.toContain("<rect");
  });

  it("until one has voted show no counts without the mark, and counts with it", async () => {
    const poll = await openPoll({ rules: { boxes: 1, results: "after-vote" } });
    await cast(poll, "pledge", { hour: 3 });
    const shared = await textOf(`/en/p/${poll.id}/results`);
    expect(shared).not.toContain("<table");
    expect(shared).toContain(`<a href="/en/p/${poll.id}/voted">I have voted from this browser</a>`);
    const page = await textOf(`/en/p/${poll.id}/voted`, voted(poll));
    expect(row(page, "hour")).toContain("3 votes");
    // The live messages are for everyone, and would hide them again.
    expect(page).not.toContain('id="pause"');
  });
});

describe("the follow-up questions", () => {
  it("are offered one at a time, each with a secret of its own", async () => {
    const poll = await openPoll();
    const first = await textOf(`/p/${poll.id}/voted`, voted(poll));
    expect(hidden(first, "question")).toBe("concern");
    expect(first.split("<form").length - 1).toBe(1);
    expect([...first.matchAll(/type="checkbox"/g)].length).toBe(8);
    const second = await textOf(`/p/${poll.id}/voted`, voted(poll, "concern"));
    expect(hidden(second, "question")).toBe("hosting");
    expect(hidden(second, "secret")).not.toBe(hidden(first, "secret"));
  });

  it("can be passed over, each of them", async () => {
    const poll = await openPoll();
    const path = `/p/${poll.id}/voted`;
    const first = await textOf(path, voted(poll));
    expect(first).toContain(`href="${path}?skip=concern"`);
    const second = await textOf(`${path}?skip=concern`, voted(poll));
    expect(hidden(second, "question")).toBe("hosting");
    expect(second).toContain(`href="${path}?skip=concern,hosting"`);
    expect(hidden(second, "skip")).toBe("concern");
    expect(await textOf(`${path}?skip=concern,hosting,equality`, voted(poll))).not.toContain("<form");
  });

  it("are shown with their own results once somebody answered, to those who are no longer asked", async () => {
    const poll = await openPoll(ONE_BOX);
    const asked = voted(poll, "concern");
    const done = voted(poll, "concern", "hosting", "equality");
    expect(await textOf(`/en/p/${poll.id}/voted`, done)).not.toContain("Follow-up questions");
    await cast(poll, "hosting", { morocco: 2 });
    expect(await textOf(`/en/p/${poll.id}/voted`, done)).toContain('<tr role="row" data-option="morocco">');
    expect(await textOf(`/en/p/${poll.id}/voted`, asked)).not.toContain('data-option="morocco"');
  });
});

describe("the method page", () => {
  it("has the wording in every language, the sample size, and no margin of error", async () => {
    const poll = await openPoll({ closes: "2031-07-30T19:00:00Z" });
    const page = await textOf(`/en/p/${poll.id}/method`);
    expect(page).toContain("هل لديك استعداد لمغادرة فايسبوك");
    expect(page).toContain("Quitteriez-vous Facebook");
    expect(page).toContain("No margin of error can be given");
    expect(page.replace(/<\/?bdi>/g, "")).toContain(
      "Wednesday, July 30, 2031 at 19:00, Casablanca time (2031-07-30 19:00 UTC)",
    );
  });

  it("admits that a mark can be forged where results are for voters", async () => {
    const poll = await openPoll({ rules: { results: "after-vote" } });
    expect(await textOf(`/en/p/${poll.id}/method`)).toContain("the browser’s mark can be forged");
  });
});
