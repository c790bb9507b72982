import type { Page } from "@playwright/test";
import type { PublicTally } from "../../src/domain/disclosure.ts";
import type { Poll } from "./poll.ts";
import { expect, test } from "./sawt.ts";

const total = (page: Page) => page.locator('[data-question="pledge"] .total');

/** A poll's tally in which only the main question has moved. */
const tallyOf = (poll: Poll, sequence: number, options: Record<string, number>): PublicTally => ({
  poll: poll.id,
  phase: "open",
  asOf: new Date().toISOString(),
  sequence,
  sealed: { seal: 0, size: 2, ballots: 0 },
  questions: {
    pledge: {
      ballots: { a: Object.values(options).reduce((sum, votes) => sum + votes, 0), c: 0 },
      withdrawn: { a: 0, c: 0 },
      options: Object.fromEntries(Object.entries(options).map(([id, a]) => [id, { a, c: 0 }])),
    },
  },
});

test("where nothing gets through, the page says how old its figures are", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.clock.install();
  await page.routeWebSocket(/\/live$/, (socket) => {
    socket.send(JSON.stringify({ ...tallyOf(poll, 7, { hour: 7 }), asOf: "2026-07-30T20:05:00Z" }));
    socket.close();
  });
  await page.route("**/tally", (route) => route.abort());
  await page.goto(poll.path("en", "results"));
  await expect(total(page)).toHaveText("Total: 7 votes");
  await page.routeWebSocket(/\/live$/, (socket) => socket.close());
  await expect(async () => {
    await page.clock.runFor(5_000);
    await expect(page.locator("#stale")).toHaveText(/^Update failed\. Figures as of \d\d:05\.$/, { timeout: 100 });
  }).toPass();
  await expect(total(page), "the last figures stay").toHaveText("Total: 7 votes");

  await page.unroute("**/tally");
  await page.route("**/tally", (route) => route.fulfill({ json: tallyOf(poll, 8, { hour: 8 }) }));
  await expect(async () => {
    await page.clock.runFor(20_000);
    await expect(total(page)).toHaveText("Total: 8 votes", { timeout: 100 });
  }).toPass();
  await expect(page.locator("#stale"), "and are not called old any more once newer ones came").toBeHidden();
});

test("a message that was overtaken by a newer one changes nothing", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.routeWebSocket(/\/live$/, (socket) => {
    for (const sequence of [40, 30, 41]) socket.send(JSON.stringify(tallyOf(poll, sequence, { hour: sequence })));
  });
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      const place = document.querySelector(".total bdi");
      if (!place) return;
      new MutationObserver(() => {
        document.documentElement.dataset.seen = `${document.documentElement.dataset.seen ?? ""}${place.textContent}; `;
      }).observe(place, { childList: true, characterData: true, subtree: true });
    });
  });
  await page.goto(poll.path("en", "results"));
  await expect(total(page)).toHaveText("Total: 41 votes");
  await expect(page.locator("html")).toHaveAttribute("data-seen", /^(40 votes; )?41 votes; $/);
});

test("spoken aloud: at most once a minute, politely, and only what is worth it", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.clock.install();
  let sequence = 100;
  let say: ((options: Record<string, number>) => Promise<void>) | undefined;
  await page.routeWebSocket(/\/live$/, (socket) => {
    socket.onMessage((message) => {
      if (message === "ping") socket.send("pong");
    });
    say = async (options) => {
      const tally = tallyOf(poll, ++sequence, options);
      socket.send(JSON.stringify(tally));
      const votes = tally.questions.pledge?.ballots.a;
      await expect(total(page)).toHaveText(`Total: ${votes} votes`);
    };
  });
  await page.goto(poll.path("en", "results"));
  await expect.poll(() => say !== undefined).toBe(true);
  const status = page.getByRole("status");
  await expect(status).toHaveAttribute("aria-atomic", "true");

  await say?.({ hour: 100, leave: 99 });
  await expect(status).toBeEmpty();
  await page.clock.runFor(59_000);
  await say?.({ hour: 100, leave: 120 });
  await expect(status, "within the first minute").toBeEmpty();
  await page.clock.runFor(2_000);
  await say?.({ hour: 100, leave: 121 });
  await expect(status).toHaveText(/^221 votes by \d\d:\d\d\. Leading: I would leave Facebook for good, 54\.8%\.$/);
  const first = await status.textContent();
  await page.clock.runFor(30_000);
  await say?.({ hour: 200, leave: 121 });
  await expect(status, "half a minute later").toHaveText(first ?? "");
  await page.clock.runFor(31_000);
  await say?.({ hour: 201, leave: 121 });
  await expect(status).toHaveText(/^322 votes by .+Leading: I would use it at least an hour less a day, 62\.4%\.$/);
  const second = await status.textContent();
  await page.clock.runFor(61_000);
  await say?.({ hour: 202, leave: 121 });
  await expect(status, "one vote in 322 is not worth a word").toHaveText(second ?? "");
});
