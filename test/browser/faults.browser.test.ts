import type { Page } from "@playwright/test";
import { expect, test } from "./sawt.ts";

/** Waits between tries are drawn at random, from nothing up. */
const withoutWaiting = (page: Page) =>
  page.addInitScript(() => {
    Math.random = () => 0;
  });

const busy = (confirmed: boolean) => ({
  status: 503,
  headers: { "Content-Type": "application/problem+json" },
  body: JSON.stringify({ type: "/api/problems/busy", title: "Busy", status: 503, ...(confirmed && { confirmed }) }),
});

test("an answer lost on its way back: the page tries again by itself, and the vote counts once", async ({
  page,
  sawt,
}) => {
  const poll = await sawt.open();
  const locks: string[] = [];
  await page.route("**/ballots", async (route) => {
    locks.push(route.request().postDataJSON().lock);
    if (locks.length > 1) return route.continue();
    // It reaches the server, and is counted there.
    expect((await route.fetch()).status()).toBe(201);
    await route.abort("connectionreset");
  });
  await page.goto(poll.path("en"));
  await page.getByRole("radio", { name: "I do not use Facebook" }).check();
  await page.getByRole("button", { name: "Cast vote" }).click();
  await expect(page.locator("#thanks")).toBeVisible();
  expect(locks).toHaveLength(2);
  expect(new Set(locks).size).toBe(1);
  expect(await poll.counts()).toEqual({ nonuser: 1 });
});

test("every answer lost: not told as refused, the choice is kept, and pressing again counts once", async ({
  page,
  sawt,
}) => {
  const poll = await sawt.open();
  await withoutWaiting(page);
  let isBroken = true;
  let tries = 0;
  await page.route("**/ballots", async (route) => {
    tries++;
    if (!isBroken) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await page.goto(poll.path("en"));
  const choice = page.getByRole("radio", { name: "I would change nothing" });
  await choice.check();
  await page.getByRole("button", { name: "Cast vote" }).click();
  const told = page.locator(".err");
  await expect(told).toBeFocused();
  await expect(told).toHaveText(
    "We had no confirmationWe had no confirmation of your vote. Press again: it counts once only.",
  );
  await expect(choice).toBeChecked();
  expect(tries).toBe(4);

  isBroken = false;
  await page.getByRole("button", { name: "Cast vote" }).click();
  await expect(page.locator("#thanks")).toBeVisible();
  expect(await poll.counts()).toEqual({ same: 1 });
});

test("a server that has no room says so: not counted, the choice is kept, and pressing again counts", async ({
  page,
  sawt,
}) => {
  const poll = await sawt.open();
  await withoutWaiting(page);
  let hasRoom = false;
  await page.route("**/ballots", (route) => (hasRoom ? route.continue() : route.fulfill(busy(true))));
  await page.goto(poll.path("ar"));
  const choice = page.getByRole("radio", { name: "لن أغيّر شيئا" });
  await choice.check();
  await page.getByRole("button", { name: "تأكيد التصويت" }).click();
  const told = page.locator(".err");
  await expect(told).toBeFocused();
  await expect(told).toContainText("لم يُسجَّل صوتك");
  await expect(told).toContainText("الإقبال كبير في هذه اللحظة، ولم يُحتسب صوتك.");
  await expect(choice).toBeChecked();
  await expect(page.getByRole("button", { name: "تأكيد التصويت" })).toBeEnabled();
  expect(await poll.counts()).toEqual({});

  hasRoom = true;
  await page.getByRole("button", { name: "تأكيد التصويت" }).click();
  await expect(page.locator("#thanks")).toBeVisible();
  expect(await poll.counts()).toEqual({ same: 1 });
});

test("a 503 of somebody in between proves nothing, and is not told as not counted", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await withoutWaiting(page);
  await page.route("**/ballots", (route) => route.fulfill(busy(false)));
  await page.goto(poll.path("en"));
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Cast vote" }).click();
  await expect(page.locator(".err")).toContainText("We had no confirmation of your vote.");
});

test("without a network the page says at once that nothing was counted, keeps the choice, and votes once when it is back", async ({
  page,
  sawt,
  context,
}) => {
  const poll = await sawt.open();
  await withoutWaiting(page);
  await page.goto(poll.path("fr"));
  const choice = page.getByRole("radio", { name: "Je ne changerais rien" });
  await choice.check();
  await context.setOffline(true);
  await page.getByRole("button", { name: "Valider mon vote" }).click();
  await expect(page.locator("form .err")).toBeFocused();
  await expect(page.locator("form .err")).toContainText(
    "Connexion impossible : le vote n’a pas été enregistré. Réessayez.",
  );
  await expect(choice).toBeChecked();
  await context.setOffline(false);
  await page.getByRole("button", { name: "Valider mon vote" }).click();
  await expect(page.locator("#thanks")).toBeVisible();
  expect(await poll.counts()).toEqual({ same: 1 });
});

test("an impatient reader who presses many times sends one ballot", async ({ page, sawt }) => {
  const poll = await sawt.open();
  const held = Promise.withResolvers<void>();
  let tries = 0;
  await page.route("**/ballots", async (route) => {
    tries++;
    await held.promise;
    await route.continue();
  });
  await page.goto(poll.path("en"));
  await page.getByRole("radio").first().check();
  await page.getByRole("button").click();
  await expect(page.getByRole("button", { name: "Recording your vote…" })).toBeVisible();
  await page.getByRole("button").click({ clickCount: 3 });
  held.resolve();
  await expect(page.locator("#thanks")).toBeVisible();
  expect(tries).toBe(1);
  expect(await poll.counts()).toEqual({ leave: 1 });
});

test("a vote that comes while the poll is paused, or after it closed, is told as not counted", async ({
  page,
  sawt,
}) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en"));
  await page.getByRole("radio").first().check();
  await poll.pause();
  await page.getByRole("button", { name: "Cast vote" }).click();
  await expect(page.locator(".err")).toContainText("Voting is not open; your choice was not counted.");
  await poll.close();
  await page.getByRole("button", { name: "Cast vote" }).click();
  await expect(page.locator(".err")).toContainText("your choice was not counted");
  expect(await poll.counts()).toEqual({});
});
