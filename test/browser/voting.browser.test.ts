import { expect, test } from "./sawt.ts";

test("a reader chooses, confirms, is thanked, and finds the choice marked in the results", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path());
  await page.getByRole("radio", { name: "سأقلّل من استعماله ساعة في اليوم أو أكثر" }).check();
  await page.getByRole("button", { name: "تأكيد التصويت" }).click();

  await expect(page.locator("#thanks")).toBeFocused();
  await expect(page.locator("#thanks")).toHaveText("شكرا، تم تسجيل صوتك.");
  await expect(page).toHaveTitle(/^شكرا، تم تسجيل صوتك\. – هل لديك استعداد/);
  const mine = page.locator('[data-question="pledge"] tr.mine');
  await expect(mine).toHaveAttribute("data-option", "hour");
  await expect(mine.getByText("اختيارك")).toBeVisible();
  await expect(page.locator(".tag:visible")).toHaveCount(1);
  expect(await poll.counts()).toEqual({ hour: 1 });
});

test("the results right after the vote include it", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await poll.cast({ leave: 2 });
  await page.goto(poll.path("fr"));
  await page.getByRole("radio", { name: "Je ne changerais rien" }).check();
  // Held here, so that what is seen is what the page came with.
  await page.routeWebSocket(/\/live$/, () => {});
  await page.getByRole("button", { name: "Valider mon vote" }).click();
  await expect(page.locator('[data-question="pledge"] .total')).toHaveText("Total : 3 votes");
});

test("follow-up questions come one at a time, and each can be answered or skipped", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en"));
  await page.getByRole("radio", { name: "I would change nothing" }).check();
  await page.getByRole("button", { name: "Cast vote" }).click();

  const group = page.locator("form").getByRole("group");
  await expect(group).toHaveCount(1);
  await expect(group).toHaveAccessibleName(/^What worries you most/);
  await page.getByRole("checkbox", { name: "Geolocation" }).check();
  await page.getByRole("checkbox", { name: "Violation of privacy" }).check();
  await page.getByRole("button", { name: "Send answer" }).click();

  await expect(page.locator("#thanks")).toHaveText("Thank you. Your answer is recorded.");
  await expect(group).toHaveCount(1);
  await expect(group).toHaveAccessibleName(/^Where should the personal data/);
  await page.getByRole("link", { name: "Skip this question" }).click();

  await expect(group).toHaveCount(1);
  await expect(group).toHaveAccessibleName(/^How should Facebook treat/);
  await page.getByRole("link", { name: "Skip this question" }).click();
  await expect(group).toHaveCount(0);

  expect(await poll.counts("pledge")).toEqual({ same: 1 });
  expect(await poll.counts("concern")).toEqual({ privacy: 1, geolocation: 1 });
  expect(await poll.counts("hosting")).toEqual({});
  expect(await poll.counts("equality")).toEqual({});
});

test("choosing an answer sends nothing; only the button does", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path());
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  const radios = await page.getByRole("radio").all();
  expect(radios.length).toBe(5);
  for (const radio of radios) await radio.check();
  expect(sent).toEqual([]);
});

test("the question is put again, with the reason, where nothing was chosen", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("fr"));
  await page.getByRole("button", { name: "Valider mon vote" }).click();
  const told = page.locator(".err");
  await expect(told).toBeFocused();
  await expect(told).toHaveText("Votre vote n’a pas été enregistréChoisissez une réponse");
  await told.getByRole("link", { name: "Choisissez une réponse" }).click();
  await expect(page.getByRole("radio").first()).toBeFocused();
});

test("more answers than allowed, or one that stands alone beside others, are refused before they are sent", async ({
  page,
  sawt,
}) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en"));
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Cast vote" }).click();
  const answers = page.getByRole("checkbox");
  for (const i of [0, 1, 2, 3]) await answers.nth(i).check();
  await page.getByRole("button", { name: "Send answer" }).click();
  await expect(page.locator(".err")).toContainText("Choose at most 3 answers");
  for (const i of [1, 2, 3]) await answers.nth(i).uncheck();
  await answers.last().check();
  await page.getByRole("button", { name: "Send answer" }).click();
  await expect(page.locator(".err")).toContainText("“None of these” cannot go with another answer");
  await expect(page.locator(".err")).toBeFocused();
  expect(await poll.counts("concern")).toEqual({});
});

test("whoever voted from this browser is told so on the vote page", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en"));
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Cast vote" }).click();
  await expect(page.locator("#thanks")).toBeVisible();
  await page.goto(poll.path("en"));
  await expect(page.getByText("A vote was already recorded from this browser.")).toBeVisible();
  await page.goto(`${poll.path("en", "vote")}?choice=hour`);
  await expect(page.getByText("A vote was already recorded from this browser.")).toBeVisible();
  await expect(page.getByRole("radio")).toHaveCount(0);
  await page.getByRole("link", { name: "See the results" }).click();
  await expect(page).toHaveURL(poll.path("en", "results"));
});

test("results that open after a vote are shown to who voted, and to nobody before", async ({
  page,
  sawt,
  anotherReader,
}) => {
  const poll = await sawt.open({ rules: { results: "after-vote" } });
  await poll.cast({ hour: 3 });
  await page.goto(poll.path("en"));
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Cast vote" }).click();
  await expect(page.locator('[data-question="pledge"] [data-option="hour"] .n')).toHaveText("3 votes");
  const other = await (await anotherReader()).newPage();
  await other.goto(poll.path("en", "results"));
  await expect(other.getByText("Results are shown to those who have voted")).toBeVisible();
  await expect(other.getByRole("table")).toHaveCount(0);
});

test("a poll that counts by the seal says that the vote counts and when it will show", async ({ page, sawt }) => {
  const poll = await sawt.open({ rules: { release: "batched" } });
  await page.goto(poll.path("en"));
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Cast vote" }).click();
  await expect(page.locator("#thanks")).toContainText("it is shown in the results at the next seal");
});
