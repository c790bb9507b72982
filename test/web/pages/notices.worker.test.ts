import { describe, expect, it } from "vitest";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { pollResponse } from "../../../src/web/api/schemas.ts";
import { ledgerOf, openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { markOf, textOf } from "./page.ts";

const CORRECTION = {
  field: "questions[0].options[1].label",
  after: { en: "I would use it <b>an hour</b> less", ar: "ساعة" },
  reason: { en: "A slip of the pen" },
};
const PAGES = ["", "/results", "/method"];
const pagesOf = (poll: PollDefinition, prefix = "/en"): Promise<string[]> =>
  Promise.all(PAGES.map((page) => textOf(`${prefix}/p/${poll.id}${page}`)));

describe("a correction", () => {
  it("stands on every page of the poll, with the way to both wordings", async () => {
    const poll = await openPoll();
    await ledgerOf(poll).correct(CORRECTION, "editor");
    const [vote, results, method] = await pagesOf(poll);
    for (const page of [vote, results])
      expect(page).toMatch(
        new RegExp(
          `The wording of this vote was corrected on <bdi>[^<]+</bdi>. <a href="/en/p/${poll.id}/method#notices">What was corrected</a>`,
        ),
      );
    expect(method).toContain('<h2 id="notices">Corrections and declarations</h2>');
    expect(method).toContain('<dd lang="en" dir="ltr"><del>I would use it at least an hour less a day</del></dd>');
    expect(method).toContain("<ins>I would use it &lt;b&gt;an hour&lt;/b&gt; less</ins>");
    expect(method).toContain('<dd lang="ar" dir="rtl"><ins>ساعة</ins></dd>');
    expect(method).toContain('<bdi lang="en">A slip of the pen</bdi>');
  });

  it("is the wording that readers are asked from then on", async () => {
    const poll = await openPoll();
    await ledgerOf(poll).correct(CORRECTION);
    expect(await textOf(`/en/p/${poll.id}`)).toContain("I would use it &lt;b&gt;an hour&lt;/b&gt; less");
  });

  it("is in the API, with both wordings", async () => {
    const poll = await openPoll();
    await ledgerOf(poll).correct(CORRECTION);
    const { notices } = pollResponse.parse(await (await ask(`/api/v1/polls/${poll.id}`)).json());
    expect(notices).toEqual([
      {
        kind: "corrected",
        at: expect.stringMatching(/^\d{4}-/),
        field: CORRECTION.field,
        before: { ar: "سأقلّل من استعماله ساعة في اليوم أو أكثر", en: "I would use it at least an hour less a day" },
        after: CORRECTION.after,
        reason: CORRECTION.reason,
      },
    ]);
  });
});

it("a vote declared void says so and why on every page, also when paused, answered and closed", async () => {
  const poll = await openPoll();
  await ledgerOf(poll).declareVoid({ ar: "خطأ في السؤال" });
  const sentence =
    /أعلنت هيئة التحرير أن هذا التصويت لاغ، يوم <bdi>[^<]+<\/bdi> على الساعة <bdi>[^<]+<\/bdi>:<\/b> <bdi lang="ar">خطأ في السؤال<\/bdi>/;
  for (const page of await pagesOf(poll, "")) expect(page).toMatch(sentence);
  expect(await textOf(`/p/${poll.id}`, [markOf(poll.id, "pledge")])).toMatch(sentence);
  await ledgerOf(poll).pause();
  for (const page of await pagesOf(poll, "")) expect(page).toMatch(sentence);
  await ledgerOf(poll).close("over");
  for (const page of await pagesOf(poll, "")) expect(page).toMatch(sentence);
});

it("a poll without notices carries nothing of it", async () => {
  const poll = await openPoll();
  for (const page of await pagesOf(poll)) expect(page).not.toMatch(/corrected on|declared|id="notices"/);
});
