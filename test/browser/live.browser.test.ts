import type { Page } from "@playwright/test";
import { expect, test } from "./sawt.ts";

const total = (page: Page) => page.locator('[data-question="pledge"] .total');

test("a vote is on another reader's open page within two seconds", async ({ page, sawt, anotherReader }) => {
  const poll = await sawt.open();
  const watcher = await (await anotherReader()).newPage();
  const heard = watcher.waitForEvent("websocket").then((socket) => socket.waitForEvent("framereceived"));
  await watcher.goto(poll.path("fr", "results"));
  await heard;
  let loads = 0;
  watcher.on("load", () => loads++);

  await page.goto(poll.path("en"));
  await page.getByRole("radio", { name: "I would change nothing" }).check();
  const counted = page.waitForResponse((response) => response.status() === 201);
  await page.getByRole("button", { name: "Cast vote" }).click();
  await counted;
  await expect(total(watcher)).toHaveText("Total : 1 vote", { timeout: 2_000 });
  await expect(watcher.locator('[data-option="same"] .n')).toHaveText("1 vote");
  expect(loads).toBe(0);
});

test("figures, shares and bars move together", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await poll.cast({ leave: 20, hour: 10 });
  await page.goto(poll.path("ar", "results"));
  const row = page.locator('[data-option="hour"]');
  await expect(row.locator(".pct")).toHaveText("33\u200e%\u200e");
  await poll.cast({ hour: 20 });
  await expect(row.locator(".pct")).toHaveText("60\u200e%\u200e");
  await expect(row.locator(".n")).toHaveText("30 صوتا");
  await expect(row.locator("rect")).toHaveAttribute("width", "60.0%");
});

test("paused by the reader nothing moves, and resumed it catches up", async ({ page, sawt, anotherReader }) => {
  const poll = await sawt.open();
  const other = await (await anotherReader()).newPage();
  await page.goto(poll.path("en", "results"));
  await other.goto(poll.path("en", "results"));
  const button = page.getByRole("button", { name: "Pause updates" });
  await poll.cast({ hour: 1 });
  await expect(total(page)).toHaveText("Total: 1 vote");
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");

  await poll.cast({ hour: 1 });
  await expect(total(other)).toHaveText("Total: 2 votes");
  await expect(total(page)).toHaveText("Total: 1 vote");
  await page.reload();
  await expect(button, "remembered in this tab").toHaveAttribute("aria-pressed", "true");
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "false");
  await poll.cast({ hour: 1 });
  await expect(total(page)).toHaveText("Total: 3 votes");
});

test("a reader who saves data gets no socket and no asking: only the link", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.clock.install();
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "connection", { value: { saveData: true } });
  });
  const asked: string[] = [];
  page.on("websocket", (socket) => asked.push(socket.url()));
  await page.goto(poll.path("en", "results"));
  page.on("request", (request) => asked.push(request.url()));
  await page.clock.runFor(10 * 60_000);
  expect(asked).toEqual([]);
  await expect(page.getByRole("button", { name: "Pause updates" })).toBeHidden();
  await expect(page.getByRole("link", { name: "Refresh" })).toBeVisible();
});

test("where sockets do not pass, the page asks, and an unchanged tally is not sent again", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.clock.install();
  await page.routeWebSocket(/\/live$/, (socket) => socket.close());
  await page.goto(poll.path("en", "results"));
  const answers: { asked: string | undefined; bytes: number }[] = [];
  page.on("response", async (response) => {
    if (!response.url().endsWith("/tally")) return;
    // What the browser's own cache asked and got, which the page does not see.
    const [headers, sizes] = await Promise.all([response.request().allHeaders(), response.request().sizes()]);
    answers.push({ asked: headers["if-none-match"], bytes: sizes.responseBodySize });
  });
  const until = (condition: () => boolean | Promise<boolean>) =>
    expect(async () => {
      await page.clock.runFor(5_000);
      expect(await condition()).toBe(true);
    }).toPass();

  await until(() => answers.length >= 1);
  expect(answers[0]).toEqual({ asked: undefined, bytes: expect.any(Number) });
  await until(() => answers.length >= 2);
  expect(answers[1]).toEqual({ asked: expect.stringMatching(/^(W\/)?".+"$/), bytes: 0 });
  await poll.cast({ hour: 2 });
  await until(async () => (await total(page).textContent()) === "Total: 2 votes");
});

test("a page that nobody looks at lets go of its socket", async ({ page, sawt }) => {
  const poll = await sawt.open();
  const opened = page.waitForEvent("websocket");
  // Let go of while it is still connecting, a socket breaks instead of closing.
  const connected = new Promise((resolve) => page.once("websocket", (each) => each.once("framereceived", resolve)));
  await page.goto(poll.path("en", "results"));
  const socket = await opened;
  await connected;
  const closed = socket.waitForEvent("close");
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, value: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await closed;
  const reopened = page.waitForEvent("websocket");
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, value: false });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await reopened;
});

test("a change of the poll's state is told on open pages", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en", "results"));
  await poll.pause();
  await expect(page.getByText("The state of this vote has changed. Refresh the page.")).toBeVisible();
});
