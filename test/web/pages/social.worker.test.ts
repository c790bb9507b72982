import { describe, expect, it } from "vitest";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { aBallot, boxOf, inTurns, ledgerOf, openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { markOf, textOf } from "./page.ts";

/** Names and contents of a page's Open Graph, as a program reads them. */
function cardOf(page: string): Record<string, string> {
  const metas = page.matchAll(/<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">/g);
  return Object.fromEntries([...metas].map(([, name, content]) => [name, content?.replaceAll("&amp;", "&")]));
}
async function voteAndSeal(poll: PollDefinition, ...names: string[]): Promise<void> {
  await inTurns(names, (name) => boxOf(poll).cast(aBallot(name)));
  await ledgerOf(poll).seal();
}

/** Milliseconds: the first picture of a process starts the engine, which takes long where others compute as well. */
const TO_PAINT = 60_000;

describe("a poll whose address is passed on", () => {
  it("shows its question, in the language of the address", async () => {
    const poll = await openPoll();
    expect(cardOf(await textOf(`/fr/p/${poll.id}`))).toEqual({
      "og:type": "website",
      "og:title": "Quitter Facebook, ou une heure de moins par jour ?",
      "og:description": "Vote ouvert, sans valeur scientifique",
      "og:url": `http://localhost:8787/fr/p/${poll.id}`,
      "og:locale": "fr_FR",
      "og:image": `http://localhost:8787/p/${poll.id}/card.png?lang=fr`,
      "og:image:type": "image/png",
      "og:image:width": "1200",
      "og:image:height": "630",
      "og:image:alt":
        "Vote des lecteurs. Quitteriez-vous Facebook, ou l’utiliseriez-vous au moins une heure de moins par jour ?",
      "twitter:card": "summary_large_image",
    });
    const locale = async (prefix: string) => cardOf(await textOf(`${prefix}/p/${poll.id}`))["og:locale"];
    expect([await locale(""), await locale("/en")]).toEqual(["ar_MA", "en_US"]);
  });

  it(
    "shows its result, the total, and that it is no science, with a picture for each seal",
    async () => {
      const poll = await openPoll({ rules: { boxes: 1 } });
      await voteAndSeal(poll, "one", "two");
      const path = `/en/p/${poll.id}/results`;
      await expect
        .poll(async () => cardOf(await textOf(path)), { timeout: 5_000 })
        .toMatchObject({
          "og:title": "Provisional results – Leave Facebook, or an hour less a day?",
          "og:description": "Open vote, not a scientific survey. Total: \u20682 votes\u2069",
          "og:image": `http://localhost:8787/p/${poll.id}/card.png?lang=en&s=r&v=5`,
        });
      const image = cardOf(await textOf(path))["og:image"] ?? "";
      const { status, headers } = await ask(image.replace("http://localhost:8787", ""));
      expect([status, headers.get("content-type")]).toEqual([200, "image/png"]);
    },
    TO_PAINT,
  );

  it.each(["after-close", "after-vote"])(
    "until %s shows the question where its results are hidden, and no number",
    async (results) => {
      const poll = await openPoll({ rules: { boxes: 1, results } });
      await voteAndSeal(poll, "one", "two");
      const card = cardOf(await textOf(`/en/p/${poll.id}/results`));
      expect([card["og:title"], card["og:description"], card["og:image"]]).toEqual([
        "Leave Facebook, or an hour less a day?",
        "Open vote, not a scientific survey",
        `http://localhost:8787/p/${poll.id}/card.png?lang=en`,
      ]);
    },
  );

  it("is not described on the page of one who voted, which no program sees", async () => {
    const poll = await openPoll();
    expect(cardOf(await textOf(`/p/${poll.id}/voted`, [markOf(poll.id, "pledge")]))).toEqual({});
  });
});

describe("a frozen result whose address is passed on", () => {
  it("shows its own sentence and picture, and offers no frame in its place", async () => {
    const poll = await openPoll({ rules: { boxes: 1 } });
    await voteAndSeal(poll, "one");
    const page = await textOf(`/en/p/${poll.id}/at/4`);
    const card = cardOf(page);
    expect(card["og:image"]).toBe(`http://localhost:8787/p/${poll.id}/at/4/card.png?lang=en`);
    expect(card["og:description"]).toMatch(/^“In an open readers’ vote by .*1 vote/);
    expect(card["og:image:alt"]).toMatch(/Total: .1 vote/);
    expect(page).not.toContain("oembed");
    expect(await textOf(`/en/p/${poll.id}/results`)).toContain("application/json+oembed");
  });
});
