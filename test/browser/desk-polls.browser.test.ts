import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, type Sawt, test } from "./sawt.ts";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Signs an owner in with the link that only the machine gives out. */
async function signIn(sawt: Sawt, page: Page, language = "en"): Promise<void> {
  const prefix = language === "ar" ? "" : `/${language}`;
  const response = await fetch(`${sawt.url}/objects/STAFF/staff/ownerLink`, { method: "POST", body: '["test"]' });
  const { code }: { code: string } = await response.json();
  await page.goto(`${prefix}/desk/sign-in`);
  if (await page.locator("#code").isVisible()) await page.locator("#code").fill(code);
  await page.locator("#by-code button").click();
  await page.locator("#name").fill("Amina");
  await page.locator("#by-code button").click();
  await expect(page.locator(".who")).toBeVisible();
  await page.goto(`${prefix}/desk`);
}

async function isClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, page.url()).toBeLessThanOrEqual(0);
}

let drafts = 0;
const newId = () => `day-${Date.now().toString(36)}-${++drafts}`;

const WORDS: Record<string, [ar: string, fr: string, en: string]> = {
  title: ["خبز الدار", "Le pain maison", "Home bread"],
  "questions[0].text": ["هل تأكل خبز الدار؟", "Mangez-vous du pain maison ?", "Do you eat home bread?"],
  "questions[0].options[0].label": ["كل يوم", "Tous les jours", "Every day"],
  "questions[0].options[1].label": ["أحيانا", "Parfois", "Sometimse"],
  "questions[0].options[2].label": ["أبدا", "Jamais", "Never"],
};

/** A day at the desk, by what an editor presses. */
async function aDay(sawt: Sawt, page: Page): Promise<void> {
  const id = newId();
  await signIn(sawt, page);
  await page.getByRole("link", { name: "New poll" }).click();
  await isClean(page);
  await page.locator("#id").fill(id);
  await page.getByRole("button", { name: "Create the draft" }).click();

  await expect(page.locator("#done")).toBeFocused();
  for (const [field, words] of Object.entries(WORDS))
    for (const [i, language] of ["ar", "fr", "en"].entries())
      await page.locator(`[name="${field}.${language}"]`).fill(words[i] ?? "");
  await expect(page.locator("#saved")).toHaveText(/^Saved at/, { timeout: 15_000 });
  await page.reload();
  await expect(page.locator('[name="title.fr"]')).toHaveValue("Le pain maison");
  await page.locator('[name="title.en"]').fill("=bread");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator("#problem")).toBeFocused();
  await isClean(page);
  await page.locator("#problem a").first().click();
  await expect(page.locator('[name="title.en"]')).toBeFocused();
  await page.locator('[name="title.en"]').fill("Home bread");

  await page.getByRole("button", { name: "Preview" }).click();
  await isClean(page);
  // axe would wait for ever for a script of its own in the sandboxed frame.
  const framed = page.waitForResponse((response) => response.url().endsWith("/preview/results/ar/page"));
  await page.getByRole("link", { name: "Results – العربية" }).first().click();
  await expect(page.locator("main > .err")).toContainText("Preview");
  expect([(await framed).status(), (await framed).headers()["content-security-policy"]]).toEqual([
    200,
    expect.stringContaining("; sandbox"),
  ]);
  await expect
    .poll(() => page.frames().map((each) => each.url()))
    .toContainEqual(expect.stringContaining("/preview/results/ar/page"));
  await page.getByRole("link", { name: "Other states" }).click();
  await page.goto(`/en/desk/polls/${id}/edit`);

  await page.getByRole("button", { name: "Next: open…" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Open the poll");
  await isClean(page);
  await page.getByRole("button", { name: "Open the poll now" }).click();
  await expect(page.locator("#done")).toHaveText("The poll is open.");
  await isClean(page);

  for (const option of ["every-day", "every-day", "never"]) {
    const response = await fetch(`${sawt.url}/api/v1/polls/${id}/ballots`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        question: "do-you-eat-home-bread",
        choice: [option],
        lock: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url"),
      }),
    });
    expect(response.status).toBe(201);
  }
  await page.locator("h1").click();
  await expect(page.locator(".total")).toContainText("3 votes", { timeout: 15_000 });

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.locator("#done")).toContainText("The poll is paused.");
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.locator("#done")).toContainText("The poll is open again.");

  await page.getByRole("link", { name: "Correct…" }).click();
  await isClean(page);
  await page.getByRole("link", { name: "Question 1 – Answer 2" }).click();
  await isClean(page);
  await page.locator("#after-en").fill("Sometimes");
  await page.locator("#reason-en").fill("A slip of the pen");
  await page.getByRole("button", { name: "Publish the correction" }).click();
  await expect(page.locator("#done")).toHaveText("The correction is published.");
  await isClean(page);
  await page.goto(`/en/p/${id}/results`);
  await expect(page.getByText("The wording of this vote was corrected on")).toBeVisible();
  await page.getByRole("link", { name: "What was corrected" }).click();
  await expect(page.locator("del")).toHaveText("Sometimse");
  await isClean(page);

  await page.goto(`/en/desk/polls/${id}`);
  await page.getByRole("link", { name: "Close…" }).click();
  await isClean(page);
  await page.getByRole("button", { name: "Close for good" }).click();
  await expect(page.locator("#problem")).toContainText("Tick the box to confirm");
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Close for good" }).click();
  await expect(page.locator("#done")).toContainText("The poll is closed");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export the definition (JSON)" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe(`${id}.json`);
  await page.getByRole("link", { name: "Page of the vote" }).click();
  await expect(page.getByText("Final results")).toBeVisible();
}

