import { readFile, writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { faultsFoundByAxe } from "./axe.ts";
import type { Poll } from "./poll.ts";
import { expect, type Sawt, test } from "./sawt.ts";

const TRUE = "The log is true: the result is exactly the sum of the published votes";
const FALSE = "The log is not true";

const recount = (page: Page) => page.getByRole("button", { name: "Recount now" }).click();
const verdict = (page: Page) => page.locator("#verdict");

/** A poll whose votes are all in its log. */
async function sealed(sawt: Sawt): Promise<Poll> {
  const poll = await sawt.open();
  await poll.cast({ leave: 12, hour: 31, less: 5 });
  await poll.cast({ privacy: 3 }, "concern");
  await poll.counts();
  const size = async () => Number((await (await fetch(`${sawt.url}/log/${poll.id}/checkpoint`)).text()).split("\n")[1]);
  // open, seal 0, the ballots and at least one seal.
  await expect.poll(size).toBeGreaterThanOrEqual(2 + 51 + 1);
  return poll;
}

test("the page recounts the log and says the tally in the reader's words", async ({ page, sawt }) => {
  const poll = await sealed(sawt);
  await page.goto(poll.path("en", "verify"));
  await recount(page);
  await expect(verdict(page).getByRole("heading", { level: 2 })).toHaveText(TRUE);
  await expect(verdict(page)).toBeFocused();
  await expect(verdict(page).getByRole("row", { name: "Cut an hour" }).getByRole("cell")).toHaveText("31");
  await expect(verdict(page).getByRole("row", { name: "All votes cast" }).getByRole("cell")).toHaveText(["48", "3"]);
  await expect(verdict(page)).toContainText("Seals, each recounted");
});

test("a checkpoint that was kept is compared with the log as it is later", async ({ page, sawt }) => {
  const poll = await sealed(sawt);
  await page.goto(poll.path("en", "verify"));
  await recount(page);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Keep this checkpoint" }).click();
  const kept = await (await download).path();
  expect(await readFile(kept, "utf8")).toMatch(new RegExp(`/log/${poll.id}\n\\d+\n`));

  await poll.cast({ leave: 3 });
  await poll.counts();
  await page.getByLabel("A checkpoint or signed promises").setInputFiles(kept);
  await recount(page);
  await expect(verdict(page)).toContainText("The log still begins with what your checkpoint covers");

  await page
    .getByLabel("A checkpoint or signed promises")
    .setInputFiles({ name: "x.txt", mimeType: "text/plain", buffer: Buffer.from("no checkpoint") });
  await recount(page);
  await expect(verdict(page)).toContainText("The file you chose is no checkpoint signed with this log’s key.");
  await expect(verdict(page)).not.toContainText(FALSE);
});

test("a copy that was saved recounts from disk", async ({ browser, request, sawt }, info) => {
  const poll = await sealed(sawt);
  const saved = info.outputPath("verify.html");
  await writeFile(saved, await (await request.get(poll.path("en", "verify"))).text());
  // Not one of the readers who are watched: its page is no page of the server.
  const page = await browser.newPage();
  await page.goto(`file://${saved}`);
  await recount(page);
  await expect(verdict(page).getByRole("heading", { level: 2 })).toHaveText(TRUE);
  await page.close();
});

test("votes that were changed on the way are named", async ({ page, sawt }) => {
  const poll = await sealed(sawt);
  await page.route("**/tile/entries/**", async (route) => {
    const response = await route.fetch();
    const text = (await response.body()).toString("latin1").replace(/(ballot pledge [ac] \S{43}) hour/, "$1 same");
    await route.fulfill({ response, body: Buffer.from(text, "latin1") });
  });
  await page.goto(poll.path("en", "verify"));
  await recount(page);
  await expect(verdict(page).getByRole("heading", { level: 2 })).toHaveText(FALSE);
  await expect(verdict(page)).toContainText(/First fault at line \d+/);
});

test("a log that cannot be read is no false log", async ({ page, sawt }) => {
  const poll = await sealed(sawt);
  await page.route("**/tile/entries/**", (route) => route.fulfill({ status: 404 }));
  await page.goto(poll.path("en", "verify"));
  await recount(page);
  await expect(verdict(page)).toContainText("that is no verdict on it");
  await expect(verdict(page)).not.toContainText(FALSE);
});

test("a recount can be stopped", async ({ page, sawt }) => {
  const poll = await sealed(sawt);
  await page.route("**/tile/entries/**", () => {});
  await page.goto(poll.path("en", "verify"));
  await recount(page);
  await expect(page.getByRole("progressbar")).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(verdict(page)).toHaveText("Recount stopped before the end: no verdict on the log.");
  await expect(page.getByRole("button", { name: "Recount now" })).toBeVisible();
});

test("while results are hidden there is nothing to recount, and the page says so", async ({ page, sawt }) => {
  const poll = await sawt.open({ rules: { results: "after-close" } });
  await page.goto(poll.path("en", "verify"));
  await expect(page.getByText("everybody can recount after closing")).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
});

test("without a script the page says how else to recount", async ({ anotherReader, sawt }) => {
  const poll = await sawt.open();
  const page = await (await anotherReader({ javaScriptEnabled: false })).newPage();
  await page.goto(poll.path("en", "verify"));
  await expect(page.locator("noscript p")).toContainText("Recounting on this page needs JavaScript.");
  await expect(page.locator("noscript p")).toBeVisible();
  await expect(page.getByText(`npm run verify -- ${sawt.url}/p/${poll.id}`)).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
});

for (const language of ["ar", "fr", "en"] as const)
  test(`axe finds nothing wrong before and after, and 320 px are enough: ${language}`, async ({ page, sawt }) => {
    const poll = await sealed(sawt);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(poll.path(language, "verify"));
    const look = async () => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      expect(await faultsFoundByAxe(page, language)).toEqual([]);
    };
    await look();
    await page.locator("#verify .btn").click();
    await expect(verdict(page).getByRole("heading", { level: 2 })).toBeVisible();
    await look();
  });