test("a day at the desk", async ({ sawt, page }) => {
  test.setTimeout(180_000);
  await aDay(sawt, page);
});

test("a day at the desk without JavaScript", async ({ sawt, anotherReader }) => {
  test.setTimeout(180_000);
  const context = await anotherReader({ javaScriptEnabled: false });
  await aDayWithoutScript(sawt, await context.newPage());
});

/** Without a script nothing of the page can be asked from outside either, so what axe finds is found in the other day. */
async function aDayWithoutScript(sawt: Sawt, page: Page): Promise<void> {
  const id = newId();
  await signIn(sawt, page);
  await page.goto("/en/desk/new");
  await page.locator("#id").fill(id);
  await page.getByRole("button", { name: "Create the draft" }).click();
  for (const [field, words] of Object.entries(WORDS))
    for (const [i, language] of ["ar", "fr", "en"].entries())
      await page.locator(`[name="${field}.${language}"]`).fill(words[i] ?? "");
  await page.getByRole("button", { name: "Move answer 2 up" }).click();
  await expect(page.locator('[name="questions[0].options[0].label.en"]')).toHaveValue("Sometimse");
  await page.getByRole("button", { name: "Next: open…" }).click();
  await page.getByRole("button", { name: "Open the poll now" }).click();
  await expect(page.locator("#done")).toHaveText("The poll is open.");
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByRole("link", { name: "Correct…" }).click();
  await page.getByRole("link", { name: "Question 1 – Answer 1" }).click();
  await page.locator("#after-en").fill("Sometimes");
  await page.locator("#reason-en").fill("A slip of the pen");
  await page.getByRole("button", { name: "Publish the correction" }).click();
  await expect(page.locator("#done")).toHaveText("The correction is published.");
  await page.getByRole("link", { name: "Close…" }).click();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Close for good" }).click();
  await expect(page.locator("#done")).toContainText("The poll is closed");
}

test("in Arabic an id stands at the edge of its row, where the title begins", async ({ sawt, page }) => {
  const { id } = await sawt.open();
  await signIn(sawt, page, "ar");
  const row = page.getByRole("row").filter({ hasText: id });
  const right = (part: string) => row.locator(part).evaluate((each) => Math.round(each.getBoundingClientRect().right));
  expect(await right("th bdi")).toBe(await right("th a"));
});
